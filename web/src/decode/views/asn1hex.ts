// The bytes of a structure: rows of offset, hexadecimal and ASCII, of which those
// in sight are in the document. A byte under the pointer names its node; with the
// keyboard the arrow keys go from byte to byte.

import { h, render, type VNode } from "../../app/dom.ts";
import { pixels } from "../../app/measure.ts";
import type { Node } from "../report.gen.ts";

/** The height of a row, in rem. */
const tall = 1.125;
const margin = 10;

export interface HexHands {
  /** The byte was chosen. */
  choose(byte: number): void;
  /** The pointer is over the byte. */
  hover(byte: number | undefined): void;
}

/** Ranges are the bytes that light up: header and content of the chosen node, and the node pointed at. */
interface Lit {
  readonly active: Node | undefined;
  readonly hot: Node | undefined;
  /** What each byte is, as Model says. */
  readonly roles: Uint8Array;
}

const roleNames = ["", "byte-tag", "byte-length", "byte-fault"] as const;

export class HexPane {
  readonly element: HTMLElement;
  readonly #hands: HexHands;
  #data: Uint8Array = new Uint8Array();
  #lit: Lit = { active: undefined, hot: undefined, roles: new Uint8Array() };
  #cursor = 0;
  /** Bytes in a row. */
  wide = 16;

  constructor(element: HTMLElement, hands: HexHands) {
    this.element = element;
    this.#hands = hands;
    element.addEventListener("scroll", () => this.#draw(), { passive: true });
    element.addEventListener("pointermove", (event) => hands.hover(this.#byteAt(event)));
    element.addEventListener("pointerleave", () => hands.hover(undefined));
    element.addEventListener("click", (event) => {
      const byte = this.#byteAt(event);
      if (byte === undefined) return;
      this.#cursor = byte;
      hands.choose(byte);
    });
    element.addEventListener("keydown", (event) => this.#key(event));
  }

  show(data: Uint8Array, lit: Lit): void {
    this.#data = data;
    if (lit.active !== this.#lit.active && lit.active && (this.#cursor < lit.active.offset || this.#cursor >= lit.active.offset + lit.active.size)) this.#cursor = lit.active.offset;
    this.#lit = lit;
    this.#draw();
  }

  /** bring scrolls the beginning of the node into sight. */
  bring(node: Node): void {
    const { element } = this;
    const rowHeight = pixels(tall);
    const top = Math.floor(node.offset / this.wide) * rowHeight;
    const bottom = Math.ceil((node.offset + node.size) / this.wide) * rowHeight;
    const seen = top >= element.scrollTop && Math.min(bottom, top + rowHeight * 3) <= element.scrollTop + element.clientHeight;
    if (!seen) element.scrollTop = Math.max(0, top - rowHeight * 3);
    this.#draw();
  }

  #draw(): void {
    const { element, wide } = this;
    const rowHeight = pixels(tall);
    const count = Math.ceil(this.#data.length / wide);
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - margin);
    const last = Math.min(count, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + margin);
    const rows: VNode[] = [];
    for (let row = first; row < last; row++) rows.push(this.#row(row));
    render(element, h("div", { class: "hex-rows", "aria-hidden": "true" }, rows));
    (element.firstElementChild as HTMLElement).style.height = `${count * rowHeight}px`;
    for (const row of element.querySelectorAll<HTMLElement>("[data-row]")) row.style.top = `${Number(row.dataset.row) * rowHeight}px`;
  }

  // Neighbours that look the same are one piece of text: which byte is meant is told by the pointer's place.
  #row(row: number): VNode {
    const start = row * this.wide;
    const bytes = this.#data.subarray(start, start + this.wide);
    const pieces: { from: number; name: string | undefined }[] = [];
    bytes.forEach((_, i) => {
      const name = this.#classOf(start + i);
      if (pieces.length === 0 || pieces.at(-1)?.name !== name) pieces.push({ from: i, name });
    });
    const set = (show: (byte: number) => string): VNode[] =>
      pieces.map(({ from, name }, i) => h("span", { class: name }, Array.from(bytes.subarray(from, pieces[i + 1]?.from), show).join("")));
    return h("div", { key: row, class: "hex-row", "data-row": row },
      h("span", { class: "hex-offset" }, start.toString(16).padStart(this.#data.length > 0xffff ? 6 : 4, "0")),
      h("span", { class: "hex-bytes" }, set((byte) => `${byte.toString(16).padStart(2, "0")} `)),
      h("span", { class: "hex-text" }, set((byte) => (byte > 0x20 && byte < 0x7f ? String.fromCharCode(byte) : byte === 0x20 ? "\u00a0" : "·"))));
  }

  #classOf(byte: number): string | undefined {
    const { active, hot, roles } = this.#lit;
    const inside = (node: Node | undefined): boolean => node !== undefined && byte >= node.offset && byte < node.offset + node.size;
    const names: string[] = [];
    const role = roleNames[roles[byte] ?? 0];
    if (role) names.push(role);
    if (active && inside(active)) names.push(byte < active.offset + active.header ? "lit-header" : "lit");
    if (hot !== active && inside(hot)) names.push("hot");
    if (byte === this.#cursor) names.push("cursor");
    return names.length > 0 ? names.join(" ") : undefined;
  }

  #byteAt(event: MouseEvent): number | undefined {
    const row = (event.target as HTMLElement).closest<HTMLElement>("[data-row]");
    if (!row) return undefined;
    const start = Number(row.dataset.row) * this.wide;
    const count = Math.min(this.wide, this.#data.length - start);
    for (const part of row.querySelectorAll(".hex-bytes, .hex-text")) {
      const { left, width } = part.getBoundingClientRect();
      const at = Math.floor(((event.clientX - left) / width) * count);
      if (at >= 0 && at < count) return start + at;
    }
    return undefined;
  }

  #key(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const rowHeight = pixels(tall);
    const page = Math.max(1, Math.floor(this.element.clientHeight / rowHeight) - 1) * this.wide;
    const step = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -this.wide, ArrowDown: this.wide, PageUp: -page, PageDown: page, Home: -Infinity, End: Infinity }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    this.#cursor = Math.max(0, Math.min(this.#data.length - 1, this.#cursor + step));
    this.#hands.choose(this.#cursor);
    const top = Math.floor(this.#cursor / this.wide) * rowHeight;
    const { element } = this;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight - element.clientHeight;
    this.#draw();
  }
}
