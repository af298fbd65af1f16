// Two certificates side by side: the same fields in rows, what differs marked, and
// runs of equal fields folded.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { ComparedRow, ComparedSection, Comparison, Report } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { nearby, some } from "../../app/lists.ts";
import { joined, runs, unmade, type Hands } from "../../app/pieces.ts";
import { shown, shownPlain } from "../../app/shown.ts";

/** So many parts, and rows of each, are shown at first. */
const few = 40;

export function comparison(state: State, hands: Hands, report: Report): VNode {
  const last = report.certificates.length - 1;
  const a = Math.min(state.inspect.sides[0], last);
  const b = Math.min(state.inspect.sides[1], last);
  const { value, fresh, failure } = hands.ask<Comparison>("compare", "compare", { structure: a, other: b });
  const all = state.open.get("compare:equal") ?? false;
  const side = (at: 0 | 1, label: string): VNode => {
    const chosen = at === 0 ? a : b;
    return h("label", { key: at, class: "compare-side" }, h("span", {}, label),
      h("select", {
        class: "input", value: String(chosen),
        onchange: (event) => {
          const to = Number((event.currentTarget as HTMLSelectElement).value);
          hands.dispatch({ type: "inspected", inspect: { sides: at === 0 ? [to, b] : [a, to] } });
        },
      }, nearby(report.certificates.map(({ title }, i) => ({ title, i })), chosen).map(({ title, i }) => h("option", { key: i, value: String(i), selected: i === chosen }, `${i + 1}. ${joined(shownPlain(title)) || "No name"}`))));
  };
  return h("div", { class: "compare", "data-stale": !fresh },
    h("div", { class: "compare-head" }, side(0, "A"), side(1, "B"),
      h("p", { class: "compare-title", role: "status" }, value?.title ?? "")),
    failure !== undefined && unmade("They could not be compared", failure, () => hands.again("compare")),
    value && h("label", { class: "check compare-fold" },
      h("input", { type: "checkbox", checked: all, onchange: (event) => hands.dispatch({ type: "opened", key: "compare:equal", open: (event.currentTarget as HTMLInputElement).checked }) }),
      h("span", {}, "Show equal fields too")),
    value && h("table", { class: "compare-table" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Field"), h("th", { scope: "col" }, "A"), h("th", { scope: "col" }, "B"))),
      some(state, hands, "compare:parts", value.sections, few, "parts", (section, i) => part(state, hands, section, all, i), (control) => h("tbody", { key: "more" }, h("tr", {}, h("td", { colspan: 3 }, control))))));
}

function part(state: State, hands: Hands, { title, rows }: ComparedSection, all: boolean, at: number): Child {
  const left = all ? rows : rows.filter((row, i) => row.differ || heads(rows, i));
  const equal = rows.length - left.length;
  return h("tbody", { key: `${at} ${title}` },
    h("tr", { class: "compare-section" },
      h("th", { colspan: 3, scope: "rowgroup" }, title,
        equal > 0 && h("span", { class: "note" }, left.length === 0 ? "equal" : `${count(equal, "equal field")} not shown`))),
    some(state, hands, `compare:${at}`, left, few, "fields", row, (control) => h("tr", { key: "more" }, h("td", { colspan: 3 }, control))));
}

// A field with something different under it is shown, so that one sees what it belongs to.
function heads(rows: readonly ComparedRow[], at: number): boolean {
  const depth = rows[at]?.depth ?? 0;
  for (const row of rows.slice(at + 1)) {
    if (row.depth <= depth) return false;
    if (row.differ) return true;
  }
  return false;
}

function row({ label, depth, a, b, noteA, noteB, differ }: ComparedRow, at: number): VNode {
  const cell = (value: ComparedRow["a"], note: string): VNode =>
    h("td", {}, value.length > 0 && h("span", { class: "compare-value" }, runs(value)), note !== "" && h("span", { class: "note" }, shown(note)));
  return h("tr", { key: at, class: differ ? "differ" : "equal" },
    h("th", { scope: "row", class: `depth-${Math.min(depth, 4)}` }, shown(label)),
    cell(a, noteA), cell(b, noteB));
}
