// A large answer is made in steps: how much is made in each.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Child, VNode } from "../src/app/dom.ts";
import { h } from "../src/app/dom.ts";
import type { Hands } from "../src/app/pieces.ts";
import { initial, type State } from "../src/app/state.ts";
import { made, nothingMade, rowsAtOnce, type Made } from "../src/decode/views/answer.ts";
import { certificate, finding, group, report } from "./kit.ts";

const hands = { dispatch() {}, ask: () => ({ fresh: false }) } as unknown as Hands;

const named = (name: string, n: number): State => ({
  ...initial("paste", "Go"), answered: 1,
  report: report({
    findings: [finding({ id: "expired" })], certificates: [certificate({ title: name, sha256: name })],
    groups: Array.from({ length: n }, (_, i) => group([0], { title: `${name} ${i}` })),
  }),
});

function all(parts: readonly Child[], wanted: (node: VNode) => boolean): VNode[] {
  const found: VNode[] = [];
  const look = (node: VNode | string): void => {
    if (typeof node === "string") return;
    if (wanted(node)) found.push(node);
    else node.children.forEach(look);
  };
  look(h("div", {}, parts));
  return found;
}

const rows = (parts: readonly Child[]): VNode[] => all(parts, ({ attributes }) => attributes.class === "group-row");

function steps(state: State, before: Made): Made[] {
  const all = [made(state, hands, before, false)];
  while (!all.at(-1)?.whole) all.push(made(state, hands, all.at(-1) as Made, true));
  return all;
}

test("no step of a large answer makes more rows than a few, and none makes two parts", () => {
  const all = steps(named("a", 300), nothingMade);
  const counts = all.map(({ parts }) => rows(parts).length);
  assert.equal(counts.at(-1), 100);
  for (const [i, n] of counts.entries()) assert.ok(n - (counts[i - 1] ?? 0) <= rowsAtOnce, counts.join());
  all.forEach(({ parts }, i) => {
    const before = all[i - 1]?.parts ?? [];
    assert.ok(parts.filter((part, at) => part !== before[at]).length <= 1, `step ${i}`);
  });
});

test("a small answer is made at once, and what changes in a large one that stands is too", () => {
  assert.equal(steps(named("a", 3), nothingMade).length, 1);
  const state = named("a", 300);
  const whole = steps(state, nothingMade).at(-1) as Made;
  const opened = made({ ...state, open: new Map([["group:7", true]]) }, hands, whole, false);
  assert.ok(opened.whole);
  // The other rows are the very ones that stand there: nothing of them is compared or set again.
  const before = rows(whole.parts);
  assert.deepEqual(rows(opened.parts).flatMap((row, i) => (row === before[i] ? [] : [i])), [7]);
});

test("an answer takes the place of another without fewer rows in between, down to none", () => {
  const first = steps(named("a", 300), nothingMade).at(-1) as Made;
  assert.deepEqual(new Set(steps(named("b", 300), first).map(({ parts }) => rows(parts).length)), new Set([100]));
  const last = steps(named("c", 30), first).at(-1) as Made;
  assert.equal(rows(last.parts).length, 30);
  const certificates = Array.from({ length: 30 }, () => certificate({}));
  const none = steps({ ...named("d", 0), report: report({ certificates }) }, last);
  assert.ok(none.length > 1);
  assert.equal(rows((none.at(-1) as Made).parts).length, 0);
});

test("the lines of a long view, and the choices of a long list, are the very ones that stand there, whatever else is drawn", () => {
  const text = Array.from({ length: 400 }, (_, i) => `line ${i}`).join("\n");
  const state: State = { ...named("a", 300), view: "json", views: { json: { revision: 1, text: [text.slice(0, 1001), text.slice(1001)] } } };
  const whole = steps(state, nothingMade).at(-1) as Made;
  const drawn = made({ ...state, open: new Map([["group:7", true]]) }, hands, whole, false);
  const lines = ({ attributes }: VNode): boolean => attributes.class === "lines";
  assert.equal(all(whole.parts, lines).flatMap(({ children }) => children).join(""), text);
  const choices = ({ tag, key }: VNode): boolean => tag === "option" && key === state.report?.certificates[0]?.sha256;
  for (const wanted of [lines, choices]) {
    const before = all(whole.parts, wanted);
    assert.ok(before.length > 0);
    all(drawn.parts, wanted).forEach((node, i) => {
      assert.equal(node, before[i]);
    });
  }
});
