// Long lists and long texts: what of them is in the document.

import assert from "node:assert/strict";
import { test } from "node:test";
import { h, type VNode } from "../src/app/dom.ts";
import { lined } from "../src/app/lists.ts";

const blocks = (text: string): readonly (VNode | string)[] => h("pre", {}, lined(text)).children;
const textOf = (node: VNode | string): string => (typeof node === "string" ? node : node.children.map(textOf).join(""));

test("a text of many lines is set in blocks of fifty, and is the same text", () => {
  for (const n of [1, 100, 101, 149, 150, 151, 6000]) {
    for (const end of ["", "\n", "\n\n"]) {
      const text = Array.from({ length: n }, (_, i) => `line ${i}`).join("\n") + end;
      const made = blocks(text);
      assert.equal(made.map(textOf).join(""), text);
      if (made.length === 1) continue;
      for (const block of made.slice(0, -1)) assert.equal(textOf(block).split("\n").length - 1, 50, "each ends its last line");
      assert.ok(textOf(made.at(-1) as VNode).split("\n").length <= 50);
    }
  }
  assert.equal(blocks("line\n".repeat(99)).length, 1, "a short one is one text");
  assert.equal(blocks("line\n".repeat(6000)).length, 121);
});
