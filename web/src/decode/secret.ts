// Whether there is a private key in the paste. Then it is neither kept nor shared.

import type { Report } from "./report.gen.ts";

/** Findings that speak of a private key, whole or in pieces. */
const about: ReadonlySet<string> = new Set(["private-key", "key-file"]);

export function secretIn({ others, findings }: Report): boolean {
  return others.some(({ secret }) => secret) || findings.some(({ id }) => about.has(id));
}
