// Which views of the report there are.

import type { Report } from "./report.gen.ts";
import type { View } from "../app/state.ts";

/** offers tells which views of the answer there are. */
export function offers({ certificates, others }: Report): Record<View, boolean> {
  const n = certificates.length;
  const open = others.some(({ secret }) => !secret);
  return {
    // Of a request, a list or a public key there is text; PEM is of certificates alone.
    text: n > 0 || open, json: true, report: true, pem: n > 0, asn1: n > 0 || open, compare: n > 1, markdown: true,
  };
}

/** viewOf is the view that is shown: the chosen one, or the first there is. */
export function viewOf(report: Report, chosen: View): View {
  const offered = offers(report);
  return offered[chosen] ? chosen : offered.text ? "text" : "json";
}
