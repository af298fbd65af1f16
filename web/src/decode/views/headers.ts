// The headers of a group: what each holds, what it says once decoded, and whether
// it agrees with the leaf.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Group, Header } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { icon } from "../../app/icons.ts";
import { entire, some } from "../../app/lists.ts";
import { copyButton, counted, headingAt, joined, position, runs, toned, unseen, words, type Hands } from "../../app/pieces.ts";
import { shown } from "../../app/shown.ts";
import { groupLevel, groupName, regionName } from "./regions.ts";

/** A longer value is shown without its middle. */
const longest = 160;
const headLength = 96;
const tailLength = 40;

export function headers(state: State, hands: Hands, group: Group, index: number): Child {
  const list = group.headers;
  if (list.length === 0) return undefined;
  const names = named(list, groupName(state, index));
  return h("section", { key: `headers:${index}`, class: "section", "aria-label": regionName(state, "Headers", index), "data-place": "headers" },
    headingAt(groupLevel(state), "Headers", h("span", {}, count(list.filter(({ of }) => of < 0).length, "header"))),
    h("table", { class: "panel headers" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "Value"), h("th", { scope: "col" }, "Leaf"))),
      h("tbody", {}, some(state, hands, `headers:${index}`, list, 30, "headers", (item, i) => [
        begins(list, i) && h("tr", { key: `element:${i}`, class: "header-element" }, h("th", { scope: "rowgroup", colspan: 3 }, `Element ${item.element} of ${elements(list, item.of)}`)),
        row(state, hands, item, `header:${index}:${i}`, names[i] ?? ""),
      ],
        (button) => h("tr", { key: "more" }, h("td", { colspan: 3 }, button))))));
}

/** begins tells whether the first member of an element stands there. */
function begins(list: readonly Header[], at: number): boolean {
  const { of, element } = list[at] ?? { of: -1, element: 0 };
  return element > 0 && (list[at - 1]?.of !== of || list[at - 1]?.element !== element);
}

/** elements counts those of the value of a header. */
function elements(list: readonly Header[], of: number): number {
  return list.reduce((most, header) => (header.of === of ? Math.max(most, header.element) : most), 0);
}

/** Several headers may have one name, and so may several requests. */
function named(list: readonly Header[], group: string): string[] {
  const ranks = counted(list.map(({ name }) => name));
  return list.map(({ name }, i) => joined(name, ranks[i], group));
}

function row(state: State, hands: Hands, header: Header, key: string, name: string): VNode {
  return h("tr", { key, class: header.of >= 0 ? "header-part" : undefined, "data-agreement": header.agreement || "none" },
    h("th", { scope: "row" },
      nameOf(state, hands, header, key, name),
      origin(header)),
    h("td", {},
      header.agreement === "differs"
        ? difference(hands, header, name)
        : line(value(state, hands, header, key, name), header.value !== "" && copyButton(hands, name, header.value)),
      (header.says.length > 0 || header.meaning !== "") && h("p", { class: "header-meaning" },
        header.says.length > 0 && h("span", { class: "header-says" }, toned(header.tone === "good" ? "" : header.tone, runs(header.says)), header.meaning !== "" && " · "),
        words(header.meaning))),
    h("td", { class: "header-agreement" }, agreement(header), header.how !== "" && h("p", { class: "header-meaning" }, words(header.how))));
}

// The name leads to the header in the paste.
function nameOf(state: State, hands: Hands, { name, place }: Header, key: string, of: string): VNode {
  const text = h("code", { class: "header-name" }, breakable(name));
  if (state.report?.input.binary) return text;
  const where = position(place)?.toLowerCase() ?? "";
  return h("button", { type: "button", class: "step-button header-place", title: `Show in paste: ${where}`, "aria-label": `Show in paste: ${joined(of, where)}`, onclick: (event) => hands.show(key, 0, place, event) }, text);
}

function value(state: State, hands: Hands, header: Header, key: string, name: string): Child {
  // The value of a short group is on its way.
  if (header.value === "") return h("span", { class: "muted" }, header.bytes > 0 ? "…" : "empty");
  const open = state.open.get(key) ?? false;
  if (header.value.length <= longest || open) return h("code", { class: "value header-value" }, entire(header.value));
  return h("span", { class: "value header-value" },
    h("code", {}, shown(header.value.slice(0, headLength))),
    h("button", { type: "button", class: "elision", onclick: () => hands.dispatch({ type: "opened", key, open: true }) },
      `… ${count(header.value.length - headLength - tailLength, "more character")} …`, unseen(name)),
    h("code", {}, shown(header.value.slice(-tailLength))));
}

function difference(hands: Hands, header: Header, name: string): VNode {
  const expected = header.expected.map((run) => run.text).join("");
  return h("dl", { class: "difference" },
    h("dt", {}, "Header"), h("dd", {}, line(h("code", { class: "value" }, runs(header.given)), copyButton(hands, name, header.value))),
    h("dt", {}, "Leaf"), h("dd", {}, line(h("code", { class: "value" }, runs(header.expected)), copyButton(hands, `what the leaf gives for ${name}`, expected))));
}

function line(shown: Child, copy: Child): VNode {
  return h("div", { class: "field-line" }, h("div", { class: "field-content" }, shown), copy);
}

function agreement(header: Header): Child {
  switch (header.agreement) {
    case "agrees":
      return h("span", { class: "tone-good" }, icon("good"), "agrees");
    case "differs":
      return h("span", { class: "tone-bad" }, icon("bad"), "differs");
    case "source":
      return h("span", { class: "muted" }, "the leaf itself");
    case "":
      // Without a reason there was nothing to compare.
      return h("span", { class: "muted" }, header.how === "" ? "" : "not compared");
  }
}

// What a name stands for that does not say so itself.
function origin({ as, family }: Header): Child {
  return [
    as !== "" && h("span", { class: "header-role" }, "read as ", breakable(as)),
    family !== "" && h("span", { class: "header-role" }, family),
  ];
}

// A long name may break after each hyphen.
function breakable(name: string): Child {
  return name.split("-").flatMap((part, i) => (i === 0 ? [part] : ["-", h("wbr"), part]));
}
