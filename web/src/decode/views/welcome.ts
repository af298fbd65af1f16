// The empty page: what one may have come with, a card each; more examples; and what
// each part of the page is for.

import { write, type Address } from "../../app/address.ts";
import { h, type Child, type VNode } from "../../app/dom.ts";
import { examples, nameOf } from "../examples-named.ts";

/** What a card does: it leads to an address, or asks for files. */
export interface Welcome {
  follow(address: Address): void;
  choose(): void;
  /** Takes the example to where its name is held against one from an allow-list. */
  compare(): void;
  /** Goes to the field for the trust store, which is judged as a file. */
  store(): void;
}

interface Card {
  readonly title: string;
  readonly line: string;
  press(welcome: Welcome): void;
}

const example = (name: string) => (welcome: Welcome): void => welcome.follow({ kind: "example", name });
const part = (part: "simulate" | "issue") => (welcome: Welcome): void => welcome.follow({ kind: "part", part });

const cards: readonly Card[] = [
  { title: "A header my parser refuses", line: "Blanks where + stood: found, put back, and the call that does it right", press: example("the-plus-bug") },
  { title: "A client is reset", line: "Its line of the connection log: the reason code, its usual causes, what to do", press: example("connection-log") },
  { title: "Is my trust store right?", line: "Give the bundle: what AWS refuses in it, what expires, and the cleaned file", press: (welcome) => welcome.store() },
  { title: "The name is not in the allow-list", line: "How the two differ: order, escaping, type of string, one letter", press: (welcome) => welcome.compare() },
  { title: "Whose header is this?", line: "Some fifty proxies’ names and writings, what each verified, and what is left to you", press: example("envoy-s-header") },
  { title: "A day of connection logs", line: "Open the .gz file: outcomes over time, by reason, client and certificate", press: (welcome) => welcome.choose() },
  { title: "What would an ALB send?", line: "A real handshake in this page, and the headers that come of it, to the byte", press: part("simulate") },
  { title: "I need certificates that fail", line: "One for each reason code, with its key, chain and trust store", press: part("issue") },
];

const purposes: readonly (readonly [string, string])[] = [
  ["Decode", "reads what you paste: who the client is, whose header it is, what was damaged on the way."],
  ["Simulate", "runs the handshake between your client and a load balancer, with your trust store."],
  ["Issue", "makes certificates for tests, right ones and ones that are wrong on purpose."],
];

// A link, so that its address can be taken along; pressed, it leads there at once.
function link(hands: Welcome, name: string): VNode {
  const address = { kind: "example", name: nameOf(name) } as const;
  return h("a", {
    class: "example", href: `#${write(address)}`,
    onclick: (event) => {
      const { ctrlKey, metaKey, shiftKey } = event as MouseEvent;
      if (ctrlKey || metaKey || shiftKey) return; // another tab
      event.preventDefault();
      hands.follow(address);
    },
  }, name);
}

export function welcome(hands: Welcome): VNode {
  return h("div", { key: "welcome", class: "welcome" },
    h("ul", { class: "welcome-cards" }, cards.map((card) => h("li", { key: card.title },
      h("button", { type: "button", class: "welcome-card", onclick: () => card.press(hands) },
        h("b", {}, card.title), h("span", {}, card.line))))),
    h("section", { class: "welcome-more", "aria-labelledby": "examples-label" },
      h("h2", { id: "examples-label" }, "Examples to fill in"),
      h("ul", { class: "examples-list" }, examples.map(({ name }) => h("li", { key: name },
        link(hands, name))))),
    h("dl", { class: "welcome-parts" }, purposes.map(([name, purpose]): Child => h("div", { key: name }, h("dt", {}, name), h("dd", {}, purpose)))));
}
