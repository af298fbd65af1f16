// A field: a label, a value, and what belongs to it. A value can be copied; long
// hexadecimal is one line until it is opened; fields under it are set in.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Field } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { icon } from "../../app/icons.ts";
import { chips, copyButton, some, toned, type Hands } from "../../app/pieces.ts";
import { shown, shownPlain } from "../../app/shown.ts";

/** Hexadecimal longer than this may not fit a line. */
const oneLine = 64;
/** A field with more under it than this shows the first ones. */
const first = 24;

/** field sets a field of a structure; -1 if it is of none whose bytes can be shown. */
export function field(state: State, hands: Hands, item: Field, key: string, structure = -1): VNode {
  return h("div", { key, class: item.fields ? "field has-fields" : "field" },
    h("dt", {}, shown(item.label)),
    h("dd", {},
      (item.value !== "" || item.note || item.badges) && h("div", { class: "field-line", title: item.hover },
        h("div", { class: "field-content" },
          value(state, hands, item, key),
          item.note && h("span", { class: "note" }, toned(item.tone ?? "", shownPlain(item.note))),
          item.badges && chips(item.badges)),
        h("div", { class: "field-tools" },
          item.value !== "" && item.style && copyButton(hands, item.label, item.value),
          bytesButton(hands, item, structure))),
      item.fields && nested(state, hands, item.fields, key, structure)));
}

/** bytesButton leads to the bytes of a field. */
function bytesButton(hands: Hands, { label, bytes }: Field, structure: number): Child {
  if (!bytes || bytes.length === 0 || structure < 0) return undefined;
  const name = `Show the bytes of ${label}`;
  return h("button", { type: "button", class: "icon-button to-bytes", "aria-label": name, title: `${name}: offset ${bytes.offset}, ${count(bytes.length, "byte")}`, onclick: () => hands.bytes(structure, bytes) }, icon("bytes"));
}

function nested(state: State, hands: Hands, fields: readonly Field[], key: string, structure: number): VNode {
  return h("dl", { class: "fields nested" },
    some(state, hands, `${key}:all`, fields, first, "", (item, n) => field(state, hands, item, `${key}.${n}`, structure),
      (button) => h("div", { key: "more", class: "field" }, h("dd", {}, button))));
}

function value(state: State, hands: Hands, item: Field, key: string): Child {
  if (item.value === "") return undefined;
  if (!item.style) return h("span", { class: "value" }, shown(item.value));
  if (item.style === "mono" || item.value.length <= oneLine) return h("code", { class: "value" }, shown(item.value));
  const open = state.open.get(`${key}:hex`) ?? false;
  return [
    h("button", {
      type: "button", class: "icon-button unfold", "aria-expanded": String(open), "aria-label": `All of ${item.label}`, title: open ? "Show one line" : "Show all",
      onclick: () => hands.dispatch({ type: "opened", key: `${key}:hex`, open: !open }),
    }, icon("chevron")),
    h("code", { class: open ? "value hex open" : "value hex" }, item.value),
  ];
}
