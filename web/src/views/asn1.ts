// The ASN.1 of one structure: its tree beside its bytes, linked both ways. It holds
// thousands of rows and follows the pointer, so it draws itself, inside a host that
// the other views leave alone.

import { h, render, type VNode } from "../dom.ts";
import type { Inquirer } from "../inquirer.ts";
import type { Node, Place, Report, Tree } from "../report.gen.ts";
import type { State } from "../state.ts";
import { HexPane } from "./asn1hex.ts";
import { Model, bytesIn, titleOf } from "./asn1model.ts";
import { TreePane } from "./asn1tree.ts";
import type { Hands } from "./parts.ts";
import { shown, shownPlain } from "./shown.ts";

/** A value longer than this may not fit its row; the foot has all of it. */
const rowful = 32;

/** The host: always the same, so that a redraw of the page does not touch what is in it. */
export const asn1Host: VNode = h("div", { key: "asn1", id: "asn1", class: "asn1" });

/** structures names what has a tree: certificates, then what else is there and is no secret. */
export function structures(report: Report): { index: number; title: string }[] {
  return [
    ...report.certificates.map(({ title }, index) => ({ index, title: shownPlain(title) || `Certificate ${index + 1}` })),
    ...report.others.map(({ title, secret }, i) => ({ index: report.certificates.length + i, title, secret })).filter(({ secret }) => !secret),
  ];
}

export class Asn1 {
  readonly #inquirer: Inquirer;
  readonly #hands: Hands;
  #host: HTMLElement | undefined;
  #tree: TreePane | undefined;
  #hex: HexPane | undefined;
  #state: State | undefined;
  #held: Tree | undefined;
  #model: Model | undefined;
  #active: Node | undefined;
  #hot: Node | undefined;
  #point: object | undefined;
  #structure = 0;
  readonly #width = new ResizeObserver(() => this.#fit());

  constructor(inquirer: Inquirer, hands: Hands) {
    this.#inquirer = inquirer;
    this.#hands = hands;
  }

  /** draw is called after every drawing of the page. */
  draw(state: State): void {
    const host = document.getElementById("asn1") ?? undefined;
    if (!host || !state.report) return;
    this.#state = state;
    if (host !== this.#host) this.#move(host);
    const list = structures(state.report);
    const chosen = list.find(({ index }) => index === state.inspect.structure) ?? list[0];
    if (!chosen) return;
    this.#structure = chosen.index;
    const { value, fresh, failure } = this.#hands.ask<Tree>("tree", "tree", { structure: chosen.index });
    if (value && value !== this.#held) this.#take(value);
    host.toggleAttribute("data-stale", !fresh);
    this.#head(list, chosen.index, failure);
    const { point } = state.inspect;
    if (point && fresh && point !== this.#point && this.#model) {
      this.#point = point;
      const node = this.#model.within(point.offset, point.offset + Math.max(1, point.length));
      if (node) void this.#go(node, point.offset, point.length).then(() => this.#tree?.element.focus({ preventScroll: true }));
    }
  }

  // The page made a new host: a tab was chosen, or there is something to show again.
  #move(host: HTMLElement): void {
    this.#host = host;
    this.#width.disconnect();
    this.#width.observe(host);
    const make = (id: string, attributes: Record<string, string>): HTMLElement => {
      const element = document.createElement("div");
      element.id = id;
      element.className = id;
      for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
      return element;
    };
    const body = make("asn1-body", {});
    const tree = make("asn1-tree", { role: "tree", tabindex: "0", "aria-label": "ASN.1" });
    const hex = make("asn1-hex", { role: "group", tabindex: "0", "aria-label": "Bytes: the arrow keys go from byte to byte" });
    body.append(tree, hex);
    host.append(make("asn1-head", {}), body, make("asn1-foot", {}));
    this.#tree = new TreePane(tree, {
      choose: (node) => void this.#go(node),
      toggle: (node, open) => void this.#toggle(node, open),
      hover: (node) => this.#pointAt(node),
    });
    this.#hex = new HexPane(hex, {
      choose: (byte) => void this.#goByte(byte),
      hover: (byte) => this.#pointAt(byte === undefined ? undefined : this.#model?.innermost(byte)),
    });
    this.#fit();
    this.#show();
  }

  #take(tree: Tree): void {
    this.#held = tree;
    this.#model = new Model(Uint8Array.from(atob(tree.data), (c) => c.charCodeAt(0)), tree.nodes);
    this.#hot = undefined;
    // The same place in what came instead, so that a correction does not lose it.
    const { offset, size } = this.#active ?? {};
    this.#active = this.#model.nodes.find((node) => node.offset === offset && node.size === size) ?? this.#model.nodes[0];
    if (this.#active) this.#model.reveal(this.#active);
    this.#show();
  }

  #show(): void {
    const model = this.#model;
    if (!model || !this.#host) return;
    this.#tree?.show(model, this.#active, this.#hot);
    this.#hex?.show(model.data, { active: this.#active, hot: this.#hot });
    this.#foot();
  }

  // Rows of bytes are as wide as there is room for.
  #fit(): void {
    if (!this.#host || !this.#hex) return;
    const { clientWidth } = this.#host;
    const beside = clientWidth >= 660;
    this.#host.toggleAttribute("data-beside", beside);
    this.#hex.wide = clientWidth >= 1180 || (!beside && clientWidth >= 540) ? 16 : 8;
    this.#show();
    if (this.#active) this.#hex.bring(this.#active);
  }

  #pointAt(node: Node | undefined): void {
    if (node === this.#hot) return;
    this.#hot = node;
    this.#show();
  }

  /** go makes the node the active one, with what it is in opened. */
  async #go(node: Node, offset = node.offset, length = node.size): Promise<void> {
    const model = this.#model;
    if (!model) return;
    // The bytes may be in a part that is not there yet.
    while (model.missing(node) && node.form === "run") {
      await this.#fill(model, node);
      const inner = model.within(offset, offset + Math.max(1, length));
      if (!inner || inner === node || length === node.size) break;
      node = inner;
    }
    this.#active = node;
    model.reveal(node);
    this.#show();
    this.#tree?.bring(node);
    this.#hex?.bring(node);
  }

  async #goByte(byte: number): Promise<void> {
    const model = this.#model;
    let node = model?.innermost(byte);
    if (!model || !node) return;
    while (model.missing(node)) {
      await this.#fill(model, node);
      const inner: Node | undefined = model.innermost(byte);
      if (!inner || inner === node) break;
      node = inner;
    }
    this.#active = node;
    this.#hot = undefined;
    model.reveal(node);
    this.#show();
    this.#tree?.bring(node);
  }

  async #toggle(node: Node, open: boolean): Promise<void> {
    const model = this.#model;
    if (!model) return;
    if (open && model.missing(node)) await this.#fill(model, node);
    model.setOpen(node, open);
    this.#active = node;
    this.#show();
    this.#tree?.bring(node);
  }

  async #fill(model: Model, node: Node): Promise<void> {
    const request = { part: node.form === "run" ? "run" : "node", offset: node.offset, depth: node.depth + 1 };
    const part = (await this.#inquirer.call("tree", request, model.data.slice(node.offset, node.offset + node.size))) as Tree;
    model.fill(node, part.nodes);
  }

  #head(list: { index: number; title: string }[], chosen: number, failure: string | undefined): void {
    const head = document.getElementById("asn1-head");
    if (!head) return;
    const choose = (event: Event): void => {
      this.#active = undefined;
      this.#hands.dispatch({ type: "inspected", inspect: { structure: Number((event.currentTarget as HTMLSelectElement).value), point: undefined } });
    };
    render(head,
      failure !== undefined && h("p", { class: "tone-bad" }, `The tree could not be made: ${failure}.`),
      list.length > 1 && h("label", { class: "asn1-choice" }, "Of",
        h("select", { class: "input", value: String(chosen), onchange: choose }, list.map(({ index, title }) => h("option", { key: index, value: String(index), selected: index === chosen }, title)))));
  }

  #foot(): void {
    const foot = document.getElementById("asn1-foot");
    const node = this.#active;
    const model = this.#model;
    if (!foot || !model) return;
    render(foot, node && [
      h("p", { class: "asn1-path" },
        h("span", {}, model.path(node).slice(0, -1).map((one) => [h("button", { key: `${one.offset}:${one.depth}`, type: "button", class: "asn1-step", onclick: () => void this.#go(one) }, titleOf(one)), " › "])),
        h("b", {}, titleOf(node))),
      node.value.length + node.note.length > rowful && h("p", { key: "whole", class: "asn1-whole" }, h("code", {}, shown(node.value)), " ", shown(node.note)),
      h("p", { class: "asn1-where" },
        h("span", {}, bytesIn(node)),
        !this.#state?.report?.input.binary && h("button", { type: "button", class: "text-button", onclick: (event) => void this.#paste(node, event.currentTarget as HTMLElement) }, "Show in paste"),
        h("button", { type: "button", class: "text-button", onclick: (event) => this.#hands.copy(hexOf(model.data, node), event.currentTarget as Element) }, "Copy as hex")),
    ]);
  }

  async #paste(node: Node, button: HTMLElement): Promise<void> {
    const place = (await this.#inquirer.call("place", { structure: this.#structure, offset: node.offset, length: node.size })) as Place;
    this.#hands.show(`asn1:${node.offset}`, 0, place, { currentTarget: button } as unknown as Event);
  }
}

/** Longer ones are copied from the file itself. */
const longestCopy = 1 << 16;

function hexOf(data: Uint8Array, node: Node): string {
  return Array.from(data.subarray(node.offset, node.offset + Math.min(node.size, longestCopy)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
