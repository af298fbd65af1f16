// What is written out for other tools: which kind, which of its forms, for which request.

/** Outward is what was chosen. */
export interface Outward {
  /** The kind of texts. */
  readonly kind: OutKind;
  /** The form that was chosen of each kind. */
  readonly item: Readonly<Partial<Record<OutKind, string>>>;
  /** The group of the report whose client is meant. */
  readonly group: number;
  /** Whose headers are sent; empty for the pasted ones. */
  readonly headers: string;
  /** Of a PKCS#12; empty for a well-known one. */
  readonly password: string;
}

export type OutKind = "translate" | "replay" | "code" | "allow" | "files" | "bucket" | "infrastructure";

export const noOutward: Outward = { kind: "translate", item: {}, group: 0, headers: "", password: "" };
