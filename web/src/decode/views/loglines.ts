// The lines of a log: those that are listed, narrowed by words, by outcome, client,
// certificate and time.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { icon, toneIcon } from "../../app/icons.ts";
import { localTime } from "../../app/local.ts";
import { some } from "../../app/lists.ts";
import { disclosure, heading, joined, showButton, unmade, unseen, type Hands } from "../../app/pieces.ts";
import { shown, shownPlain } from "../../app/shown.ts";
import type { State } from "../../app/state.ts";
import type { Told } from "../details.ts";
import { count } from "../../app/words.ts";
import { failedFirst, lineRequest, narrowed, narrows, noLogFilter, type LogFilter } from "../logfilter.ts";
import type { Log, LogLines, LogRecord } from "../report.gen.ts";
import { fields } from "./field.ts";

/** So many lines are listed at first. */
const first = 20;
/** Fewer lines need no filter. */
const few = 3;

export function lines(state: State, hands: Hands, log: Log, at: number): Child {
  const { records } = log;
  const single = log.lines === 1;
  // Lines beyond those that are listed are looked up in the paste.
  const partial = records.length < log.lines;
  const asked = partial && narrows(state.filter.log) ? hands.ask<LogLines>(`lines ${at}`, "lines", lineRequest(log, state.filter.log)) : undefined;
  const list = asked ? (asked.value?.records ?? []).map((record, i) => [record, i] as const) : narrowed(log, state.filter.log);
  const whole = records.length < log.lines ? `the first ${records.length.toLocaleString("en-US")} of ${count(log.lines, "line")}` : count(records.length, "line");
  const name = joined("Lines", log.name);
  return h("section", { key: `log-lines:${at}`, class: "section", "aria-label": name, "data-log-lines": at, "data-place": "log-lines" },
    heading(single ? "The line" : "The lines", !single && h("output", {}, [asked ? found(asked, log.lines) : list.length === records.length ? whole : `${list.length} of ${whole}`, !asked && failedFirst(list) && "failed first"].filter(Boolean).join(", "))),
    records.length > few && filterBar(state, hands, log),
    asked?.failure !== undefined && unmade("The lines could not be looked through", asked.failure, () => hands.again(`lines ${at}`), log.name),
    h("ol", { class: "panel records", "data-stale": asked !== undefined && !asked.fresh },
      some(state, hands, `log-lines:${at}`, list, first, "of them", ([record, i]) => line(state, hands, record, `record:${at}:${i}`, single),
        (button) => h("li", { key: "more", class: "record-more" }, button)),
      list.length === 0 && h("li", { key: "none", class: "record-more muted" }, asked && !asked.fresh ? "Looking through all lines …" : "No line fits.")));
}

// What was found in all lines.
function found({ value, fresh, failure }: Told<LogLines>, all: number): string {
  if (failure !== undefined) return "";
  if (!value || !fresh) return "Looking through all lines …";
  const { count: n, records } = value;
  return `${records.length < n ? `the first ${records.length} of ` : ""}${n.toLocaleString("en-US")} of ${count(all, "line")}`;
}

/** narrow lists the lines of one kind, or all again, and goes there. */
export function narrow(state: State, hands: Hands, part: Partial<LogFilter>): void {
  hands.dispatch({ type: "filtered", filter: { log: { ...state.filter.log, ...part } } });
}

function filterBar(state: State, hands: Hands, log: Log): VNode {
  const { log: filter } = state.filter;
  const set = (part: Partial<LogFilter>): void => narrow(state, hands, part);
  const active: [string, Partial<LogFilter>][] = [];
  if (filter.code !== "") active.push([filter.code, { code: "" }]);
  if (filter.client !== "") active.push([`client ${filter.client}`, { client: "" }]);
  if (filter.certificate !== "") active.push([`certificate ${filter.certificate}`, { certificate: "" }]);
  if (!Number.isNaN(filter.from)) active.push([`from ${new Date(filter.from).toISOString().slice(0, 19)}`, { from: Number.NaN, to: Number.NaN }]);
  return h("search", { class: "log-filter" },
    h("label", {}, h("span", { class: "visually-hidden" }, joined("Lines that hold these words", log.name)),
      h("input", {
        type: "search", class: "input log-words", value: filter.text, placeholder: log.records.length < log.lines ? "Search all lines, then Enter" : "Filter lines", autocomplete: "off", spellcheck: "false",
        // To look through a whole log takes a moment: that waits for the Enter key.
        [log.records.length < log.lines ? "onchange" : "oninput"]: (event: Event) => set({ text: (event.currentTarget as HTMLInputElement).value }),
      })),
    log.failed > 0 && h("button", { type: "button", class: "pill", "data-tone": "bad", "aria-pressed": String(filter.failed), onclick: () => set({ failed: !filter.failed }) },
      icon("bad"), "failed", unseen(joined("only", log.name))),
    active.map(([text, without]) => h("button", { key: text, type: "button", class: "pill", "aria-pressed": "true", "aria-label": `Remove: ${shownPlain(text)}, ${log.name}`, title: "Remove", onclick: () => set(without) },
      h("span", { class: "pill-text" }, shown(text)), icon("close"))),
    active.length > 0 && h("button", { type: "button", class: "text-button", onclick: () => set(noLogFilter) }, "All lines", unseen(log.name)));
}

function line(state: State, hands: Hands, record: LogRecord, key: string, single: boolean): VNode {
  return h("li", { key, class: "record", "data-tone": record.tone },
    disclosure(state, hands, key, { class: "record-fold", usually: single },
      h("span", { class: "record-head" },
        h("code", { title: localTime(record.time) }, shown(record.time || "-")), h("code", {}, shown(record.client || "-")),
        h("code", { class: "record-subject" }, shown(record.subject)),
        h("code", { class: "record-outcome" }, toneIcon(record.tone), shown(record.code))),
      () => h("div", { class: "record-body" },
        h("dl", { class: "fields" }, fields(state, hands, record.fields, key, { of: single ? "" : `line ${record.place.line}`, structure: -1 })),
        h("p", {}, showButton(state, hands, key, [record.place], "", "Show this line in the paste")))));
}
