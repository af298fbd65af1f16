// What tells many requests apart: their lines, their order, and all of them as CSV.

import { h, memo, type Child, type VNode } from "../../app/dom.ts";
import { icon } from "../../app/icons.ts";
import type { Hands } from "../../app/pieces.ts";
import { shown, shownPlain } from "../../app/shown.ts";
import type { State } from "../../app/state.ts";
import { facetsOf, senderOf } from "../facets.ts";
import type { Group, Question, Report } from "../report.gen.ts";
import { arranged, tableOf, type Column } from "../tables.ts";
import { csvButton } from "./grid.ts";

const key = "requests";

interface Row {
  readonly index: number;
  readonly group: Group;
  readonly sender: string;
  readonly errors: number;
  readonly warnings: number;
}

const rowsOf = memo((report: Report): readonly Row[] => report.groups.map((group, index) => {
  const { error = 0, warning = 0 } = facetsOf(report).counts[index] ?? {};
  return { index, group, sender: senderOf(report, group), errors: error, warnings: warning };
}));

const answer = (to: Question) => ({ group }: Row): string => group.answers.find((one) => one.to === to)?.text.map(({ text }) => text).join("") ?? "";

/** The columns, as they are ordered and copied. */
export const requestColumns: readonly Column<Row>[] = [
  { id: "request", label: "Request", text: ({ group, index }) => group.title || `Part ${index + 1}`, rank: ({ index }) => index },
  { id: "method", label: "Method", text: ({ group }) => group.request.method },
  { id: "path", label: "Path", text: ({ group }) => group.request.path },
  { id: "time", label: "Time", text: ({ group }) => group.request.time },
  { id: "address", label: "Client address", text: ({ group }) => group.request.client },
  { id: "client", label: "Client", text: ({ group }) => shownPlain(group.client.name) },
  { id: "sender", label: "Sender", text: ({ sender }) => sender },
  { id: "verified", label: "Verified", text: answer("verified") },
  { id: "agreement", label: "Agrees", text: answer("agreement") },
  { id: "taken", label: "Taken", text: answer("taken") },
  { id: "errors", label: "Errors", text: ({ errors }) => String(errors), rank: ({ errors, warnings }) => -(errors * 100_000 + warnings) },
  { id: "warnings", label: "Warnings", text: ({ warnings }) => String(warnings), rank: ({ errors, warnings }) => -(warnings * 100_000 + errors) },
];

/** What no request says orders nothing. */
const orders = memo((rows: readonly Row[]) => requestColumns.slice(1).filter((column) => rows.some((row) => column.text(row) !== "")));

/** ordered puts the requests of the list in the order that was chosen. */
export function ordered({ tables }: State, report: Report, list: readonly number[]): readonly number[] {
  const table = tableOf(tables, key);
  if (table.sort === "") return list;
  const rows = rowsOf(report);
  return arranged(list.flatMap((i) => rows[i] ?? []), requestColumns, table).map(({ index }) => index);
}

/** orderBar chooses the order, and copies what is listed. */
export function orderBar({ tables }: State, hands: Hands, report: Report, list: readonly number[]): VNode {
  const { sort, down } = tableOf(tables, key);
  const rows = rowsOf(report);
  return h("div", { key: "order", class: "grid-filter order" },
    h("label", { class: "order-by" }, h("span", {}, "Order"),
      h("select", { class: "input", value: sort, onchange: (event) => hands.dispatch({ type: "tabled", key, table: { sort: (event.currentTarget as HTMLSelectElement).value } }) },
        h("option", { key: "", value: "" }, "as pasted"),
        orders(rows).map(({ id, label }) => h("option", { key: id, value: id }, `by ${label.toLowerCase()}`)))),
    sort !== "" && h("button", {
      type: "button", class: "icon-button", "aria-label": "Turn the order around", title: "Turn the order around", "aria-pressed": String(down),
      onclick: () => hands.dispatch({ type: "tabled", key, table: { down: !down } }),
    }, icon(down ? "down" : "up")),
    csvButton(hands, "the requests that are listed", requestColumns, list.flatMap((i) => rows[i] ?? [])));
}

/** requestLine is what tells a request from others, as far as the paste says it. */
export function requestLine({ request: { method, path, time, client } }: Group): Child {
  const line = [method, path].filter(Boolean).join(" ");
  return [
    line !== "" && h("code", {}, shown(line)),
    [client, time].filter(Boolean).map((text) => h("span", {}, shown(text))),
  ];
}
