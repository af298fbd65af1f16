// Long lists and long values: the first of them is shown, all of it when asked for, and
// never so much at once that the page stands still.

import { h, type Child, type VNode } from "./dom.ts";
import { icon } from "./icons.ts";
import { unseen, type Hands } from "./pieces.ts";
import { shown } from "./shown.ts";
import type { State } from "./state.ts";
import { tableOf } from "../decode/tables.ts";

/** So many of a list are in the document at a time: an item may be a card of thirty elements. */
export const page = 100;
/** A longer value is cut: it is a dozen lines. */
const longest = 1000;
/** Of a value that is shown whole, so many characters: laying out more is felt. Copy has all of it. */
const whole = 50_000;

/** Part is which of a list are in the document. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

/** partOf returns which of n items are shown: the first ones, or when all were asked for, those of a page. */
export function partOf({ open, tables }: State, key: string, n: number, first: number): Part {
  if (n <= first + 2) return { from: 0, to: n };
  return open.get(key) ? pageOf(tableOf(tables, key).at, n) : { from: 0, to: Math.max(0, first) };
}

/** pageOf is the page on which an item stands. */
export function pageOf(at: number, n: number): Part {
  const from = Math.floor(Math.max(0, Math.min(at, n - 1)) / page) * page;
  return { from, to: Math.min(n, from + page) };
}

/** some shows the first of a long list and a button for all, which come a page at a time. */
export function some<T>(
  state: State, hands: Hands, key: string, list: readonly T[], first: number, what: string,
  view: (item: T, index: number) => Child, around: (control: VNode) => VNode = (control) => control,
): Child {
  const { from, to } = partOf(state, key, list.length, first);
  return [
    list.slice(from, to).map((item, i) => view(item, from + i)),
    to - from < list.length && around(state.open.get(key)
      ? pager((at) => hands.dispatch({ type: "tabled", key, table: { at } }), key, { from, to }, list.length, what)
      : h("button", { key: `${key} all`, type: "button", class: "text-button", onclick: () => hands.dispatch({ type: "opened", key, open: true }) },
        `Show all ${list.length.toLocaleString("en-US")} ${what}`)),
  ];
}

/** pager says which of a list are shown and goes to the page with another. */
export function pager(go: (at: number) => void, key: string, { from, to }: Part, n: number, what: string): VNode {
  const step = (label: string, name: "up" | "down", at: number): VNode => h("button", {
    key: label, type: "button", class: "text-button", disabled: at < 0 || at >= n, onclick: () => go(at),
  }, icon(name), label, unseen(what));
  return h("span", { key: `${key} page`, class: "pager" },
    step("Before", "up", from - page), step("After", "down", from + page),
    h("span", { class: "muted", role: "status" }, `${(from + 1).toLocaleString("en-US")} to ${to.toLocaleString("en-US")} of ${n.toLocaleString("en-US")} ${what}`));
}

/** More options than these around the chosen one help nobody. */
const options = 300;

/** nearby is what of a list a choice offers: those around the chosen one. */
export function nearby<T>(list: readonly T[], chosen: number): readonly T[] {
  const from = Math.max(0, Math.min(chosen - options / 2, list.length - options));
  return list.slice(from, from + options);
}

/** long shows a value, cut where it is long, with a button for all of it. */
export function long(state: State, hands: Hands, key: string, text: string, of: string): Child {
  if (text.length <= longest) return shown(text);
  const id = `${key}:long`;
  const open = state.open.get(id) ?? false;
  return [
    open ? entire(text) : [shown(text.slice(0, longest)), "…"], " ",
    h("button", { key: id, type: "button", class: "text-button", "aria-expanded": String(open), onclick: () => hands.dispatch({ type: "opened", key: id, open: !open }) },
      open ? "Show less" : `Show all ${text.length.toLocaleString("en-US")} characters`, unseen(of)),
  ];
}

/** So many lines are laid out together; the style of .lines has the same number. */
const together = 50;

/** lined sets a text of many lines in blocks: those that are out of sight are not laid out. */
export function lined(text: string): Child {
  const lines = text.split("\n");
  if (lines.length <= 2 * together) return text;
  return Array.from({ length: Math.ceil(lines.length / together) }, (_, i) => {
    const from = i * together;
    return h("span", { key: i, class: "lines" }, lines.slice(from, from + together).join("\n"), from + together < lines.length && "\n");
  });
}

/** entire is a value as far as it can be shown. */
export function entire(text: string): Child {
  if (text.length <= whole) return shown(text, whole);
  return [shown(text.slice(0, whole), whole), h("span", { class: "muted" }, `… and ${(text.length - whole).toLocaleString("en-US")} more characters, which Copy has`)];
}
