// The headers of a group: what each holds, what it says once decoded, and whether
// it agrees with the leaf.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Group, Header } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { icon } from "../../app/icons.ts";
import { copyButton, counted, headingAt, joined, runs, showButton, some, unseen, words, type Hands } from "../../app/pieces.ts";
import { shown } from "../../app/shown.ts";
import { groupLevel, groupName, regionName } from "./regions.ts";

/** A longer value is shown without its middle. */
const longest = 160;
const headLength = 96;
const tailLength = 40;

export function headers(state: State, hands: Hands, group: Group, index: number): Child {
  const list = group.headers;
  if (list.length === 0) return undefined;
  const rows = arranged(list);
  const names = named(list, groupName(state, index));
  return h("section", { key: `headers:${index}`, class: "section", "aria-label": regionName(state, "Headers", index) },
    headingAt(groupLevel(state), "Headers", h("span", {}, count(rows.filter(({ part }) => !part).length, "header"))),
    h("table", { class: "panel headers" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "Value"), h("th", { scope: "col" }, "Leaf"))),
      h("tbody", {}, some(state, hands, `headers:${index}`, rows, 30, "headers", (item, i) => [
        item.element !== "" && h("tr", { key: `element:${i}`, class: "header-element" }, h("th", { scope: "rowgroup", colspan: 3 }, item.element)),
        row(state, hands, item, `header:${index}:${i}`, names[i] ?? ""),
      ],
        (button) => h("tr", { key: "more" }, h("td", { colspan: 3 }, button))))));
}

interface Row {
  readonly header: Header;
  /** It is a part of the value of a header above. */
  readonly part: boolean;
  /** Its family is that of the row above. */
  readonly same: boolean;
  /** The title of the element of the value that begins here; empty if there is one element alone. */
  readonly element: string;
}

// A value with parts (XFCC) is followed by them: their places lie inside its own.
// A part that an element can have once begins the next element when it comes again.
function arranged(list: readonly Header[]): readonly Row[] {
  let whole: Header | undefined;
  let names = new Set<string>();
  const starts: number[] = [];
  const rows = list.map((header, i) => {
    const part = whole !== undefined && header.place.start > whole.place.start && header.place.end <= whole.place.end;
    if (!part) whole = header;
    if (!part || (names.has(header.name) && !/^(uri|dns)$/i.test(header.name))) names = new Set();
    if (part && names.size === 0) starts.push(i);
    if (part) names.add(header.name);
    return { header, part, same: i > 0 && list[i - 1]?.family === header.family, element: "" };
  });
  return rows.map((item, i) => {
    const n = starts.indexOf(i);
    return n >= 0 && starts.length > 1 ? { ...item, element: `Element ${n + 1} of ${starts.length}` } : item;
  });
}

/** Several headers may have one name, and so may several requests. */
function named(list: readonly Header[], group: string): string[] {
  const ranks = counted(list.map(({ name }) => name));
  return list.map(({ name }, i) => joined(name, ranks[i], group));
}

function row(state: State, hands: Hands, { header, part, same }: Row, key: string, name: string): VNode {
  return h("tr", { key, class: part ? "header-part" : undefined, "data-agreement": header.agreement || "none" },
    h("th", { scope: "row" },
      h("code", { class: "header-name" }, breakable(header.name)),
      !part && origin(header, same),
      showButton(state, hands, key, [header.place], name)),
    h("td", {},
      header.says.length > 0 && h("p", {}, runs(header.says)),
      header.agreement === "differs"
        ? difference(hands, header, name)
        : line(value(state, hands, header, key, name), header.value !== "" && copyButton(hands, name, header.value)),
      header.meaning !== "" && h("p", { class: "header-meaning" }, words(header.meaning))),
    h("td", { class: "header-agreement" }, agreement(header)));
}

function value(state: State, hands: Hands, header: Header, key: string, name: string): Child {
  if (header.value === "") return h("span", { class: "muted" }, "empty");
  const open = state.open.get(key) ?? false;
  if (header.value.length <= longest || open) return h("code", { class: "value header-value" }, shown(header.value));
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
      return h("span", { class: "muted" }, "not compared");
  }
}

// What is meant by a name that does not say so itself.
function origin({ name, role, family }: Header, same: boolean): Child {
  const meant = role.toLowerCase() === name.toLowerCase() ? "" : role;
  return [
    meant !== "" && h("span", { class: "header-role" }, "read as ", breakable(meant)),
    family !== "" && (meant !== "" || role === "") && !same && h("span", { class: "header-role" }, family),
  ];
}

// A long name may break after each hyphen.
function breakable(name: string): Child {
  return name.split("-").flatMap((part, i) => (i === 0 ? [part] : ["-", h("wbr"), part]));
}
