// A field: a label, a value, and what belongs to it. A value can be copied; long
// hexadecimal is one line until it is opened; fields under it are set in.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Field } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { icon } from "../../app/icons.ts";
import { localTime } from "../../app/local.ts";
import { entire, long, some } from "../../app/lists.ts";
import { chips, copyButton, counted, joined, noStop, toned, type Hands } from "../../app/pieces.ts";
import { brief, shownPlain } from "../../app/shown.ts";

/** Hexadecimal longer than this may not fit a line. */
const oneLine = 64;
/** No line is longer than this. */
const widest = 400;
/** A field with more under it than this shows the first ones. */
const first = 24;

/** What a field is of: of names it among fields of one label; structure is -1 if it has no bytes to show. */
export interface Home {
  readonly of: string;
  readonly structure: number;
  /** How many more fields may come without being asked for: lists inside of lists are long where each is short. */
  readonly room?: { left: number };
}

/** fields sets the fields of one place, each with a name of its own. */
export function fields(state: State, hands: Hands, list: readonly Field[], key: string, home: Home): Child {
  const homes = homesOf(list, home);
  return some(state, hands, `${key}:all`, list, roomFor(home, first), "", (item, n) => field(state, hands, item, `${key}.${n}`, homes[n] ?? home, n === 0), inList);
}

/** homesOf returns the home of each of several fields: those of one label are counted. */
export function homesOf(list: readonly Field[], home: Home): Home[] {
  const ranks = counted(list.map(({ label }) => label));
  return ranks.map((rank) => (rank === "" ? home : { ...home, of: joined(rank, home.of) }));
}

/** field sets a field; the first of several is the one that the Tab key reaches. */
export function field(state: State, hands: Hands, item: Field, key: string, home: Home, stop = false): VNode {
  if (home.room) home.room.left--;
  return h("div", { key, class: item.fields ? "field has-fields" : "field" },
    h("dt", { tabindex: stop ? 0 : -1, "data-means": "field", "data-of": item.label }, brief(item.label)),
    h("dd", {},
      (item.value !== "" || item.note || item.badges) && h("div", { class: "field-line", title: [item.hover, localTime(item.value)].filter(Boolean).join("; ") || undefined },
        h("div", { class: "field-content" },
          value(state, hands, item, key, home),
          item.note && h("span", { class: "note" }, toned(item.tone ?? "", shownPlain(item.note))),
          item.badges && chips(item.badges)),
        h("div", { class: "field-tools" },
          item.value !== "" && item.style && noStop(copyButton(hands, joined(item.label, home.of), item.value)),
          bytesButton(hands, item, home))),
      item.fields && nested(state, hands, item.fields, key, { ...home, of: joined(item.label, home.of) })));
}

/** bytesButton leads to the bytes of a field. */
function bytesButton(hands: Hands, { label, bytes }: Field, { of, structure }: Home): Child {
  if (!bytes || bytes.length === 0 || structure < 0) return undefined;
  const name = `Show the bytes of ${joined(label, of)}`;
  return h("button", { type: "button", class: "icon-button to-bytes", tabindex: -1, "aria-label": name, title: `${name}: offset ${bytes.offset}, ${count(bytes.length, "byte")}`, onclick: () => hands.bytes(structure, bytes) }, icon("bytes"));
}

function nested(state: State, hands: Hands, list: readonly Field[], key: string, home: Home): VNode {
  const homes = homesOf(list, home);
  return h("dl", { class: "fields nested" },
    some(state, hands, `${key}:all`, list, roomFor(home, first), "", (item, n) => field(state, hands, item, `${key}.${n}`, homes[n] ?? home), inList));
}

const inList = (control: VNode): VNode => h("div", { key: "more", class: "field" }, h("dd", {}, control));

/** roomFor is how many of a list of fields are shown at first; below zero not even the two that are no list. */
function roomFor({ room }: Home, most: number): number {
  return room ? Math.min(most, room.left <= 0 ? -2 : room.left) : most;
}

function value(state: State, hands: Hands, item: Field, key: string, { of }: Home): Child {
  if (item.value === "") return undefined;
  if (!item.style) return h("span", { class: "value" }, long(state, hands, key, item.value, joined(item.label, of)));
  if (item.style === "mono" || item.value.length <= oneLine) return h("code", { class: "value" }, long(state, hands, key, item.value, joined(item.label, of)));
  const open = state.open.get(`${key}:hex`) ?? false;
  return [
    h("button", {
      type: "button", class: "icon-button unfold", tabindex: -1, "aria-expanded": String(open), "aria-label": `All of ${joined(item.label, of)}`, title: open ? "Show one line" : "Show all",
      onclick: () => hands.dispatch({ type: "opened", key: `${key}:hex`, open: !open }),
    }, icon("chevron")),
    h("code", { class: open ? "value hex open" : "value hex" }, open ? entire(item.value) : item.value.slice(0, widest)),
  ];
}
