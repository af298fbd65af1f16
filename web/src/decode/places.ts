// The places of an answer: what it has sections of, and how many things are in each.

import { offers } from "./whole.ts";
import type { View } from "../app/state.ts";
import type { Report } from "./report.gen.ts";

/** Spot is a section that one can go to; its element has the id in data-place. */
export interface Spot {
  readonly id: "log" | "log-lines" | "findings" | "requests" | "headers" | "chain" | "certificates" | "taken" | "names" | "senders" | "others";
  readonly label: string;
  /** So many things are in it; absent where there is nothing to count. */
  readonly count?: number;
}

/** spotsOf lists the places in the order of the page; findings are those that stand in their own section. */
export function spotsOf(report: Report, findings: number): Spot[] {
  const { groups, logs, certificates, others, senders, verdict } = report;
  if (verdict.state !== "read") return [];
  const only = groups.length === 1 ? groups[0] : undefined;
  const taken = only?.answers.find(({ to }) => to === "taken");
  const list: (Spot | false)[] = [
    { id: "findings", label: "Findings", count: findings },
    logs.length > 0 && { id: "log", label: "Outcomes", count: logs.reduce((sum, { reasons }) => sum + reasons.length, 0) },
    logs.length > 0 && { id: "log-lines", label: "Lines", count: logs.reduce((sum, { lines }) => sum + lines, 0) },
    groups.length > 1 && { id: "requests", label: "Requests", count: groups.length },
    tabled(report) && { id: "certificates", label: "Certificates", count: certificates.length },
    only !== undefined && only.headers.length > 0 && { id: "headers", label: "Headers", count: only.headers.filter(({ of }) => of < 0).length },
    only !== undefined && only.chain.members.length > 0 && { id: "chain", label: "Chain", count: only.chain.members.length },
    logs.length === 0 && taken !== undefined && { id: "taken", label: taken.title },
    only !== undefined && only.chain.members.length > 0 && { id: "names", label: "Names" },
    senders.length > 0 && { id: "senders", label: senders.length > 1 ? "Senders" : "Sender" },
    others.length > 0 && { id: "others", label: "Also there", count: others.length },
  ];
  return list.filter((spot) => spot !== false && (spot.id !== "findings" || findings > 0)) as Spot[];
}

/** So many certificates are told apart by their cards; more are a table too. */
const fewCertificates = 4;

/** tabled tells whether the certificates stand in a table. */
export function tabled({ certificates }: Report): boolean {
  return certificates.length > fewCertificates;
}

/** The views of the answer, as they are called where one goes to them. */
export const viewNames: Readonly<Record<View, string>> = { asn1: "ASN.1", text: "Text", json: "JSON", pem: "PEM", markdown: "Markdown", compare: "Compare", report: "Report" };

/** viewsOf lists the views that there are. */
export function viewsOf(report: Report): View[] {
  const given = offers(report);
  if (report.verdict.state !== "read" || (!given.asn1 && report.logs.length === 0)) return [];
  return (Object.keys(viewNames) as View[]).filter((view) => given[view]);
}
