// The headers of a group: what each holds, what it says once decoded, and whether
// it agrees with the leaf.

import { h, type Child, type VNode } from "../dom.ts";
import type { Group, Header } from "../report.gen.ts";
import type { State } from "../state.ts";
import { count } from "../words.ts";
import { icon } from "./icons.ts";
import { copyButton, heading, regionName, runs, showButton, some, words, type Hands } from "./parts.ts";
import { shown } from "./shown.ts";

/** A longer value is shown without its middle. */
const longest = 160;
const headLength = 96;
const tailLength = 40;

export function headers(state: State, hands: Hands, group: Group, index: number): Child {
  const list = group.headers;
  if (list.length === 0) return undefined;
  return h("section", { key: `headers:${index}`, class: "section", "aria-label": regionName(state, "Headers", index) },
    heading("Headers", h("span", {}, count(list.length, "header"))),
    h("table", { class: "panel headers" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Name"), h("th", { scope: "col" }, "Value"), h("th", { scope: "col" }, "Leaf"))),
      h("tbody", {}, some(state, hands, `headers:${index}`, list, 30, "headers", (header, i) => row(state, hands, header, `header:${index}:${i}`),
        (button) => h("tr", { key: "more" }, h("td", { colspan: 3 }, button))))));
}

function row(state: State, hands: Hands, header: Header, key: string): VNode {
  return h("tr", { key, "data-agreement": header.agreement || "none" },
    h("th", { scope: "row" },
      h("code", { class: "header-name" }, breakable(header.name)),
      origin(header),
      showButton(state, hands, key, [header.place])),
    h("td", {},
      header.says.length > 0 && h("p", {}, runs(header.says)),
      header.agreement === "differs"
        ? difference(hands, header)
        : line(value(state, hands, header, key), header.value !== "" && copyButton(hands, header.name, header.value)),
      header.meaning !== "" && h("p", { class: "header-meaning" }, words(header.meaning))),
    h("td", { class: "header-agreement" }, agreement(header)));
}

function value(state: State, hands: Hands, header: Header, key: string): Child {
  if (header.value === "") return h("span", { class: "muted" }, "empty");
  const open = state.open.get(key) ?? false;
  if (header.value.length <= longest || open) return h("code", { class: "value header-value" }, shown(header.value));
  return h("span", { class: "value header-value" },
    h("code", {}, shown(header.value.slice(0, headLength))),
    h("button", { type: "button", class: "elision", onclick: () => hands.dispatch({ type: "opened", key, open: true }) },
      `… ${count(header.value.length - headLength - tailLength, "more character")} …`),
    h("code", {}, shown(header.value.slice(-tailLength))));
}

function difference(hands: Hands, header: Header): VNode {
  const expected = header.expected.map((run) => run.text).join("");
  return h("dl", { class: "difference" },
    h("dt", {}, "Header"), h("dd", {}, line(h("code", { class: "value" }, runs(header.given)), copyButton(hands, header.name, header.value))),
    h("dt", {}, "Leaf"), h("dd", {}, line(h("code", { class: "value" }, runs(header.expected)), copyButton(hands, "what the leaf gives", expected))));
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
function origin({ name, role, family }: Header): Child {
  if (role.toLowerCase() === name.toLowerCase()) return undefined;
  const text = [role, family].filter(Boolean).join(", ");
  return text !== "" && h("span", { class: "header-role" }, text);
}

// A long name may break after each hyphen.
function breakable(name: string): Child {
  return name.split("-").flatMap((part, i) => (i === 0 ? [part] : ["-", h("wbr"), part]));
}
