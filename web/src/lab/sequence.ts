// The sequence as a figure: three life lines, an arrow a message. It is a list, so
// it can be heard as one.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { Message } from "./lab.gen.ts";
import { shown } from "../app/shown.ts";

const places = ["client", "load balancer", "target"];
/** Of a line that a message carries so much is shown; the outputs have all. */
const longest = 72;

export function sequence(messages: readonly Message[]): VNode {
  return h("div", { class: "panel sequence" },
    h("div", { class: "lane-heads", "aria-hidden": "true" }, places.map((place) => h("span", { key: place, class: "lane-head" }, place))),
    h("ol", { class: "messages" }, messages.map((message, i) => arrow(message, i))));
}

function arrow({ from, to, name, lines, failed }: Message, i: number): VNode {
  const right = places.indexOf(to) > places.indexOf(from);
  const span = from === "target" || to === "target" ? "target" : "client";
  return h("li", { key: i, class: "message", "data-span": span, "data-way": right ? "right" : "left", "data-failed": failed, title: lines.length > 0 ? lines.join("\n") : undefined },
    h("span", { class: "lanes" },
      h("span", { class: "arrow" },
        h("span", { class: "visually-hidden message-way" }, `${from} to ${to}: `),
        h("span", { class: "message-name" }, name))),
    " ",
    carried(lines));
}

function carried(lines: readonly string[]): Child {
  if (lines.length === 0) return h("span", { class: "carried" });
  // The headers of a request: those about the certificate are what matters.
  const mtls = lines.filter((line) => /^X-Amzn-Mtls-/i.test(line));
  const chosen = mtls.length > 0 ? mtls : lines;
  return h("span", { class: "carried" }, shown(chosen.map((line) => (line.length > longest ? `${line.slice(0, longest)}…` : line)).join(" · ")));
}
