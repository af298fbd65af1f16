// What is large is read in pieces: what comes of it is what one reading of all would give.

import assert from "node:assert/strict";
import { test } from "node:test";
import { decodeText } from "../src/app/bytes.ts";
import { linesAt, readFile, readText, textAt } from "../src/app/reading.ts";
import { lines } from "../src/app/words.ts";
import { present } from "./kit.ts";

// Characters of one to four bytes, and as many of each before a cut as there may be.
const mixed = (ahead: number): string => "x".repeat(ahead) + "aü€\u{1f512}\r\n".repeat(250_000);

async function same(held: Awaited<ReturnType<typeof readText>>, text: string): Promise<void> {
  const { characters, lines: counted, beginning, pieces } = present(held.text);
  assert.equal(await held.bytes.text(), text);
  assert.deepEqual([characters, counted, beginning], [text.length, lines(text), text.slice(0, 2000)]);
  assert.ok(pieces.length > 1 || text.length < 1 << 20);
  for (const { character, byte } of pieces) {
    assert.equal(Buffer.byteLength(text.slice(0, character)), byte);
    for (const [from, to] of [[character - 3, character + 3], [character, character + 1], [character - 1, character], [0, character]] as const) {
      if (from >= 0) assert.equal(await textAt(held, from, to), text.slice(from, to));
    }
  }
  assert.equal(await textAt(held, text.length - 5, text.length + 100), text.slice(-5));
  assert.equal(await textAt(held, 7, 7), "");
}

test("a text is held as it is, whatever character a piece ends with", async () => {
  for (let ahead = 0; ahead < 7; ahead++) {
    await same(await readText("t", mixed(ahead)), mixed(ahead));
    await same(await readFile("t", new Blob([mixed(ahead)])), mixed(ahead));
  }
});

test("files in other encodings are read as in one piece", async () => {
  const text = mixed(1);
  const units = Buffer.from(`\ufeff${text}`, "utf16le");
  await same(await readFile("t", new Blob([units])), text);
  await same(await readFile("t", new Blob([Buffer.from(units).swap16()])), text);
  const western = Buffer.concat([Buffer.alloc(3_000_000, "a line\n"), Buffer.from([0x5a, 0xfc])]);
  await same(await readFile("t", new Blob([western])), present(decodeText(western)));
});

test("what is no text late in the file is none", async () => {
  for (const [late, of] of [[[0], true], [[0xff, 1], true], [[0xfc], false]] as const) {
    const bytes = Buffer.concat([Buffer.alloc(2_500_000, "a line\n"), Buffer.from(late)]);
    const held = await readFile("b", new Blob([bytes]));
    assert.equal(held.text === undefined, of, String(late));
    if (of) assert.deepEqual(new Uint8Array(await held.bytes.arrayBuffer()), new Uint8Array(bytes));
  }
});

test("the mark of UTF-8 stays, and an empty file is an empty text", async () => {
  const held = await readFile("t", new Blob(["\ufeffa"]));
  assert.deepEqual([held.bytes.size, await textAt(held, 0, 2)], [4, "\ufeffa"]);
  assert.deepEqual((await readFile("t", new Blob([]))).text, { characters: 0, lines: 0, beginning: "", pieces: [] });
});

test("no more than a piece is read at once", async () => {
  const asked: number[] = [];
  class Watched extends Blob {
    override slice(from = 0, to = 0): Blob {
      asked.push(to - from);
      return super.slice(from, to);
    }
    override arrayBuffer(): Promise<ArrayBuffer> {
      throw new Error("read in one piece");
    }
  }
  const held = await readFile("t", new Watched(["a line\n".repeat(1_000_000)]));
  assert.equal(present(held.text).lines, 1_000_000);
  assert.ok(asked.length >= 7 && Math.max(...asked) <= 1 << 20);
});

test("the lines that a place is on are whole, with their ends, and no more of them", async () => {
  const lines = ["first\n", "\n", "the third ü\r\n", "fourth\n", "last"];
  const text = lines.join("");
  const held = await readText("f", text);
  const begin = lines.map((_, i) => lines.slice(0, i).join("").length);
  for (let start = 0; start < text.length; start++) {
    for (let end = start; end <= text.length; end++) {
      const touched = lines.filter((line, i) => {
        const from = begin[i] as number;
        return start < from + line.length && (end > from || (start === end && start >= from));
      });
      assert.equal(await linesAt(held, { start, end }), touched.join(""), `${start} to ${end}`);
    }
  }
  const long = await readText("f", "x".repeat(300_000));
  assert.equal((await linesAt(long, { start: 150_000, end: 150_010 })).length, 2 * (1 << 16) + 10);
});
