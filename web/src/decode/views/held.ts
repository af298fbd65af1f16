// A file that is held beside the text box, and the paste as one line on a narrow page.

import { h, memo, type Child } from "../../app/dom.ts";
import type { Held, Paste } from "../../app/paste.ts";
import type { State } from "../../app/state.ts";
import { count, lines, size } from "../../app/words.ts";
import { icon } from "../../app/icons.ts";
import type { Hands } from "../../app/pieces.ts";

/** So much of a held text is shown, from its beginning or around the place shown last. */
const glimpse = 2000;

export function held(paste: Held, window: { start: number; end: number } | undefined, hands: Hands): Child {
  return h("div", { class: "panel held-file" },
    h("div", { class: "held-line" },
      icon("file"),
      h("b", {}, paste.name),
      h("span", { class: "muted" }, ` · ${describe(paste)}`),
      h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${paste.name}`, title: "Remove", onclick: () => hands.dispatch({ type: "pasted", paste: { kind: "text", text: "" }, over: "cleared" }) }, icon("close"))),
    paste.text !== undefined && h("pre", { class: "held-text", tabindex: "0", "aria-label": window ? "The place in the file" : "The beginning of the file" }, excerpt(paste.text, window)));
}

function excerpt(text: string, window: { start: number; end: number } | undefined): Child {
  if (!window) return [text.slice(0, glimpse), text.length > glimpse && "…"];
  const from = Math.max(0, window.start - glimpse / 4);
  const end = Math.min(window.end, window.start + glimpse);
  return [
    from > 0 && "…", text.slice(from, window.start),
    h("mark", { class: "held-mark", key: window.start }, text.slice(window.start, end)),
    text.slice(end, end + glimpse / 2), "…",
  ];
}

// A held text may have 40 MB, and the page is drawn often.
const linesOf = memo(lines);

/** describe says what the paste is: "37 lines · 5.2 KiB". */
export function describe(paste: Paste): string {
  if (paste.kind === "held" && paste.text === undefined) return `${size(paste.bytes.length)} · binary`;
  const text = paste.text ?? "";
  return `${count(linesOf(text), "line")} · ${paste.kind === "held" ? size(paste.bytes.length) : count(text.length, "character")}`;
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
