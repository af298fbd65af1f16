// Every address is read as what was written, and nothing else is one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { outputs, partOf, parts, read, views, write, type Address } from "../src/app/address.ts";
import { examples, nameOf } from "../src/decode/examples-named.ts";

const all: Address[] = [
  ...parts.map((part): Address => ({ kind: "part", part })),
  ...views.map((view): Address => ({ kind: "view", view })),
  ...outputs.map((output): Address => ({ kind: "output", output })),
  ...examples.map(({ name }): Address => ({ kind: "example", name: nameOf(name) })),
  { kind: "finding", name: "plus-became-space" },
  { kind: "reason", name: "ClientCertUntrusted" },
  { kind: "family", name: "rfc9440" },
  { kind: "preset", name: "sha1" },
  { kind: "shared", link: "1.t.y0jNyclXKMnILFYAAA" },
];

test("what is written is read", () => {
  for (const address of all) assert.deepEqual(read(`#${write(address)}`), address, write(address));
  assert.equal(new Set(all.map(write)).size, all.length, "each has its own");
});

test("each leads to the part that shows it", () => {
  assert.deepEqual(all.map((address) => write(address).split("/")[0] === partOf(address) || address.kind === "shared"), all.map(() => true));
});

test("no fragment is Decode; a stranger's is nothing", () => {
  assert.deepEqual(read(""), { kind: "part", part: "decode" });
  for (const other of ["result", "decode/", "decode/view/", "decode/view/xml", "simulate/view/text", "issue/example/the-plus-bug", "decode/finding/", "decode/finding/a b", "decode/finding/<b>", "decode/finding/a/b", "paste/", "paste/a/b", "paste/%41", `decode/reason/${"a".repeat(90)}`, "__proto__", "decode/__proto__/x"]) {
    if (other === "decode/") assert.deepEqual(read(other), { kind: "part", part: "decode" });
    else assert.equal(read(other), undefined, other);
  }
});
