// The marks in the paste, and how they follow an edit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { marksOf, moved, type Mark } from "../src/decode/marks.ts";
import { finding, report } from "./kit.ts";

const place = (start: number, end: number): { start: number; end: number; line: number; column: number } => ({ start, end, line: 1, column: start + 1 });

test("errors and warnings are marked in order, notes and long values are not", () => {
  const marks = marksOf(report({
    findings: [
      finding({ severity: "warning", places: [place(30, 31), place(4, 6)] }),
      finding({ severity: "error", places: [place(10, 12), place(40, 400)] }),
      finding({ severity: "note", places: [place(20, 22)] }),
    ],
  }));
  assert.deepEqual(marks, [{ start: 4, end: 6, tone: "warn" }, { start: 10, end: 12, tone: "bad" }, { start: 30, end: 31, tone: "warn" }]);
});

test("no mark lies over another", () => {
  const kept = (...places: ReturnType<typeof place>[]): number[][] => marksOf(report({ findings: [finding({ places })] })).map(({ start, end }) => [start, end]);
  assert.deepEqual(kept(place(0, 5), place(3, 8), place(5, 6)), [[0, 5], [5, 6]]);
  assert.deepEqual(kept(place(0, 10), place(2, 3), place(4, 5)), [[0, 10]]);
});

test("what is wrong stands out of what was repaired around it", () => {
  const marks = marksOf(report({ findings: [finding({ severity: "warning", places: [place(0, 20)] }), finding({ severity: "error", places: [place(5, 6), place(18, 25)] })] }));
  assert.deepEqual(marks.map(({ start, end, tone }) => [start, end, tone]), [[0, 5, "warn"], [5, 6, "bad"], [6, 18, "warn"], [18, 25, "bad"]]);
});

test("places in bytes mark no text", () => {
  const binary = { bytes: 9, lines: 0, binary: true, kind: "" };
  assert.deepEqual(marksOf(report({ input: binary, findings: [finding({ places: [place(0, 5)] })] })), []);
  assert.deepEqual(marksOf(undefined), []);
});

// The text that a mark stands on is the same after an edit elsewhere.
const text = "abc[def]ghi[jkl]mno";
const marks: Mark[] = [{ start: 3, end: 8, tone: "bad" }, { start: 11, end: 16, tone: "warn" }];
const on = (after: string): string[] => moved(marks, text, after).map(({ start, end }) => after.slice(start, end));

for (const [what, after, want] of [
  ["nothing", text, ["[def]", "[jkl]"]],
  ["typed before both", "XYabc[def]ghi[jkl]mno", ["[def]", "[jkl]"]],
  ["typed between them", "abc[def]gXhi[jkl]mno", ["[def]", "[jkl]"]],
  ["typed after both", "abc[def]ghi[jkl]mnoX", ["[def]", "[jkl]"]],
  ["deleted before both", "c[def]ghi[jkl]mno", ["[def]", "[jkl]"]],
  ["typed inside the first", "abc[dXef]ghi[jkl]mno", ["[jkl]"]],
  ["deleted from the first to the second", "abc[dkl]mno", []],
  ["all replaced", "something else", []],
  ["all deleted", "", []],
] as const) test(`an edit: ${what}`, () => assert.deepEqual(on(after), want));
