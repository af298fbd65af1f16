// What became of the paste before, with a way back to it; and what a reload would
// leave of this one.

import { h, type Child } from "../../app/dom.ts";
import { icon } from "../../app/icons.ts";
import { kept, type Kept } from "../../app/memory.ts";
import { isEmpty } from "../../app/paste.ts";
import type { Hands } from "../../app/pieces.ts";
import type { State } from "../../app/state.ts";
import { describe } from "./held.ts";

const happened = { cleared: "The paste was cleared", replaced: "Another paste took the place of the one before", undone: "The paste before is back" } as const;

/** undo offers the paste whose place was taken. */
export function undo({ replaced }: State, hands: Hands): Child {
  if (!replaced) return undefined;
  const { how, paste } = replaced;
  return h("div", { key: how, class: "notice undo" },
    h("p", {}, `${happened[how]}.`, h("span", { class: "muted" }, ` ${describe(paste)}`)),
    h("button", { type: "button", class: "text-button", id: "undo-paste", onclick: () => hands.dispatch({ type: "pasted", paste, fold: true, over: "undone" }) }, how === "undone" ? "Redo" : "Undo"),
    h("button", { type: "button", class: "icon-button", "aria-label": "Let the paste before go", title: "Dismiss", onclick: () => hands.dispatch({ type: "accepted" }) }, icon("close")));
}

const leaves: Record<Kept, string> = {
  off: "A reload forgets the paste.",
  empty: "A reload keeps the paste, in this tab alone.",
  waiting: "A reload keeps the paste once it is read.",
  kept: "Kept by this browser until the tab is closed.",
  secret: "Not kept: there is a private key in the paste.",
  file: "Not kept: only what is in the box is kept.",
  unread: "Not kept: the paste could not be read.",
  refused: "Not kept: this browser keeps nothing for this page.",
};

/** keeping asks whether a reload should leave the paste, and says what it leaves. */
export function keeping(state: State, hands: Hands): Child {
  const now = kept(state);
  if (isEmpty(state.paste) && now === "off") return undefined;
  const bad = now === "secret" || now === "refused";
  return [
    h("label", { class: "check" },
      h("input", { type: "checkbox", id: "keep", checked: state.keeping === "on", onchange: (event) => hands.dispatch({ type: "keeping", keeping: (event.currentTarget as HTMLInputElement).checked ? "on" : "off" }) }),
      h("span", {}, "Keep over a reload")),
    h("span", { class: bad ? "tone-warn" : "muted", id: "kept", "data-kept": now, role: "status" }, leaves[now]),
  ];
}
