// A table of any length: its head orders it, its rows lead to what they are of, and of
// the rows those in sight are in the document.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { icon } from "../../app/icons.ts";
import { pixels } from "../../app/measure.ts";
import { unseen, type Hands } from "../../app/pieces.ts";
import { rove } from "../../app/rove.ts";
import type { State } from "../../app/state.ts";
import { csv, tableOf, windowOf, type Column } from "../tables.ts";

/** The height of a row, in rem. */
const tall = 2.25;

export interface GridColumn<T> extends Column<T> {
  readonly cell?: (row: T) => Child;
  /** All of it, for a tooltip, where that is not the text. */
  readonly hover?: (row: T) => string;
  /** Left out where there is no room. */
  readonly extra?: boolean;
}

export interface Grid<T> {
  readonly key: string;
  readonly label: string;
  readonly columns: readonly GridColumn<T>[];
  /** In their order, those that are left. */
  readonly rows: readonly T[];
  readonly id: (row: T) => number;
  readonly open: (row: T) => void;
}

export function grid<T>(state: State, hands: Hands, { key, label, columns, rows, id, open }: Grid<T>): VNode {
  const table = tableOf(state.tables, key);
  const { from, to } = windowOf(Math.min(table.at, Math.max(0, rows.length - 1)), rows.length);
  const scroll = (event: Event): void => {
    const at = Math.floor((event.currentTarget as Element).scrollTop / pixels(tall));
    if (windowOf(at, rows.length).from !== from) hands.dispatch({ type: "tabled", key, table: { at } });
  };
  return h("div", { key, class: "panel grid", onscroll: scroll },
    h("table", { class: "grid-table", "aria-label": label, "aria-rowcount": rows.length + 1, onkeydown: (event) => rove(event, ".grid-open", upDown) },
      h("thead", {}, h("tr", {}, columns.map((column) => head(state, hands, key, column, label)))),
      h("tbody", {},
        from > 0 && space("above", from, columns.length),
        rows.slice(from, to).map((row, i) => h("tr", {
          key: id(row), class: "grid-row", "aria-rowindex": from + i + 2, "data-row": id(row), "data-chosen": id(row) === table.chosen,
          onclick: () => open(row),
        }, columns.map((column, c) => cell(column, row, c === 0, i === 0)))),
        to < rows.length && space("below", rows.length - to, columns.length))));
}

const upDown = { before: ["ArrowUp"], after: ["ArrowDown"] } as const;

function head<T>(state: State, hands: Hands, key: string, { id, label, extra }: GridColumn<T>, of: string): VNode {
  const { sort, down } = tableOf(state.tables, key);
  const by = sort === id;
  return h("th", { scope: "col", class: extra ? "grid-extra" : undefined, "data-column": id, "aria-sort": by ? (down ? "descending" : "ascending") : undefined },
    h("button", {
      type: "button", class: "grid-sort", onclick: () => hands.dispatch({ type: "tabled", key, table: by && down ? { sort: "", down: false } : { sort: id, down: by } }),
    }, label, unseen(of), by && icon(down ? "down" : "up")));
}

function cell<T>(column: GridColumn<T>, row: T, first: boolean, stop: boolean): VNode {
  const text = column.text(row);
  const body = column.cell ? column.cell(row) : text;
  const attributes = { class: column.extra ? "grid-extra" : undefined, "data-column": column.id, title: column.hover ? column.hover(row) : text };
  // The row listens too: a press on the button is one press.
  return first
    ? h("th", { ...attributes, scope: "row" }, h("button", { type: "button", class: "grid-open", tabindex: stop ? 0 : -1 }, body))
    : h("td", attributes, body);
}

// Rows that are not drawn take their room all the same.
function space(key: string, rows: number, columns: number): VNode {
  return h("tr", { key, class: "grid-space", "aria-hidden": "true" }, h("td", { colspan: columns }, h("svg", { width: 1, height: `${rows * tall}rem` })));
}

/** csvButton copies the rows as they stand. */
export function csvButton<T>(hands: Hands, what: string, columns: readonly Column<T>[], rows: readonly T[]): VNode {
  return h("button", { type: "button", class: "text-button csv", onclick: (event) => hands.copy(csv(columns, rows), event.currentTarget as Element) }, "Copy as CSV", unseen(what));
}
