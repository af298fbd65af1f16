// What the lab wrote out for other tools: a choice of texts, the chosen one, what is to
// know about it, and the ways to take it along.

import { h, type Child, type VNode } from "./dom.ts";
import type { Written, WrittenItem } from "../lab/lab.gen.ts";
import { icon } from "./icons.ts";
import { copyButton, words, type Hands } from "./pieces.ts";
import { shown } from "./shown.ts";
import { size } from "./words.ts";

/** More than this is not put into the page; it can be copied and saved. */
const longest = 1 << 16;

/** written shows the chosen one of the texts; beside are controls of its own. */
export function written(hands: Hands, name: string, value: Written, chosen: string, choose: (id: string) => void, beside: Child = undefined): VNode {
  const item = value.items.find(({ id }) => id === chosen) ?? value.items[0];
  return h("div", { class: "written" },
    h("p", { class: "written-about" }, words(value.text)),
    (item || beside) && h("div", { class: "written-head" },
      item && h("label", { class: "written-choice" }, h("span", {}, "Form"),
        h("select", { class: "input", id: `${name}-item`, value: item.id, onchange: (event) => choose((event.currentTarget as HTMLSelectElement).value) }, options(value))),
      beside,
      item && h("span", { class: "written-tools" }, tools(hands, item))),
    item && item.notes.length > 0 && h("ul", { class: "written-notes" }, item.notes.map((note, i) => h("li", { key: i }, shown(note)))),
    item && h("pre", { key: item.id, class: "output wrap written-text", id: `${name}-text`, tabindex: "0", "aria-label": item.title }, shown(item.text.slice(0, longest), longest)),
    item && item.text.length > longest && h("p", { class: "muted outputs-wait" }, `The first ${size(longest)} of ${size(item.text.length)}. Copy and download give all of it.`),
    item && h("p", { class: "written-trial" }, item.trial));
}

function options({ items }: Written): Child {
  const parts = [...new Set(items.map(({ part }) => part))];
  const option = ({ id, title }: WrittenItem): VNode => h("option", { key: id, value: id }, title);
  // A heading for each single choice would say everything twice.
  if (parts.length > items.length / 2) return items.map(option);
  return parts.map((part) => h("optgroup", { key: part, label: part }, items.filter((item) => item.part === part).map(option)));
}

function tools(hands: Hands, item: WrittenItem): Child {
  const content = (): string | Uint8Array<ArrayBuffer> => (item.base64 === "" ? item.text : Uint8Array.from(atob(item.base64), (c) => c.charCodeAt(0)));
  return [
    item.base64 === "" && copyButton(hands, item.title, item.text),
    h("button", {
      type: "button", class: "icon-button", "aria-label": `Download ${item.file}`, title: `Download ${item.file}`,
      onclick: () => hands.save(item.file, item.base64 === "" ? "text/plain" : "application/octet-stream", content()),
    }, icon("download")),
  ];
}
