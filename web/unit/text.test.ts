// What text a file is, what is shown of text that is not seen, numbers in words.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesOf, decodeText } from "../src/app/bytes.ts";
import type { VNode } from "../src/app/dom.ts";
import { shown, shownPlain } from "../src/app/shown.ts";
import { count, lines, size } from "../src/app/words.ts";
import { boxLimit, inBox, open } from "../src/decode/files.ts";
import { maxInput } from "../src/decode/report.gen.ts";

// The AlgorithmIdentifier of an RSA key (RFC 3279, section 2.3.1).
const der = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

test("bytes are text in UTF-8, in UTF-16 with its mark, in Windows-1252, or no text", () => {
  assert.equal(decodeText(utf8("Zürich €")), "Zürich €");
  assert.equal(decodeText(Uint8Array.from([0xff, 0xfe, 0x5a, 0, 0xfc, 0])), "Zü");
  assert.equal(decodeText(Uint8Array.from([0xfe, 0xff, 0, 0x5a, 0, 0xfc])), "Zü");
  assert.equal(decodeText(Uint8Array.from([0x5a, 0xfc])), "Zü");
  assert.equal(decodeText(Uint8Array.from(der)), undefined);
});

test("the programs get a file as it was read, and typed text in UTF-8", () => {
  const bytes = new Blob(["read"]);
  assert.equal(bytesOf({ kind: "held", name: "f", bytes }), bytes);
  assert.deepEqual(bytesOf({ kind: "text", text: "€" }), Uint8Array.from([0xe2, 0x82, 0xac]));
});

test("a text in the box has the line ends that the box gives it", () => {
  assert.deepEqual(inBox("a\r\nb\rc\n"), { kind: "text", text: "a\nb\nc\n" });
});

test("several texts stand one after the other, each from the start of a line", async () => {
  assert.deepEqual(await open(["a", "b\n", "", "c"].map((text) => new File([text], "f"))), { paste: { kind: "text", text: "a\nb\nc" } });
});

test("a text too long for the box is held, as it is", async () => {
  const text = "\r\n".repeat(boxLimit);
  const opened = await open([new File([text], "f")]);
  assert.ok("paste" in opened && opened.paste.kind === "held");
  assert.equal(await opened.paste.bytes.text(), text);
});

test("files: one as it is, texts together, others in an archive, nothing over the limit", async () => {
  const binary = new File([Uint8Array.from(der)], "leaf.der");
  const a = new File(["a"], "a.pem");
  const b = new File(["b"], "b.pem");
  assert.deepEqual(await open([a]), { paste: { kind: "text", text: "a" } });
  assert.deepEqual(await open([a, b]), { paste: { kind: "text", text: "a\nb" } });
  const alone = await open([binary]);
  assert.ok("paste" in alone && alone.paste.kind === "held" && alone.paste.text === undefined && alone.notice === undefined);
  const mixed = await open([a, binary]);
  assert.ok("paste" in mixed && mixed.notice === undefined && mixed.paste.kind === "held" && mixed.paste.text === undefined);
  const packed = new Uint8Array(await mixed.paste.bytes.arrayBuffer());
  const word = (from: number, to: number): string => new TextDecoder().decode(packed.subarray(from, to));
  assert.equal(packed.length, 512 + 512 + 512 + Math.ceil(der.length / 512) * 512 + 1024);
  assert.equal(word(0, 5) + word(124, 135) + word(257, 262), "a.pem00000000001ustar");
  assert.equal(word(1024, 1032), "leaf.der");
  assert.deepEqual([...packed.subarray(1536, 1536 + der.length)], [...Uint8Array.from(der)]);
  const large = Object.defineProperty(new File([], "large.log"), "size", { value: maxInput + 1 });
  const refused = await open([large]);
  assert.ok(!("paste" in refused) && refused.tone === "bad");
  assert.ok(!("paste" in await open([])));
});

test("what is not seen is shown by its number", () => {
  assert.equal(shownPlain("a\u202eb\u0000\ttab"), "a[U+202E]b[U+0000]\ttab");
  assert.equal(shown("plain ü"), "plain ü");
  const [, override] = shown("a\u202eb") as readonly VNode[];
  assert.deepEqual(override?.children, ["U+202E"]);
});

test("numbers in words", () => {
  assert.deepEqual([count(1, "line"), count(0, "line"), count(1204, "line")], ["1 line", "0 lines", "1,204 lines"]);
  assert.deepEqual([size(842), size(9999), size(10_240), size(64 << 20)], ["842 bytes", "9,999 bytes", "10 KiB", "64 MiB"]);
  assert.deepEqual([lines(""), lines("a"), lines("a\n"), lines("a\nb"), lines("\n\n")], [0, 1, 1, 2, 2]);
});
