// Rules for the page's source that a type checker does not know: no string
// becomes HTML or code, no style in an attribute, no module from elsewhere.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../src/", import.meta.url));
const sources = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith(".ts"));

const banned = [
  [/\b(inner|outer)HTML\b|insertAdjacentHTML|setHTML|document\.write|DOMParser|createContextualFragment|srcdoc/, "a string becomes HTML"],
  [/\beval\(|new Function\b|setTimeout\(\s*["'`]|javascript:/, "a string becomes code"],
  [/\bstyle: ["`]|"style"|\.cssText\b/, "a style in an attribute, which the policy forbids"],
  [/from "[^."]|import\("/, "a module from outside the page"],
  [/\bas any\b|: any\b|@ts-(ignore|expect-error|nocheck)/, "a type that says nothing"],
  [/\b(XMLHttpRequest|WebSocket|EventSource|sendBeacon|RTCPeerConnection)\b/, "a way out of the page"],
];

for (const name of sources) {
  test(`src/${name} keeps the rules`, () => {
    const lines = readFileSync(folder + name, "utf8").split("\n");
    lines.forEach((line, i) => {
      for (const [pattern, why] of banned) assert.ok(!pattern.test(line), `line ${i + 1}: ${why}: ${line.trim().slice(0, 100)}`);
    });
    if (!/gen\.ts$|examples\.ts$/.test(name)) assert.ok(lines.length <= 200, `${lines.length} lines: it has more than one subject`);
  });
}

test("only the loader of the core fetches, and only the core", () => {
  const fetching = sources.filter((name) => /\bfetch\(/.test(readFileSync(folder + name, "utf8")));
  assert.deepEqual(fetching, ["programs/workers.ts"]);
});
