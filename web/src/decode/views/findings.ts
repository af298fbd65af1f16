// The findings, worst first: what was found, where, what to do, and how to mend
// the cause. Notes are folded.

import { h, memo, type Child, type VNode } from "../../app/dom.ts";
import { matching, noFilter } from "../facets.ts";
import type { Finding, Report } from "../report.gen.ts";
import { certificateKey } from "../../app/names.ts";
import { cardKey, hashesOf, type State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { icon, toneIcon, toneOf } from "../../app/icons.ts";
import { inLog } from "./log.ts";
import { ordered } from "./requests.ts";
import { some } from "../../app/lists.ts";
import { addressed, copyButton, disclosure, type Hands, heading, joined, more, position, reference, showButton, unseen, words } from "../../app/pieces.ts";
import { shownPlain } from "../../app/shown.ts";
import { tabs } from "../../app/tabs.ts";

/** A paste with more findings than this shows the first ones. */
const first = 12;

export function findings(state: State, hands: Hands, report: Report): Child {
  const numbered = findingsListed(report);
  if (numbered.length === 0) return undefined;
  const grave = numbered.filter(({ finding }) => finding.severity !== "note");
  const notes = numbered.filter(({ finding }) => finding.severity === "note");
  const view = ({ finding, key }: ReturnType<typeof named>[number]): VNode => row(state, hands, report, finding, key);
  return h("section", { key: "findings", class: "section", "aria-label": "Findings", "data-place": "findings" },
    heading("Findings"),
    h("div", { class: "panel" },
      grave.length > 0 && h("ul", { key: "grave", class: "findings" },
        some(state, hands, "findings", grave, first, "findings", view, (button) => h("li", { key: "more", class: "finding-more" }, button))),
      notes.length > 0 && disclosure(state, hands, "notes", { class: "notes" }, count(notes.length, "note"), () =>
        h("ul", { class: "findings" }, some(state, hands, "notes all", notes, 20, "notes", view, (button) => h("li", { key: "more", class: "finding-more" }, button))))));
}

/** findingsListed are those that have a section of their own: a log tells its reasons itself. */
export const findingsListed = memo((report: Report) => named(report).filter(({ finding }) => !inLog(report, finding)));

// A finding keeps its key, and so what was unfolded, while the same rule speaks of the same certificate.
const named = memo((report: Report) => {
  const seen = new Map<string, number>();
  return report.findings.map((finding) => {
    const name = `finding:${finding.id}:${finding.certificate < 0 ? "" : certificateKey(report, finding.certificate)}`;
    const twin = seen.get(name) ?? 0;
    seen.set(name, twin + 1);
    return { finding, key: `${name}:${twin}` };
  });
});

function row(state: State, hands: Hands, report: Report, finding: Finding, key: string): VNode {
  const tone = toneOf(finding.severity);
  const unfolded = state.open.get(key) ?? false;
  return h("li", { key, class: "finding", "data-tone": tone, "data-finding": finding.id },
    h("p", { class: "finding-title" }, toneIcon(tone), h("span", { class: "visually-hidden" }, `${finding.severity}: `),
      h("span", { "data-means": "rule", "data-of": finding.id, "data-title": finding.title }, finding.title)),
    h("div", {},
      h("p", {}, words(finding.text)),
      finding.hint !== "" && h("p", { class: "finding-hint" }, words(finding.hint)),
      meta(state, hands, report, finding)),
    h("div", { class: "finding-actions" },
      showButton(state, hands, key, finding.places, finding.title),
      finding.fixes.length > 0 && h("button", {
        type: "button", class: "text-button", "aria-expanded": String(unfolded),
        onclick: () => hands.dispatch({ type: "opened", key, open: !unfolded }),
      }, "Fix the cause", unseen(joined(finding.title, position(finding.places[0])?.toLowerCase())), icon("chevron"))),
    unfolded && finding.fixes.length > 0 && fixes(state, hands, finding, key));
}

function meta(state: State, hands: Hands, report: Report, finding: Finding): Child {
  const certificate = report.certificates[finding.certificate];
  const group = report.groups.length > 1 ? report.groups[finding.group] : undefined;
  const parts: Child[] = [];
  const link = (text: string, card: boolean): VNode =>
    h("button", { type: "button", class: "text-button", onclick: () => reveal(state, hands, report, finding, card) }, text);
  if (group) parts.push(link(group.title || `Part ${finding.group + 1}`, false));
  const other = report.others.length + report.certificates.length > 1 ? report.others[finding.other] : undefined;
  if (other) parts.push(shownPlain(other.title));
  if (certificate && report.certificates.length > 1) parts.push(link(shownPlain(certificate.title) || "the certificate", true));
  if (finding.bytes) {
    const { offset, length, path } = finding.bytes;
    const where = length > 0 ? `DER offset ${offset}, ${count(length, "byte")}` : `missing at DER offset ${offset}`;
    const structure = finding.other >= 0 ? report.certificates.length + finding.other : finding.certificate;
    parts.push(structure >= 0
      ? h("button", { type: "button", class: "text-button", title: length > 0 ? "Show these bytes" : "Show where", onclick: () => hands.bytes(structure, { offset, length }) }, where)
      : h("span", {}, where), path !== "" && h("code", {}, path));
  }
  parts.push(reference(finding.reference), more("finding", finding.id, finding.title), addressed("finding", finding.id, finding.title));
  const shown = parts.filter((part) => part !== undefined && part !== false);
  return shown.length > 0 && h("p", { class: "finding-meta" }, shown.map((part) => h("span", {}, part)));
}

/** reveal opens the request, and the card of the certificate in it, and goes there. */
export function reveal(state: State, hands: Hands, report: Report, { certificate, group }: Pick<Finding, "certificate" | "group">, card: boolean): void {
  const list = ordered(state, report, matching(report, state.filter, hashesOf(state)));
  const at = list.indexOf(group);
  hands.dispatch({ type: "filtered", filter: at >= 0 ? { at } : { ...noFilter, at: ordered(state, report, matching(report, noFilter, [])).indexOf(group) } });
  hands.dispatch({ type: "opened", key: `group:${group}`, open: true });
  if (card) hands.dispatch({ type: "opened", key: cardKey(report, certificate), open: true });
  setTimeout(() => {
    const place = document.querySelector(`[data-group="${group}"]`) ?? document;
    const target = card ? place.querySelector(`[data-certificate="${certificate}"]`) : place.querySelector(".group");
    target?.scrollIntoView({ block: "start" });
    target?.querySelector("summary")?.focus({ preventScroll: true });
  });
}

function fixes(state: State, hands: Hands, finding: Finding, key: string): VNode {
  const chosen = finding.fixes.find((fix) => fix.language === state.language) ?? finding.fixes[0];
  const code = chosen?.code ?? "";
  return tabs(`${key}:fix`, "finding-fix", "Language or program",
    finding.fixes.map((fix) => ({ id: fix.language, label: fix.language })), chosen?.language ?? "",
    (language) => hands.dispatch({ type: "spoke", language }),
    copyButton(hands, `the ${chosen?.language ?? ""} snippet`, code),
    h("pre", { class: "snippet", tabindex: "0" }, h("code", {}, code)));
}
