// The marks in the paste: where something was repaired or is wrong.

import type { Report } from "./report.gen.ts";

export interface Mark {
  readonly start: number;
  readonly end: number;
  readonly tone: "bad" | "warn";
}

/** A place longer than this is a whole value: to mark all of it says nothing. */
const longest = 120;
/** Beyond so many marks the paste is no clearer for one more. */
const most = 1000;

/** marksOf returns the places of the findings, in order, none over another. */
export function marksOf(report: Report | undefined): readonly Mark[] {
  if (!report || report.input.binary) return [];
  const marks: Mark[] = [];
  for (const { severity, places } of report.findings) {
    if (severity === "note") continue;
    for (const { start, end } of places) {
      if (end - start > longest || marks.length >= most) continue;
      marks.push({ start, end, tone: severity === "error" ? "bad" : "warn" });
    }
  }
  const bad = apart(marks.filter(({ tone }) => tone === "bad"));
  // What is wrong stands out of what was repaired around it.
  const warn = apart(marks.filter(({ tone }) => tone === "warn")).flatMap((mark) => without(mark, bad));
  return [...bad, ...warn].sort((a, b) => a.start - b.start);
}

// Of marks that lie over each other the first is left, of those that begin together the shortest.
function apart(marks: readonly Mark[]): Mark[] {
  let covered = 0;
  return [...marks].sort((a, b) => a.start - b.start || a.end - b.end).filter(({ start, end }) => {
    if (start < covered) return false;
    covered = end;
    return true;
  });
}

// The pieces of a mark that none of the others takes.
function without(mark: Mark, others: readonly Mark[]): Mark[] {
  const left: Mark[] = [];
  let { start } = mark;
  for (const other of others) {
    if (other.end <= start || other.start >= mark.end) continue;
    if (other.start > start) left.push({ ...mark, start, end: other.start });
    start = other.end;
  }
  return start < mark.end ? [...left, { ...mark, start }] : left;
}

/** moved carries marks over an edit: those before it stay, those after it shift, those in it go. */
export function moved(marks: readonly Mark[], before: string, after: string): readonly Mark[] {
  const most = Math.min(before.length, after.length);
  let head = 0;
  while (head < most && before.charCodeAt(head) === after.charCodeAt(head)) head++;
  let tail = 0;
  while (tail < most - head && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail)) tail++;
  const shift = after.length - before.length;
  return marks.flatMap((mark) => {
    if (mark.end <= head) return [mark];
    if (mark.start < before.length - tail) return [];
    return [{ ...mark, start: mark.start + shift, end: mark.end + shift }];
  });
}
