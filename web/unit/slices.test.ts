// Answers cut into slices and put together again are what one reading gives.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cut, joined, pieces } from "../src/programs/slices.ts";

function both(text: string, length: number): number {
  const { slices, rest } = cut(text, length);
  const read = slices.map(({ path, slice }) => ({ path, elements: JSON.parse(slice) as unknown[] }));
  assert.deepEqual(joined(JSON.parse(rest), read), JSON.parse(text));
  return slices.length;
}

const odd = ['"', "\\", '\\"', "],[", "},{", "\u2028", "a:b", ""];

test("an answer is the same, cut or not, wherever it is cut", () => {
  const elements = odd.flatMap((text, i) => [{ [text]: [text, { text, list: [[], [i], {}] }], n: -1.5e3 }, [text], text, i, null, true]);
  for (const value of [
    { ok: { a: elements, b: [], "c\"": { inner: elements }, d: elements, e: "x,[" } }, { ok: elements }, { ok: [elements, elements] }, { ok: "text" }, { ok: 7 }, { ok: [] },
    { error: { code: "panic", message: "[1,2],{" } }, elements, [], "", null,
  ]) {
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 1)]) {
      for (const length of [1, 2, 7, 40, 1000, 1e6]) both(text, length);
    }
  }
});

test("no slice is longer than its length and one element more, and little is left", () => {
  const element = { text: "x".repeat(90), list: [1, 2, 3] };
  const text = JSON.stringify({ ok: { head: "h", certificates: Array(3000).fill(element), groups: Array(3000).fill(element), end: [1] } });
  const { slices, rest } = cut(text, 5000);
  const one = JSON.stringify(element).length;
  assert.ok(slices.every(({ slice }) => slice.length <= 5000 + one + 3));
  assert.ok(rest.length < 2 * (5000 + one) + 200);
  assert.deepEqual([...new Set(slices.map(({ path }) => path.join()))], ["ok,certificates", "ok,groups"]);
  assert.equal(both(text, 5000), slices.length);
});

test("what is no JSON is no JSON afterwards", () => {
  for (const text of ["", "{", '{"ok":', '{"ok":[1,2', '{"ok":"', "undefined", '{"ok":[{]}']) {
    assert.throws(() => {
      const { slices, rest } = cut(text, 1);
      for (const { slice } of slices) JSON.parse(slice);
      JSON.parse(rest);
    }, text);
  }
});

test("text is cut into pieces that give it again, none longer than it may be", () => {
  for (const text of ["", "a", "abc", "abcd", "abcdefgh", "\ud83d\ude00".repeat(5), "x".repeat(200_000)]) {
    for (const length of [1, 4, 1 << 16]) {
      if (text.length / length > 10_000) continue;
      const all = pieces(text, length);
      assert.equal(all.map(({ piece }) => piece).join(""), text);
      assert.ok(all.every(({ piece }) => piece.length <= length));
      assert.deepEqual(all.map(({ last }) => last), all.map((_, i) => i === all.length - 1));
    }
  }
});
