// A message about the last thing brought in: refused, read in part, unreadable.

import { h, type Child } from "../../app/dom.ts";
import type { State } from "../../app/state.ts";
import { icon } from "../../app/icons.ts";
import type { Hands } from "../../app/pieces.ts";

export function notice(state: State, hands: Hands): Child {
  if (!state.notice) return undefined;
  const { tone, text } = state.notice;
  return h("div", { class: "notice", "data-tone": tone },
    icon(tone), h("p", {}, text),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: () => hands.dispatch({ type: "noticed", notice: undefined }) }, icon("close")));
}
