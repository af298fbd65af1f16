// The text box and the mirror behind it. The mirror holds the same text in the
// same place, unseen, with the marks; it also gives the box its height, so that
// both scroll as one. A long text has no mirror and scrolls by itself.

import { h, render, type Child } from "./dom.ts";
import { moved, type Mark } from "./marks.ts";
import type { Place } from "./report.gen.ts";

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
    const long = text.length > mirrorLimit;
    this.#frame.toggleAttribute("data-long", long);
    render(this.#mirror, long ? "" : [pieces(text, this.#marks), "\n\u200b"]);
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

  // Where the character stands, in pixels from the top of the text. A long text
  // is put into the mirror for as long as that takes.
  #topOf(offset: number): number {
    const long = this.#frame.hasAttribute("data-long");
    if (long) render(this.#mirror, this.#text.slice(0, offset), h("span", { key: "end" }, "\u200b"));
    const range = document.createRange();
    const at = nodeAt(this.#mirror, offset);
    range.setStart(at.node, at.offset);
    range.collapse(true);
    const rect = range.getClientRects()[0] ?? range.getBoundingClientRect();
    const top = rect.top - this.#mirror.getBoundingClientRect().top;
    if (long) render(this.#mirror);
    return top;
  }
}

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

function nodeAt(root: Element, offset: number): { node: Node; offset: number } {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  let left = offset;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeValue?.length ?? 0;
    if (left <= length) return { node, offset: left };
    left -= length;
  }
  return { node: root, offset: 0 };
}
