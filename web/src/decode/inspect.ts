// What is looked at closely, one structure or two at a time.

/** Inspect is what is looked at closely. Structures are counted through: certificates, then what else is there. */
export interface Inspect {
  /** The structure whose ASN.1 is shown. */
  readonly structure: number;
  /** The bytes in it that were asked for last. */
  readonly point: { readonly offset: number; readonly length: number } | undefined;
  /** The certificates that are compared. */
  readonly sides: readonly [number, number];
  /** The name that is compared with that of a certificate, and which of its names. */
  readonly given: string;
  readonly issuer: boolean;
}

export const noInspect: Inspect = { structure: 0, point: undefined, sides: [0, 1], given: "", issuer: false };
