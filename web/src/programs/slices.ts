// A large answer crosses in slices. To read five megabytes of JSON takes longer than a
// frame, and a page that reads a slice at a time answers in between. What is cut are
// the lists that an answer is made of; what is left is the answer with the ends of them.

/** Slice is elements of a list, as a list in JSON, and the names that lead to it. */
export interface Slice {
  readonly path: readonly string[];
  readonly slice: string;
}

/** A slice is this long, or as long as its only element. */
const usual = 1 << 16;
/** Lists of lists are cut no deeper than this: an envelope, an answer, a list of it. */
const deepest = 3;

/** cut cuts slices off the lists of an envelope, from their beginning; the text is JSON. */
export function cut(text: string, length = usual): { slices: Slice[]; rest: string } {
  const slices: Slice[] = [];
  const left: string[] = [];
  const path: string[] = [];
  let depth = 0, done = 0, from = 0, list = 0, word = "";
  for (let at = 0; at < text.length; at++) {
    switch (text[at]) {
      case '"': {
        const begin = at;
        at = endOf(text, at);
        if (list === 0 && depth < deepest) word = text.slice(begin, at + 1);
        break;
      }
      case ":":
        if (list === 0 && depth < deepest) path[depth - 1] = JSON.parse(word) as string;
        break;
      case "{":
        depth++;
        break;
      case "[":
        depth++;
        if (list > 0 || depth > deepest) break;
        list = depth;
        from = at + 1;
        left.push(text.slice(done, from));
        done = from;
        break;
      case ",":
        if (depth !== list || at - from < length) break;
        slices.push({ path: path.slice(0, list - 1), slice: `[${text.slice(from, at)}]` });
        done = from = at + 1;
        break;
      case "]":
        if (depth === list) list = 0;
        depth--;
        break;
      case "}":
        depth--;
        break;
    }
  }
  left.push(text.slice(done));
  return { slices, rest: left.join("") };
}

// The quote that ends the string that begins there.
function endOf(text: string, begin: number): number {
  for (let at = text.indexOf('"', begin + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let escapes = 0;
    while (text[at - 1 - escapes] === "\\") escapes++;
    if (escapes % 2 === 0) return at;
  }
  return text.length;
}

/** pieces cuts an answer that is text: to take over one of megabytes is felt, too. */
export function pieces(text: string, length = usual): Piece[] {
  const list: Piece[] = [];
  for (let at = 0; at === 0 || at < text.length; at += length) list.push({ piece: text.slice(at, at + length), last: at + length >= text.length });
  return list;
}

/** Piece is a part of an answer that is text. */
export interface Piece {
  readonly piece: string;
  readonly last: boolean;
}

/** Elements is a slice that was read. */
export interface Elements {
  readonly path: readonly string[];
  readonly elements: readonly unknown[];
}

/** joined puts the elements back in front of what is left of their lists. */
export function joined(envelope: unknown, read: readonly Elements[]): unknown {
  const lists = new Map<string, { path: readonly string[]; parts: (readonly unknown[])[] }>();
  for (const { path, elements } of read) {
    const name = JSON.stringify(path);
    const { parts } = lists.get(name) ?? { parts: [] };
    lists.set(name, { path, parts: [...parts, elements] });
  }
  const root = { envelope } as Record<string, unknown>;
  for (const { path, parts } of lists.values()) {
    let holder = root;
    let key = "envelope";
    for (const next of path) {
      holder = holder[key] as Record<string, unknown>;
      key = next;
    }
    holder[key] = parts.concat([holder[key] as unknown[]]).flat();
  }
  return root.envelope;
}
