// The tree as the page holds it: its nodes in the order of the bytes, which of them
// are closed, and the rows that this leaves. Parts that the lab left closed are
// put in when they are opened.

import type { Node } from "../report.gen.ts";

/** A structure with more nodes than this is shown with its second level closed. */
const openWhole = 3000;

export class Model {
  readonly data: Uint8Array;
  nodes: readonly Node[];
  /** What each byte is: 0 content, 1 tag, 2 length, 3 at fault. */
  readonly roles: Uint8Array;
  /** The nodes that can be seen, in order. */
  rows: readonly Node[] = [];
  readonly #shut = new Set<Node>();
  /** Nodes whose closed part was put in. */
  readonly #filled = new Set<Node>();
  readonly #at = new Map<Node, number>();
  /** The place of each row among those in the same node. */
  readonly #among = new Map<Node, { readonly at: number; readonly of: { size: number } }>();

  constructor(data: Uint8Array, nodes: readonly Node[]) {
    this.data = data;
    this.nodes = nodes;
    this.roles = new Uint8Array(data.length);
    for (const node of nodes) this.#roleOf(node);
    if (nodes.length > openWhole) for (const node of nodes) if (node.depth >= 2 && this.holds(node)) this.#shut.add(node);
    this.#lay();
  }

  // The bytes of a header, and those of what is at fault: of an element its header, of a rest all.
  #roleOf({ offset, header, size, form, fault }: Node): void {
    if (form === "run") return;
    const end = offset + header;
    let tag = offset + 1; // a tag of 31 and more goes on while the high bit is set (X.690, section 8.1.2.4)
    if (((this.data[offset] ?? 0) & 0x1f) === 0x1f) {
      while (tag < end && (this.data[tag] ?? 0) & 0x80) tag++;
      tag++;
    }
    for (let i = offset; i < end; i++) this.roles[i] = i < tag ? 1 : 2;
    if (fault !== "") this.roles.fill(3, offset, form === "rest" ? offset + size : Math.max(end, offset + 1));
  }

  /** holds tells whether there is anything in the node. */
  holds(node: Node): boolean {
    return node.closed > 0 || node.form === "constructed" || node.form === "wrapping";
  }

  /** missing tells that what is in the node has to be asked for. */
  missing(node: Node): boolean {
    return node.closed > 0 && !this.#filled.has(node);
  }

  isOpen(node: Node): boolean {
    return this.holds(node) && !this.missing(node) && !this.#shut.has(node);
  }

  setOpen(node: Node, open: boolean): void {
    if (open) this.#shut.delete(node);
    else this.#shut.add(node);
    this.#lay();
  }

  /** fill puts in what a closed node holds. */
  fill(node: Node, part: readonly Node[]): void {
    if (!this.missing(node)) return;
    const at = this.nodes.indexOf(node) + 1;
    this.nodes = [...this.nodes.slice(0, at), ...part, ...this.nodes.slice(at)];
    this.#filled.add(node);
    for (const one of part) this.#roleOf(one);
    this.#lay();
  }

  /** row is the place of a node among the rows, or -1. */
  row(node: Node | undefined): number {
    return node ? (this.#at.get(node) ?? -1) : -1;
  }

  /** among is the place of a row among those in the same node, from 1, and how many they are. */
  among(node: Node): { at: number; size: number } {
    const { at, of } = this.#among.get(node) ?? { at: 1, of: { size: 1 } };
    return { at, size: of.size };
  }

  /** path leads from the outermost node to the node. */
  path(node: Node): Node[] {
    const path = [node];
    let { depth } = node;
    for (let i = this.nodes.indexOf(node) - 1; i >= 0 && depth > 0; i--) {
      const other = this.nodes[i];
      if (other && other.depth < depth) {
        path.unshift(other);
        ({ depth } = other);
      }
    }
    return path;
  }

  /** reveal opens what a node is in. */
  reveal(node: Node): void {
    for (const one of this.path(node).slice(0, -1)) this.#shut.delete(one);
    this.#lay();
  }

  /** innermost is the innermost node that holds the byte. */
  innermost(byte: number): Node | undefined {
    return this.within(byte, byte + 1);
  }

  /** within is the innermost node that holds all of the bytes; of those with exactly these bytes the outermost. */
  within(start: number, end: number): Node | undefined {
    let found: Node | undefined;
    for (const node of this.nodes) {
      if (node.offset > start) break;
      if (node.offset + node.size < end) continue;
      if (found && found.offset === start && found.offset + found.size === end) break;
      found = node;
    }
    return found;
  }

  #lay(): void {
    const rows: Node[] = [];
    this.#at.clear();
    this.#among.clear();
    const around: { size: number }[] = []; // by depth
    let hidden = Infinity; // nodes deeper than this are in a closed one
    for (const node of this.nodes) {
      if (node.depth > hidden) continue;
      hidden = this.isOpen(node) ? Infinity : node.depth;
      this.#at.set(node, rows.length);
      rows.push(node);
      around.length = Math.min(around.length, node.depth + 1);
      const of = around[node.depth] ?? { size: 0 };
      around[node.depth] = of;
      this.#among.set(node, { at: ++of.size, of });
    }
    this.rows = rows;
  }
}

/** matches tells whether the words, in lower case, stand in the row of a node. */
export function matches({ name, tag, value, note, fault }: Node, words: string): boolean {
  return `${name} ${tag} ${value} ${note} ${fault}`.toLowerCase().includes(words);
}

/** titleOf names a node in a path: by its field where that is known. */
export function titleOf(node: Node): string {
  return node.name || (node.form === "run" ? `${node.tag} ${node.value}` : node.tag);
}

/** bytesIn says what is where: "offset 12, header 2, content 13". */
export function bytesIn(node: Node): string {
  if (node.form === "run" || node.form === "rest") return `offset ${node.offset}, ${node.size} bytes`;
  return `offset ${node.offset}, header ${node.header}, content ${node.length < 0 ? "of indefinite length" : node.length}`;
}
