// The bytes with all the room there is: the paste, the DER and the tree beside each
// other, linked; and the search in the tree.

import { h, render, type Child } from "../../app/dom.ts";
import { icon } from "../../app/icons.ts";
import { entire } from "../../app/lists.ts";
import { unmade } from "../../app/pieces.ts";
import { textAt } from "../../app/reading.ts";
import { shown } from "../../app/shown.ts";
import type { State } from "../../app/state.ts";
import type { DetailAsker } from "../details.ts";
import type { Node, Place } from "../report.gen.ts";
import { make } from "./asn1frame.ts";
import { matches, type Model } from "./asn1model.ts";

/** So many characters around the place are shown of the paste. */
const around = 4000;

export class Full {
  readonly pane = make("asn1-paste", { role: "group", tabindex: "0", "aria-label": "The paste" });
  readonly #asker: DetailAsker;
  readonly #go: (node: Node) => void;
  readonly #changed: () => void;
  #on = false;
  #words = "";
  #wanted = "";
  #scrolled = 0;

  constructor(asker: DetailAsker, go: (node: Node) => void, changed: () => void) {
    this.#asker = asker;
    this.#go = go;
    this.#changed = changed;
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#on && !event.defaultPrevented && !document.querySelector("dialog[open]")) this.turn(false);
    });
  }

  /** turn takes the whole page for the bytes, or gives it back. */
  turn(on: boolean): void {
    if (on === this.#on) return;
    this.#on = on;
    if (on) this.#scrolled = scrollY;
    document.getElementById("decode")?.toggleAttribute("data-bytes", on);
    scrollTo({ top: on ? 0 : this.#scrolled });
    this.#changed();
    document.querySelector<HTMLElement>(".asn1-full")?.focus({ preventScroll: true });
  }

  /** show marks the bytes of the node in the paste. */
  show(state: State, structure: number, model: Model, node: Node | undefined): void {
    if (!this.#on || !node) return;
    const { paste } = state;
    const wanted = `${state.answered} ${structure} ${node.offset} ${node.size}`;
    if (wanted === this.#wanted) return;
    this.#wanted = wanted;
    if (!paste.text) {
      render(this.pane, h("p", { class: "muted" }, "The file is no text."));
      return;
    }
    const faulty = node.fault !== "" || model.nodes.some(({ fault, offset, size }) => fault !== "" && offset === node.offset && size === node.size);
    void this.#asker.call("place", { structure, offset: node.offset, length: node.size }).then(async (answer) => {
      const { start, end } = answer as Place;
      const from = Math.max(0, start - around);
      const text = paste.kind === "text" ? paste.text.slice(from, end + around) : await textAt(paste, from, end + around);
      if (wanted !== this.#wanted) return;
      render(this.pane, h("pre", {}, h("code", {}, shown(text.slice(0, start - from), around), h("mark", { "data-tone": faulty ? "bad" : undefined }, entire(text.slice(start - from, end - from))), shown(text.slice(end - from), around))));
      const mark = this.pane.querySelector<HTMLElement>("mark");
      if (mark) this.pane.scrollTop = Math.max(0, mark.offsetTop - this.pane.clientHeight / 3);
    }, (reason: unknown) => {
      if (wanted !== this.#wanted) return;
      this.#wanted = "";
      render(this.pane, unmade("The place in the paste could not be found", reason instanceof Error ? reason.message : String(reason), () => this.show(state, structure, model, node)));
    });
  }

  /** controls are the search, and the button that takes the page. */
  controls(model: Model | undefined, active: Node | undefined): Child {
    const found = model && this.#words !== "" ? model.nodes.filter((node) => matches(node, this.#words)) : [];
    const at = active ? found.indexOf(active) : -1;
    const step = (by: number): void => {
      const next = found[(at < 0 && by < 0 ? found.length - 1 : at + by + found.length) % Math.max(1, found.length)];
      if (next) this.#go(next);
    };
    return h("div", { key: "tools", class: "asn1-tools" },
      h("label", { class: "asn1-search" }, h("span", { class: "visually-hidden" }, "Search in the tree"),
        h("input", {
          type: "search", class: "input", value: this.#words, placeholder: "Search in the tree", autocomplete: "off", spellcheck: "false",
          oninput: (event) => {
            this.#words = (event.currentTarget as HTMLInputElement).value.trim().toLowerCase();
            this.#changed();
          },
          onkeydown: (event) => {
            if ((event as KeyboardEvent).key !== "Enter") return;
            event.preventDefault();
            step((event as KeyboardEvent).shiftKey ? -1 : 1);
          },
        }),
        h("output", { class: "muted" }, this.#words === "" ? "" : found.length === 0 ? "not found" : `${at < 0 ? "" : `${at + 1} of `}${found.length}`)),
      h("button", { type: "button", class: "text-button asn1-full", "aria-pressed": String(this.#on), onclick: () => this.turn(!this.#on) }, icon(this.#on ? "close" : "bytes"), this.#on ? "Back to the answer" : "Full width"));
  }
}
