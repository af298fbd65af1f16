// What was brought into the page, and what is said of the bringing.

/** The paste: text in the box, or a file that is held beside it. */
export type Paste = { readonly kind: "text"; readonly text: string } | Held;

/** Held is a file too large for the text box, or not text. */
export interface Held {
  readonly kind: "held";
  readonly name: string;
  /** What the programs read: text in UTF-8, or the file as it was read. It is handed to workers, not copied to them. */
  readonly bytes: Blob;
  /** What is known of its text; absent if it is binary. */
  readonly text?: HeldText;
}

export interface HeldText {
  readonly characters: number;
  readonly lines: number;
  readonly beginning: string;
  /** Where its pieces begin, to find a place in it. */
  readonly pieces: readonly Piece[];
}

/** Piece is a character of a text, as JavaScript counts, and the byte it begins with. */
export interface Piece {
  readonly character: number;
  readonly byte: number;
}

export interface Notice {
  readonly tone: "bad" | "warn" | "info";
  readonly text: string;
}

/** Replaced is a paste whose place was taken, and how. */
export interface Replaced {
  readonly paste: Paste;
  readonly how: "cleared" | "replaced" | "undone";
}

/** isEmpty tells that nothing is pasted. */
export function isEmpty(paste: Paste): boolean {
  return paste.kind === "text" && paste.text === "";
}
