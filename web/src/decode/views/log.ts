// The connection logs: outcomes over time, why connections failed, whose they were, and
// the lines themselves. One line opens at once; of many the sums come first.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Finding, Log, LogReason, Report } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { toneIcon } from "../../app/icons.ts";
import { bucket } from "./bucket.ts";
import { lines, narrow } from "./loglines.ts";
import { histogram } from "./logtimes.ts";
import { certificateTable, clientTable } from "./logtables.ts";
import { some } from "../../app/lists.ts";
import { addressed, disclosure, heading, joined, more, reference, showButton, unseen, words, type Hands } from "../../app/pieces.ts";
import { shown } from "../../app/shown.ts";

/** AWS documents some twenty. */
const mostReasons = 24;
/** A reason with fewer connections than this has a bar of this width still, in percent. */
const least = 0.6;

/** inLog tells whether the finding is that of a reason: the log shows it among the others, with its share. */
export function inLog({ logs }: Report, finding: Finding): boolean {
  return logs.some(({ reasons }) => reasons.some((reason) => isOf(finding, reason)));
}

function isOf({ id, places }: Finding, reason: LogReason): boolean {
  return (id === "connection-failed" || id === "reason-unknown") && places[0]?.start === reason.places[0]?.start;
}

export function logs(state: State, hands: Hands, report: Report): Child {
  return [report.logs.map((one, at) => log(state, hands, report, one, at)), report.logs.length > 0 && bucket(state, hands)];
}

function log(state: State, hands: Hands, report: Report, log: Log, at: number): Child {
  const single = log.lines === 1;
  return [
    h("section", { key: `log:${at}`, class: "section", "aria-label": log.name, "data-place": "log" },
      heading(log.name, h("span", {}, log.title, log.untold > 0 && `, ${count(log.untold, "line")} without an outcome`, span(log))),
      histogram(state, hands, log),
      h("ul", { class: "panel reasons" }, some(state, hands, `reasons:${at}`, log.reasons, mostReasons, "outcomes", (reason, i) => reasonRow(state, hands, log, at, reason, i, report.findings.find((finding) => isOf(finding, reason))), (control) => h("li", { key: "more" }, control))),
      log.note !== "" && h("p", { class: "log-note" }, words(log.note))),
    !single && h("div", { key: `log-tables:${at}`, class: "log-tables" },
      clientTable(state, hands, log.clients, at), certificateTable(state, hands, log.certificates, at)),
    lines(state, hands, log, at),
  ];
}

function span({ from, to, lines }: Log): Child {
  if (from === "" || lines === 1) return undefined;
  return from === to ? ` · ${from}` : ` · ${from} to ${to}`;
}

function reasonRow(state: State, hands: Hands, log: Log, of: number, reason: LogReason, at: number, finding: Finding | undefined): VNode {
  const { code, tone, description, causes, todo } = reason;
  const share = (100 * reason.count) / log.lines;
  const head = [
    h("code", { class: "reason-code", "data-means": "reason", "data-of": code }, toneIcon(tone), h("span", {}, shown(code))),
    log.lines > 1 && h("span", { class: "reason-share" },
      h("svg", { class: "reason-bar", width: "100%", height: 8, "aria-hidden": "true" },
        h("rect", { class: "reason-ground", width: "100%", height: 8, rx: 2 }),
        h("rect", { class: "reason-fill", width: `${Math.max(share, least)}%`, height: 8, rx: 2 })),
      h("span", { class: "reason-count" }, reason.count.toLocaleString("en-US"), h("span", { class: "visually-hidden" }, " connections, ")),
      h("span", { class: "reason-percent" }, percent(share))),
    h("span", { class: "reason-words" }, shown(description)),
  ];
  const more = causes.length > 0 || todo !== "";
  return h("li", { key: code, class: "reason", "data-tone": tone, "data-finding": finding?.id },
    more
      ? disclosure(state, hands, `reason:${of}:${code}`, { class: "reason-fold", usually: at === 0 }, h("span", { class: "reason-head" }, head), () => explained(reason, finding))
      : h("div", { class: "reason-fold reason-plain" }, h("span", { class: "reason-head" }, head)),
    h("div", { class: "reason-show" },
      log.records.length > 1 && log.reasons.length > 1 && h("button", {
        type: "button", class: "text-button", "aria-pressed": String(state.filter.log.code === code),
        onclick: () => narrow(state, hands, { code: state.filter.log.code === code ? "" : code }),
      }, "List", unseen(joined(`the lines with ${code}`, log.name))),
      showButton(state, hands, `reason:${of}:${code}`, reason.places, code)));
}

function explained({ code, causes, todo }: LogReason, finding: Finding | undefined): VNode {
  return h("div", { class: "reason-body" },
    causes.length > 0 && h("div", {}, h("h3", {}, "Usual causes"), h("ul", {}, causes.map((cause) => h("li", {}, words(cause))))),
    todo !== "" && h("div", {}, h("h3", {}, "What to do"), h("p", {}, words(todo))),
    finding && h("p", { class: "reason-reference" }, reference(finding.reference), finding.id === "connection-failed" && [" ", more("reason", code, code), addressed("reason", code, code)]));
}

/** percent writes a share so that what is little is not nothing. */
function percent(share: number): string {
  if (share > 0 && share < 0.1) return "< 0.1%";
  if (share > 99.9 && share < 100) return "> 99.9%";
  return `${share.toFixed(share === 100 ? 0 : 1)}%`;
}
