// What was brought into the page, and what is said of the bringing.

/** The paste: text in the box, or a file that is held beside it. */
export type Paste = { readonly kind: "text"; readonly text: string } | Held;

/** Held is a file too large for the text box, or not text. */
export interface Held {
  readonly kind: "held";
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Its text; absent if it is binary. */
  readonly text?: string;
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
