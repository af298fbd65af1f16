// How much of the report the page asks for, which views of it there are, and the
// whole of it as JSON.

import { memo } from "../app/dom.ts";
import type { Report } from "./report.gen.ts";
import type { View } from "../app/state.ts";

/** Of so many certificates the answer holds the sections; those of the others are asked for when they are opened. */
export const sectionsFor = 20;

/** complete reports whether the report holds the sections of all certificates. */
export function complete({ certificates }: Report): boolean {
  return certificates.length <= sectionsFor;
}

/** offers tells which views of the answer there are. */
export function offers({ certificates, others }: Report): Record<View, boolean> {
  const n = certificates.length;
  return {
    // Of a request, a list or a public key there is text; PEM is of certificates alone.
    text: n > 0 || others.some(({ sections }) => sections.length > 0),
    json: true, pem: n > 0, asn1: n > 0 || others.some(({ secret }) => !secret), compare: n > 1,
  };
}

/** viewOf is the view that is shown: the chosen one, or the first there is. */
export function viewOf(report: Report, chosen: View): View {
  const offered = offers(report);
  return offered[chosen] ? chosen : offered.text ? "text" : "json";
}

/** pretty is the report for people and for programs outside of the page. */
export const pretty = memo((report: Report) => `${JSON.stringify(report, null, 2)}\n`);
