// The text box and the mirror behind it. The mirror holds the same text in the
// same place, unseen, with the marks; it also gives the box its height, so that
// both scroll as one. A long text has no mirror and scrolls by itself.

import { h, render, type Child } from "./dom.ts";
import { moved, type Mark } from "../decode/marks.ts";
import type { Place } from "../decode/report.gen.ts";

/** The longest text with a mirror: beyond it typing would lag. */
const mirrorLimit = 1 << 16;

export class Box {
  readonly #frame: HTMLElement;
  readonly #mirror: HTMLElement;
  readonly area: HTMLTextAreaElement;
  #text = "";
  #marks: readonly Mark[] = [];

  constructor(frame: HTMLElement, mirror: HTMLElement, area: HTMLTextAreaElement) {
    this.#frame = frame;
    this.#mirror = mirror;
    this.area = area;
    this.show(area.value);
  }

  /** show makes the box hold the text; marks, if given, belong to it. */
  show(text: string, marks?: readonly Mark[]): void {
    if (this.area.value !== text) this.area.value = text;
    if (text === this.#text && (marks ?? this.#marks) === this.#marks) return;
    this.#marks = marks ?? moved(this.#marks, this.#text, text);
    this.#text = text;
    this.#frame.toggleAttribute("data-long", text.length > mirrorLimit);
    this.#draw();
  }

  /** select selects a place and brings it into sight. */
  select(place: Place): void {
    this.area.focus({ preventScroll: true });
    this.area.setSelectionRange(place.start, place.end);
    const top = this.#topOf(place.start);
    const scroller = this.#frame.hasAttribute("data-long") ? this.area : this.#frame;
    const margin = scroller.clientHeight / 3;
    const near = top < scroller.scrollTop + 8 || top > scroller.scrollTop + scroller.clientHeight - 32;
    if (near) scroller.scrollTop = Math.max(0, top - margin);
    this.#frame.scrollIntoView({ block: "nearest" });
  }

  #draw(): void {
    const long = this.#frame.hasAttribute("data-long");
    render(this.#mirror, long ? "" : [pieces(this.#text, this.#marks), end]);
  }

  // Where the character stands, in pixels from the top of the text: for as long
  // as that takes, the mirror holds a marker in front of it.
  #topOf(offset: number): number {
    render(this.#mirror, this.#text.slice(0, offset), h("span", { key: "here" }, "\u200b"), this.#text.slice(offset), end);
    const marker = this.#mirror.querySelector("span");
    const top = (marker?.getBoundingClientRect().top ?? 0) - this.#mirror.getBoundingClientRect().top;
    this.#draw();
    return top;
  }
}

/** A text box has a line after the last newline; so has the mirror. */
const end = "\n\u200b";

function pieces(text: string, marks: readonly Mark[]): Child[] {
  const list: Child[] = [];
  let at = 0;
  marks.forEach(({ start, end, tone }, i) => {
    list.push(text.slice(at, start), h("mark", { key: i, "data-tone": tone }, text.slice(start, end)));
    at = end;
  });
  list.push(text.slice(at));
  return list;
}
