// A message about the last thing brought in: refused, read in part, unreadable.

import { h, type Child } from "../dom.ts";
import type { State } from "../state.ts";
import { icon } from "./icons.ts";
import type { Hands } from "./parts.ts";

export function notice(state: State, hands: Hands): Child {
  if (!state.notice) return undefined;
  const { tone, text } = state.notice;
  return h("div", { class: "notice", "data-tone": tone },
    icon(tone), h("p", {}, text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => hands.dispatch({ type: "noticed", notice: undefined }) }, icon("close")));
}
