// The ASN.1 of one structure: its tree beside its bytes, linked both ways. It holds
// thousands of rows and follows the pointer, so it draws itself, inside a host that
// the other views leave alone.

import { render } from "../../app/dom.ts";
import { pixels } from "../../app/measure.ts";
import type { DetailAsker } from "../details.ts";
import type { Node, Place, Tree } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { chooser, footer, make, structures, type Structure } from "./asn1frame.ts";
import { Full } from "./asn1full.ts";
import { HexPane } from "./asn1hex.ts";
import { Model } from "./asn1model.ts";
import { Parts } from "./asn1parts.ts";
import { TreePane } from "./asn1tree.ts";
import type { Hands } from "../../app/pieces.ts";

export class Asn1 {
  readonly #asker: DetailAsker;
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
  readonly #full: Full;
  readonly #parts: Parts;
  #redraw = (): void => undefined;
  readonly #width = new ResizeObserver(() => this.#fit());

  constructor(asker: DetailAsker, hands: Hands) {
    this.#asker = asker;
    this.#hands = hands;
    this.#parts = new Parts(asker, () => this.#redraw());
    this.#full = new Full(asker, (node) => void this.#go(node), () => this.#fit());
  }

  /** draw is called after every drawing of the page. */
  draw(state: State): void {
    const host = document.getElementById("asn1") ?? undefined;
    if (!host || !state.report) this.#full.turn(false);
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
    const body = make("asn1-body", {});
    const tree = make("asn1-tree", { role: "tree", tabindex: "0", "aria-label": "ASN.1" });
    const hex = make("asn1-hex", { role: "group", tabindex: "0", "aria-label": "Bytes: the arrow keys go from byte to byte" });
    body.append(this.#full.pane, tree, hex);
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
    this.#parts.broken = undefined;
    this.#model = new Model(Uint8Array.from(atob(tree.data), (c) => c.charCodeAt(0)), tree.nodes);
    this.#hot = undefined;
    // The same place in what came instead, so that a correction does not lose it.
    const { offset, size } = this.#active ?? {};
    this.#active = this.#model.nodes.find((node) => node.offset === offset && node.size === size) ?? this.#model.nodes[0];
    if (this.#active) this.#model.reveal(this.#active);
    this.#show();
  }

  #show(): void {
    const [model, state] = [this.#model, this.#state];
    this.#redraw();
    if (!model || !this.#host) return;
    this.#tree?.show(model, this.#active, this.#hot);
    this.#hex?.show(model.data, { active: this.#active, hot: this.#hot, roles: model.roles });
    this.#foot();
    if (state) this.#full.show(state, this.#structure, model, this.#active);
  }

  // Rows of bytes are as wide as there is room for.
  #fit(): void {
    if (!this.#host || !this.#hex) return;
    const { clientWidth } = this.#host;
    const beside = clientWidth >= pixels(41.25);
    this.#host.toggleAttribute("data-beside", beside);
    this.#hex.wide = clientWidth >= pixels(73.75) || (!beside && clientWidth >= pixels(33.75)) ? 16 : 8;
    this.#host.toggleAttribute("data-sixteen", this.#hex.wide === 16);
    this.#show();
    if (this.#active) this.#hex.bring(this.#active);
  }

  #pointAt(node: Node | undefined): void {
    if (node === this.#hot) return;
    this.#hot = node;
    this.#show();
  }

  /** go makes the node the active one, with what it is in opened. */
  #go(node: Node, offset = node.offset, length = node.size): Promise<void> {
    return this.#parts.attempt(async () => {
      const model = this.#model;
      if (!model) return;
      this.#active = await this.#parts.within(model, node, offset, length);
      this.#arrive(model, this.#active);
      this.#hex?.bring(this.#active);
    });
  }

  #goByte(byte: number): Promise<void> {
    return this.#parts.attempt(async () => {
      const model = this.#model;
      const node = model && (await this.#parts.at(model, byte));
      if (!model || !node) return;
      this.#active = node;
      this.#hot = undefined;
      this.#arrive(model, node);
    });
  }

  #toggle(node: Node, open: boolean): Promise<void> {
    return this.#parts.attempt(async () => {
      const model = this.#model;
      if (!model) return;
      if (open && model.missing(node)) await this.#parts.fill(model, node);
      model.setOpen(node, open);
      this.#active = node;
      this.#show();
      this.#tree?.bring(node);
    });
  }

  #arrive(model: Model, node: Node): void {
    model.reveal(node);
    this.#show();
    this.#tree?.bring(node);
  }

  #head(list: readonly Structure[], chosen: number, failure: string | undefined): void {
    const head = document.getElementById("asn1-head");
    if (!head) return;
    this.#redraw = () => render(head, chooser(list, chosen, failure, (structure) => {
      this.#active = undefined;
      this.#hands.dispatch({ type: "inspected", inspect: { structure, point: undefined } });
    }, () => this.#hands.again("tree"), this.#parts.broken), this.#full.controls(this.#model, this.#active));
    this.#redraw();
  }

  #foot(): void {
    const foot = document.getElementById("asn1-foot");
    const [model, node] = [this.#model, this.#active];
    if (!foot || !model) return;
    render(foot, node && footer(model, node, {
      go: (one) => void this.#go(one),
      copy: (text, from) => this.#hands.copy(text, from),
      paste: this.#state?.report?.input.binary ? undefined : (from) => {
        void this.#parts.attempt(async () => {
          const place = await this.#asker.call("place", { structure: this.#structure, offset: node.offset, length: node.size });
          this.#hands.show(`asn1:${node.offset}`, 0, place as Place, { currentTarget: from } as unknown as Event);
        });
      },
    }));
  }
}
