// Everything that brings a paste into the page: typing, pasting, dropping,
// opening files, clearing.

import type { Box } from "../app/box.ts";
import type { Address } from "../app/address.ts";
import { readText } from "../app/reading.ts";
import { boxLimit, inBox, open, refusal, type Opened } from "./files.ts";
import { maxInput } from "./report.gen.ts";
import type { Notice } from "../app/paste.ts";
import type { State } from "../app/state.ts";
import type { Action } from "../app/update.ts";

/**
 * A text that is longer is put into the box and not left to the browser, whose editor inserts line after
 * line: Chromium needs a second for the 90 KB for which setting them takes 30 milliseconds.
 */
const slow = 1 << 12;

export class Intake {
  readonly #dispatch: (action: Action) => void;
  readonly #state: () => State;
  /** Rises with all that takes the place of the paste. */
  #turn = 0;

  constructor(box: Box, state: () => State, dispatch: (action: Action) => void) {
    this.#dispatch = dispatch;
    this.#state = state;
    box.area.addEventListener("input", () => {
      // While the text is that of the state, the change was made by the page.
      const { paste } = this.#state();
      const text = box.area.value;
      if (paste.kind === "text" && paste.text !== text) dispatch({ type: "pasted", paste: { kind: "text", text } });
    });
    // Pasting works wherever the focus is; outside the box it replaces the paste.
    addEventListener("paste", (event) => this.#paste(box, event));
    this.#files();
    this.#drops();
    document.querySelector("#clear")?.addEventListener("click", () => {
      this.#turn++;
      dispatch({ type: "pasted", paste: { kind: "text", text: "" }, over: "cleared" });
      box.area.focus();
    });
  }

  /** choose asks for files. */
  choose(): void {
    document.querySelector<HTMLInputElement>("#file")?.click();
  }

  /** take puts text into the page as if it had been pasted over everything. */
  take(name: string, text: string, at?: Address): void {
    if (text.length > maxInput) {
      this.#dispatch({ type: "noticed", notice: refusal(name, text.length) });
      return;
    }
    if (text.length > boxLimit) {
      void this.#bring(readText(name, text).then((paste) => ({ paste })), at);
      return;
    }
    this.#turn++;
    this.#dispatch({ type: "pasted", paste: inBox(text), fold: true, over: "replaced", at });
  }

  // What is large takes a while to read; what was brought after it counts.
  async #bring(reading: Promise<Opened | Notice>, at?: Address): Promise<void> {
    const turn = ++this.#turn;
    const opened = await reading;
    if (turn !== this.#turn) return;
    if ("paste" in opened) this.#dispatch({ type: "pasted", ...opened, fold: true, over: "replaced", at });
    else this.#dispatch({ type: "noticed", notice: opened });
  }

  #paste(box: Box, event: ClipboardEvent): void {
    if (this.#state().part !== "decode") return; // what is pasted there is a field's
    const files = [...(event.clipboardData?.files ?? [])];
    const text = event.clipboardData?.getData("text/plain") ?? "";
    if (files.length > 0 && text === "") {
      event.preventDefault();
      void this.#bring(open(files));
    }
    if (text === "") return;
    // Whether the paste is all there is: a narrow page may fold it once it is read.
    const all = event.target !== box.area || box.area.value.length === box.area.selectionEnd - box.area.selectionStart;
    if (text.length > boxLimit || event.target !== box.area || (all && text.length > slow)) {
      event.preventDefault();
      this.take("The pasted text", text);
    } else if (text.length > slow) {
      event.preventDefault();
      box.area.setRangeText(text.replace(/\r\n?/g, "\n"), box.area.selectionStart, box.area.selectionEnd, "end");
      box.area.dispatchEvent(new Event("input"));
    } else if (all) setTimeout(() => this.#dispatch({ type: "folded", folded: true }));
  }

  #files(): void {
    const input = document.querySelector<HTMLInputElement>("#file");
    document.querySelector("#open")?.addEventListener("click", () => this.choose());
    input?.addEventListener("change", () => {
      const files = [...(input.files ?? [])];
      input.value = "";
      if (files.length > 0) void this.#bring(open(files));
    });
  }

  #drops(): void {
    const veil = document.querySelector<HTMLElement>("#veil");
    let depth = 0;
    const cover = (on: boolean): void => {
      if (!on) depth = 0;
      if (veil) veil.hidden = !on;
    };
    addEventListener("dragenter", (event) => {
      if (this.#state().part !== "decode") return;
      depth++;
      if (event.dataTransfer?.types.includes("Files")) cover(true);
    });
    addEventListener("dragleave", () => {
      if (--depth <= 0) cover(false);
    });
    addEventListener("dragover", (event) => {
      if (takes(event)) event.preventDefault();
    });
    addEventListener("drop", (event) => {
      cover(false);
      if (event.defaultPrevented || !takes(event)) return;
      event.preventDefault(); // the browser would open the file
      if (this.#state().part !== "decode") return;
      const files = [...(event.dataTransfer?.files ?? [])];
      const text = event.dataTransfer?.getData("text/plain") ?? "";
      if (files.length > 0) void this.#bring(open(files));
      else if (text !== "") this.take("The dropped text", text);
    });
  }
}

// Text dropped on a text box is the box's own affair.
function takes(event: DragEvent): boolean {
  return Boolean(event.dataTransfer?.types.includes("Files")) || !(event.target instanceof HTMLTextAreaElement);
}
