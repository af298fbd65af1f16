// The parts of a tree that come when they are wanted. One that does not come is told,
// with a way to ask for it again.

import type { DetailAsker } from "../details.ts";
import type { Tree, Node } from "../report.gen.ts";
import type { Model } from "./asn1model.ts";

/** Broken is what could not be done, and does it again. */
export interface Broken {
  readonly why: string;
  readonly again: () => void;
}

export class Parts {
  readonly #asker: DetailAsker;
  readonly #drawn: () => void;
  /** What was tried last, if it failed. */
  broken: Broken | undefined;

  constructor(asker: DetailAsker, drawn: () => void) {
    this.#asker = asker;
    this.#drawn = drawn;
  }

  /** attempt does what may need a part. */
  async attempt(doing: () => Promise<void>): Promise<void> {
    const before = this.broken;
    this.broken = undefined;
    try {
      await doing();
    } catch (reason) {
      this.broken = { why: reason instanceof Error ? reason.message : String(reason), again: () => void this.attempt(doing) };
    }
    if (this.broken !== before) this.#drawn();
  }

  /** fill puts what is in a node into the model. */
  async fill(model: Model, node: Node): Promise<void> {
    const part = (await this.#asker.call("tree", { part: node.form === "run" ? "run" : "node", offset: node.offset, depth: node.depth + 1 }, model.data.slice(node.offset, node.offset + node.size))) as Tree;
    model.fill(node, part.nodes);
  }

  /** within is the node that holds the bytes: they may be in a part that is not there yet. */
  async within(model: Model, node: Node, offset: number, length: number): Promise<Node> {
    while (model.missing(node) && node.form === "run") {
      await this.fill(model, node);
      const inner = model.within(offset, offset + Math.max(1, length));
      if (!inner || inner === node || length === node.size) break;
      node = inner;
    }
    return node;
  }

  /** at is the innermost node that holds the byte. */
  async at(model: Model, byte: number): Promise<Node | undefined> {
    let node = model.innermost(byte);
    while (node && model.missing(node)) {
      await this.fill(model, node);
      const inner: Node | undefined = model.innermost(byte);
      if (!inner || inner === node) break;
      node = inner;
    }
    return node;
  }
}
