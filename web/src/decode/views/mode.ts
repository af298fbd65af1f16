// The mode of the listener: what the load balancer checked in it, and what is
// left to the application.

import { h, type VNode } from "../../app/dom.ts";
import type { Mode } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { icon } from "../../app/icons.ts";
import { headingAt, reference, words } from "../../app/pieces.ts";
import { groupLevel, regionName } from "./regions.ts";

export function mode(state: State, mode: Mode, index: number): VNode {
  return h("section", { key: `mode:${index}`, class: "section", "aria-label": regionName(state, mode.title, index), "data-mode": mode.name },
    headingAt(groupLevel(state), mode.title, h("span", {}, reference(mode.reference))),
    h("div", { class: "panel mode" },
      list(state, "The load balancer checked", mode.checked, "good", "Nothing: it passed on what the client sent."),
      list(state, "Your application must still", mode.todo, "warn", "Nothing more.")));
}

function list(state: State, title: string, items: readonly string[], tone: "good" | "warn", otherwise: string): VNode {
  return h("div", { class: "mode-part", "data-tone": tone },
    h(`h${groupLevel(state) + 1}`, {}, title),
    items.length === 0
      ? h("p", { class: "muted" }, otherwise)
      : h("ul", {}, items.map((item) => h("li", {}, icon(tone === "good" ? "good" : "chevron"), h("span", {}, words(item))))));
}
