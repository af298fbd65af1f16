// The tree of ASN.1: of all its rows those in sight are in the document. One stop
// of the Tab key; the arrow keys go from node to node, as in any tree.

import { h, render, type VNode } from "../../app/dom.ts";
import { pixels } from "../../app/measure.ts";
import type { Node } from "../report.gen.ts";
import { icon, toneIcon } from "../../app/icons.ts";
import type { Model } from "./asn1model.ts";
import { shown } from "../../app/shown.ts";

/** The height of a row, in rem. */
const row = 1.5;
/** So many rows beyond the edges are in the document too. */
const margin = 6;

/** What the tree asks of the view it is in. */
export interface TreeHands {
  choose(node: Node): void;
  toggle(node: Node, open: boolean): void;
  hover(node: Node | undefined): void;
}

export class TreePane {
  readonly element: HTMLElement;
  readonly #hands: TreeHands;
  #model: Model | undefined;
  #active: Node | undefined;
  #hot: Node | undefined;

  constructor(element: HTMLElement, hands: TreeHands) {
    this.element = element;
    this.#hands = hands;
    element.addEventListener("scroll", () => this.#draw(), { passive: true });
    element.addEventListener("keydown", (event) => this.#key(event));
    element.addEventListener("pointerleave", () => hands.hover(undefined));
    element.addEventListener("focus", () => this.#draw());
    element.addEventListener("blur", () => this.#draw());
  }

  show(model: Model, active: Node | undefined, hot: Node | undefined): void {
    this.#model = model;
    this.#active = active;
    this.#hot = hot;
    this.#draw();
  }

  /** bring scrolls the node into sight. */
  bring(node: Node): void {
    const at = this.#model?.row(node) ?? -1;
    if (at < 0) return;
    const { element } = this;
    const rowHeight = pixels(row);
    const top = at * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top - rowHeight * 2;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top - element.clientHeight + rowHeight * 3;
    this.#draw();
  }

  #draw(): void {
    const model = this.#model;
    if (!model) return;
    const { rows } = model;
    const { element } = this;
    const rowHeight = pixels(row);
    const indent = pixels(element.clientWidth < pixels(30) ? 0.5625 : 0.875);
    const first = Math.max(0, Math.floor(element.scrollTop / rowHeight) - margin);
    const last = Math.min(rows.length, Math.ceil((element.scrollTop + element.clientHeight) / rowHeight) + margin);
    const active = model.row(this.#active);
    const drawn = rows.slice(first, last).map((node, i) => this.#row(model, node, first + i));
    // The active row stays in the document: a reader of screens follows it there.
    if (this.#active && active >= 0 && (active < first || active >= last)) drawn.push(this.#row(model, this.#active, active));
    render(element, h("div", { class: "asn1-rows", role: "presentation" }, drawn));
    (element.firstElementChild as HTMLElement).style.height = `${rows.length * rowHeight}px`;
    for (const one of element.querySelectorAll<HTMLElement>("[data-row]")) one.style.top = `${Number(one.dataset.row) * rowHeight}px`;
    for (const line of element.querySelectorAll<HTMLElement>("[data-depth]")) line.style.paddingLeft = `${Number(line.dataset.depth) * indent}px`;
    if (active >= 0) element.setAttribute("aria-activedescendant", `asn1-${active}`);
    else element.removeAttribute("aria-activedescendant");
  }

  #row(model: Model, node: Node, at: number): VNode {
    const holds = model.holds(node);
    const open = model.isOpen(node);
    const among = model.among(node);
    const number = (text: string | number, name: string): VNode => h("span", { class: `asn1-number asn1-${name}`, "aria-hidden": "true" }, text);
    return h("div", {
      key: node.offset + (node.form === "run" ? "run" : "") + node.depth, id: `asn1-${at}`, class: "asn1-row", role: "treeitem", "data-row": at,
      "aria-level": node.depth + 1, "aria-posinset": among.at, "aria-setsize": among.size, "aria-selected": String(node === this.#active), "aria-expanded": holds ? String(open) : undefined,
      "data-hot": node === this.#hot, "data-form": node.form, title: node.fault === "" ? undefined : `Offset ${node.offset}: ${node.fault}`,
      onclick: () => this.#hands.choose(node),
      ondblclick: () => holds && this.#hands.toggle(node, !open),
      onpointerenter: () => this.#hands.hover(node),
    },
      number(node.offset, "offset"), number(node.header || "", "header"), number(node.length < 0 ? "∞" : node.length, "length"),
      h("span", { class: "asn1-line", "data-depth": Math.min(node.depth, 24) },
        h("span", { class: "asn1-twist", onclick: (event) => { event.stopPropagation(); if (holds) this.#hands.toggle(node, !open); } }, holds && icon("chevron")),
        node.name !== "" && h("span", { class: "asn1-name" }, node.name),
        h("span", { class: "asn1-tag" }, node.tag),
        node.note !== "" && h("span", { class: "asn1-note" }, shown(node.note)),
        node.value !== "" && h("code", { class: node.note !== "" ? "asn1-value explained" : "asn1-value" }, shown(node.value)),
        node.form === "wrapping" && h("span", { class: "asn1-note" }, "holds"),
        node.fault !== "" && h("span", { class: "asn1-fault", "data-tone": "bad" }, toneIcon("bad"), h("span", {}, node.fault))));
  }

  #key(event: KeyboardEvent): void {
    const model = this.#model;
    const node = this.#active ?? model?.rows[0];
    if (!model || !node || event.altKey || event.ctrlKey || event.metaKey) return;
    const { rows } = model;
    const at = Math.max(0, model.row(node));
    const page = Math.max(1, Math.floor(this.element.clientHeight / pixels(row)) - 1);
    const go = (to: number): void => {
      const next = rows[Math.min(rows.length - 1, Math.max(0, to))];
      if (next) this.#hands.choose(next);
    };
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      PageDown: () => go(at + page),
      PageUp: () => go(at - page),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      ArrowRight: () => (model.holds(node) && !model.isOpen(node) ? this.#hands.toggle(node, true) : model.isOpen(node) && go(at + 1)),
      ArrowLeft: () => (model.isOpen(node) ? this.#hands.toggle(node, false) : go(model.row(model.path(node).at(-2)))),
      Enter: () => model.holds(node) && this.#hands.toggle(node, !model.isOpen(node)),
      " ": () => model.holds(node) && this.#hands.toggle(node, !model.isOpen(node)),
    };
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }
}
