// What a list of many requests can be narrowed by: the certificates that they
// carry, the findings about them, and the words in them.

import { memo } from "../app/dom.ts";
import { certificateKey } from "../app/names.ts";
import { noLogFilter, type LogFilter } from "./logfilter.ts";
import type { Group, Report, Severity } from "./report.gen.ts";
import { shownPlain } from "../app/shown.ts";

/** Filter narrows a list of many requests; what is empty lets all through. */
export interface Filter {
  /** Words that a request holds, in any letter case. */
  readonly text: string;
  /** The key of a certificate that it carries. */
  readonly certificate: string;
  /** The ID of a finding about it. */
  readonly finding: string;
  /** Of those that are left, the page with this one is listed. */
  readonly at: number;
  /** What the lines of logs are narrowed to. */
  readonly log: LogFilter;
}

/** So many requests are shown whole; more are a list to narrow and to open one by one. */
export const listed = 3;

export const noFilter: Filter = { text: "", certificate: "", finding: "", at: 0, log: noLogFilter };

export interface Facet {
  /** Its value in the filter. */
  readonly value: string;
  readonly label: string;
  /** The indexes of its groups. */
  readonly groups: ReadonlySet<number>;
}

export interface Facets {
  /** Those that most requests carry first. */
  readonly certificates: readonly Facet[];
  /** Worst first, as in the report. */
  readonly findings: readonly Facet[];
  /** For each group how many findings of each severity are about it. */
  readonly counts: readonly Readonly<Record<Severity, number>>[];
}

/** facetsOf counts once for each report. */
export const facetsOf = memo((report: Report): Facets => {
  const carried = new Map<number, Set<number>>();
  report.groups.forEach((group, i) => {
    for (const { certificate } of group.chain.members) entry(carried, certificate).add(i);
  });
  const counts = report.groups.map(() => ({ error: 0, warning: 0, note: 0 }));
  const about = new Map<string, Set<number>>();
  const titles = new Map<string, string>();
  for (const { id, title, severity, bytes, certificate, group } of report.findings) {
    // What is wrong inside a certificate is so wherever the certificate is; a repair is of one place.
    const groups = new Set(bytes ? carried.get(certificate) : undefined);
    if (group >= 0) groups.add(group);
    for (const i of groups) {
      entry(about, id).add(i);
      const count = counts[i];
      if (count) count[severity]++;
    }
    titles.set(id, title);
  }
  const named = [...titles.values()];
  return {
    certificates: [...carried].map(([index, groups]) => {
      const certificate = report.certificates[index];
      const name = [certificate?.title || "No name", certificate?.serial].filter(Boolean).join(" · ");
      return { value: certificateKey(report, index), label: shownPlain(name), groups };
    }).sort((a, b) => b.groups.size - a.groups.size),
    findings: [...about].map(([id, groups]) => {
      const title = titles.get(id) ?? id;
      // Two rules may share a title: then their names tell which is which.
      return { value: id, label: named.filter((one) => one === title).length > 1 ? `${title}: ${id.replaceAll("-", " ")}` : title, groups };
    }),
    counts,
  };
});

function entry<K>(map: Map<K, Set<number>>, key: K): Set<number> {
  const set = map.get(key) ?? new Set();
  map.set(key, set);
  return set;
}

/** carriers returns how many groups carry the certificate. */
export function carriers(report: Report, certificate: number): number {
  const key = certificateKey(report, certificate);
  return facetsOf(report).certificates.find((facet) => facet.value === key)?.groups.size ?? 0;
}

// What is searched: the text of each group, in lower case, made when it is first needed.
const textsOf = memo((report: Report, hashes: readonly string[]): readonly string[] => report.groups.map((group) => [
  group.title, group.client.name, senderOf(report, group),
  ...group.headers.flatMap(({ name, value, as, says }) => [name, as, value, ...says.map((run) => run.text)]),
  ...group.chain.members.flatMap(({ certificate, role }) => {
    const { title = "", subject = "", issuer = "", serial = "", sha256 = "", when = "" } = report.certificates[certificate] ?? {};
    return [role, title, subject, issuer, serial, sha256 || hashes[certificate], when];
  }),
].join("\n").toLowerCase()));

/** senderOf names who wrote the request, and in which mode; empty if it is not told. */
export function senderOf({ senders }: Report, { sender }: Group): string {
  const { title = "", mode = "" } = senders[sender] ?? {};
  return mode === "" ? title : `${title}, ${mode} mode`;
}

/** matching returns the indexes of the groups that the filter lets through. The SHA-256 of certificates is known as far as it was asked for. */
export const matching = memo((report: Report, { text, certificate, finding }: Filter, hashes: readonly string[]): readonly number[] => {
  const facets = facetsOf(report);
  // A certificate or finding that is no longer in the paste narrows nothing.
  const sets = [
    facets.certificates.find((facet) => facet.value === certificate)?.groups,
    facets.findings.find((facet) => facet.value === finding)?.groups,
  ].filter((set) => set !== undefined);
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const texts = words.length > 0 ? textsOf(report, hashes) : [];
  return report.groups.map((_, i) => i).filter((i) =>
    sets.every((set) => set.has(i)) && words.every((word) => texts[i]?.includes(word)));
});
