// The panel behind Share: what a link would hold, how long it is, and what it means to
// send one. The link is made when the panel is open, and goes to the clipboard alone.

import { write } from "./address.ts";
import { h, render, type Child, type VNode } from "./dom.ts";
import { icon } from "./icons.ts";
import { isEmpty } from "./paste.ts";
import type { Hands } from "./pieces.ts";
import { busy, type State } from "./state.ts";
import { count } from "./words.ts";
import { secretIn } from "../decode/secret.ts";
import { pack, sureLink, type Packed } from "../decode/share.ts";
import { describe } from "../decode/views/held.ts";

/** So much of the paste is shown in the panel. */
const glimpse = 20_000;

/** startSharing opens the panel at a press of the button. */
export function startSharing(dialog: HTMLDialogElement, button: HTMLElement, state: () => State, hands: Pick<Hands, "copy">): void {
  button.addEventListener("click", () => void open(dialog, state(), hands));
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the ground around it
  });
}

async function open(dialog: HTMLDialogElement, state: State, hands: Pick<Hands, "copy">): Promise<void> {
  const packed = await packable(state);
  render(dialog,
    h("div", { class: "proof-head" },
      h("h2", { id: "share-title" }, "Share this paste as a link"),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"))),
    "refused" in packed ? h("p", { class: "share-refused tone-bad", id: "share-refused" }, packed.refused) : offer(state, packed.link, hands));
  dialog.showModal();
}

/** packable packs the paste, unless it may not leave the page. */
export async function packable(state: State): Promise<Packed> {
  if (isEmpty(state.paste)) return { refused: "Nothing is pasted." };
  if (busy(state)) return { refused: "The paste is being read still. A link is made of what has been read, so that no private key gets into one." };
  if (state.failure || !state.report) return { refused: "The paste could not be read, so nobody knows whether there is a private key in it. No link is made of it." };
  if (secretIn(state.report)) return { refused: "There is a private key in the paste. It is put into no link: take it out first." };
  return pack(state.paste);
}

function offer(state: State, link: string, hands: Pick<Hands, "copy">): Child {
  const { paste } = state;
  const url = `${location.href.replace(/#.*$/s, "")}#${write({ kind: "shared", link })}`;
  const text = paste.kind === "text" ? paste.text.slice(0, glimpse) : paste.text?.beginning;
  const whole = paste.kind === "text" ? paste.text.length : paste.text?.characters ?? 0;
  return [
    h("p", {}, `The link holds all of the paste, packed: ${describe(paste)} in a link of ${count(url.length, "character")}.`,
      url.length > sureLink && ` Some mail and chat programs cut links of more than ${count(sureLink, "character")}.`),
    h("h3", {}, "What is in the link"),
    text === undefined
      ? h("p", {}, "The bytes of the file, as they are.")
      : h("pre", { class: "output share-text", tabindex: "0", "aria-label": "What is in the link" }, text, whole > text.length && "…"),
    h("ul", { class: "share-notes" },
      note("Look it through: passwords, cookies and tokens of a request are in it too. Private keys are not: with one in the paste no link is made."),
      note("What stands behind the # is not sent to the server. But whoever has the link has the paste, and browsers keep links in their history: yours if you open it, and that of whoever does."),
      __SINGLE_FILE__ && note("It leads to this file where it lies on this machine.")),
    h("label", { class: "visually-hidden", for: "share-link" }, "The link"),
    h("div", { class: "share-row" },
      h("input", { class: "input mono", id: "share-link", readonly: true, value: url, spellcheck: "false", onfocus: (event) => (event.currentTarget as HTMLInputElement).select() }),
      h("button", { type: "button", class: "button primary", id: "share-copy", onclick: (event) => hands.copy(url, event.currentTarget as Element) }, h("span", { class: "share-do" }, "Copy link"), h("span", { class: "share-done" }, "Copied"))),
  ];
}

const note = (text: string): VNode => h("li", {}, text);
