// How much of the report the page asks for, and the whole of it as JSON.

import { memo } from "./dom.ts";
import type { Report } from "./report.gen.ts";

/** Of so many certificates the answer holds the sections; those of the others are asked for when they are opened. */
export const sectionsFor = 20;

/** complete reports whether the report holds the sections of all certificates. */
export function complete({ certificates }: Report): boolean {
  return certificates.length <= sectionsFor;
}

/** pretty is the report for people and for programs outside of the page. */
export const pretty = memo((report: Report) => `${JSON.stringify(report, null, 2)}\n`);
