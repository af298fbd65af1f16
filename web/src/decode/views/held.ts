// A file that is held beside the text box, and the paste as one line on a narrow page.

import { h, memo, type Child } from "../../app/dom.ts";
import type { Held, HeldText, Paste } from "../../app/paste.ts";
import { textAt } from "../../app/reading.ts";
import type { State } from "../../app/state.ts";
import { count, lines, size } from "../../app/words.ts";
import { icon } from "../../app/icons.ts";
import type { Hands } from "../../app/pieces.ts";

/** So much of a held text is shown around the place shown last. */
const glimpse = 2000;

/** Stretch is a place in a held text, and what stands around it. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly text: string;
  readonly after: string;
}

/** stretchOf reads what is shown of a place. */
export async function stretchOf(paste: Held, place: { readonly start: number; readonly end: number }): Promise<Stretch> {
  const { start } = place;
  const from = Math.max(0, start - glimpse / 4);
  const end = Math.min(place.end, start + glimpse);
  const text = await textAt(paste, from, end + glimpse / 2);
  return { start, end: place.end, before: (from > 0 ? "…" : "") + text.slice(0, start - from), text: text.slice(start - from, end - from), after: text.slice(end - from) };
}

export function held(paste: Held, stretch: Stretch | undefined, hands: Hands): Child {
  return h("div", { class: "panel held-file" },
    h("div", { class: "held-line" },
      icon("file"),
      h("b", {}, paste.name),
      h("span", { class: "muted" }, ` · ${describe(paste)}`),
      h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${paste.name}`, title: "Remove", onclick: () => hands.dispatch({ type: "pasted", paste: { kind: "text", text: "" }, over: "cleared" }) }, icon("close"))),
    stretch && h("p", { class: "held-edit" },
      h("button", { type: "button", class: "text-button", onclick: () => hands.toBox(paste, stretch) }, "Edit these lines"),
      h("span", { class: "muted" }, "They take the file’s place; Undo brings it back.")),
    paste.text !== undefined && h("pre", { class: "held-text", tabindex: "0", "aria-label": stretch ? "The place in the file" : "The beginning of the file" }, excerpt(paste.text, stretch)));
}

function excerpt({ beginning, characters }: HeldText, stretch: Stretch | undefined): Child {
  if (!stretch) return [beginning, characters > beginning.length && "…"];
  return [stretch.before, h("mark", { class: "held-mark", key: stretch.start }, stretch.text), stretch.after, "…"];
}

// The page is drawn often.
const linesOf = memo(lines);

/** describe says what the paste is: "37 lines · 5.2 KiB". */
export function describe(paste: Paste): string {
  if (paste.kind === "text") return `${count(linesOf(paste.text), "line")} · ${count(paste.text.length, "character")}`;
  return paste.text ? `${count(paste.text.lines, "line")} · ${size(paste.bytes.size)}` : `${size(paste.bytes.size)} · binary`;
}

/** fold is the line that stands for the paste where there is little room. */
export function fold(state: State, hands: Hands): Child {
  const { paste, folded } = state;
  if (paste.kind === "held" || paste.text === "") return undefined;
  return h("button", {
    type: "button", class: "fold-button", "aria-expanded": String(!folded), "aria-controls": "box",
    onclick: () => hands.dispatch({ type: "folded", folded: !folded }),
  }, icon("chevron"), h("span", {}, "The paste"), h("span", { class: "muted" }, describe(paste)));
}
