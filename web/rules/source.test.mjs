// Rules for the page's source that a type checker does not know: no string
// becomes HTML or code, no style in an attribute, no module from elsewhere; and
// the walls between its rooms.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { basename, dirname, join } from "node:path/posix";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../src/", import.meta.url));
const sources = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));
const textOf = (name) => readFileSync(folder + name, "utf8");

const banned = [
  [/\b(inner|outer)HTML\b|insertAdjacentHTML|setHTML|document\.write|DOMParser|createContextualFragment|srcdoc/, "a string becomes HTML"],
  [/\beval\(|new Function\b|setTimeout\(\s*["'`]|javascript:/, "a string becomes code"],
  [/\bstyle: ["`]|"style"|\.cssText\b/, "a style in an attribute, which the policy forbids"],
  [/from "[^."]|import\("[^.]/, "a module from outside the page"],
  [/\bas any\b|: any\b|@ts-(ignore|expect-error|nocheck)/, "a type that says nothing"],
  [/\b(WebSocket|EventSource|sendBeacon|RTCPeerConnection)\b/, "a way out of the page"],
];

for (const name of sources) {
  test(`src/${name} keeps the rules`, () => {
    const lines = textOf(name).split("\n");
    lines.forEach((line, i) => {
      for (const [pattern, why] of banned) assert.ok(!pattern.test(line), `line ${i + 1}: ${why}: ${line.trim().slice(0, 100)}`);
    });
    if (!/gen\.ts$|examples\.ts$/.test(name)) assert.ok(lines.length <= 200, `${lines.length} lines: it has more than one subject`);
  });
}

test("only the worker asks for a file at once", () => {
  assert.deepEqual(sources.filter((name) => /\bXMLHttpRequest\b/.test(textOf(name))), ["programs/compiling.ts"]);
});

test("one script is loaded later", () => {
  assert.deepEqual(sources.filter((name) => /\bimport\(/.test(textOf(name))), ["app/lab-part.ts"]);
});

test("only the loader of the programs and the service worker fetch", () => {
  const fetching = sources.filter((name) => /\bfetch\(/.test(textOf(name)));
  assert.deepEqual(fetching.sort(), ["programs/compiling.ts", "programs/service.ts", "programs/start.ts"]);
});

test("no two files have one name", () => {
  const names = sources.map((name) => basename(name));
  assert.deepEqual(names.filter((name, i) => names.indexOf(name) !== i), []);
});

// What a room may import beside its own files: other rooms, and single files of them.
const rooms = {
  // Calls of a program: they know nothing of the page.
  programs: [],
  // A trust store is judged in both as the file that it is.
  decode: ["app", "programs", "lab/lab.gen.ts", "lab/bundle.ts"],
  // A change of what Decode shows does not touch Issue and Simulate; the contract is Go's.
  lab: ["app", "programs", "decode/report.gen.ts"],
  // The page puts all together.
  app: ["programs", "decode", "lab"],
};

for (const name of sources) {
  test(`src/${name} imports what its room may`, () => {
    const [room] = name.split("/");
    assert.ok(room in rooms, "it is in no room");
    for (const [, path] of textOf(name).matchAll(/\bfrom "(\.[^"]+)"/g)) {
      const target = join(dirname(name), path);
      const [other] = target.split("/");
      assert.ok(other === room || rooms[room].some((one) => one === other || one === target), `${target}, from ${room}`);
    }
  });
}

test("no circle of imports", () => {
  const imports = new Map(sources.map((name) => [name, [...textOf(name).matchAll(/\bfrom "(\.[^"]+)"/g)].map(([, path]) => join(dirname(name), path))]));
  const done = new Set();
  const visit = (name, way) => {
    assert.ok(!way.includes(name), [...way, name].join(" → "));
    if (done.has(name)) return;
    for (const next of imports.get(name) ?? []) visit(next, [...way, name]);
    done.add(name);
  };
  for (const name of sources) visit(name, []);
});
