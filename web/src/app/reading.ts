// Reading what is brought into the page: a piece at a time, so that the page never
// stands still, however much it is. It becomes a Blob, which a worker is handed
// without a copy and which is out of the page's memory; of its text the page knows
// how it begins, and where to find the rest.

import { isBinary } from "./bytes.ts";
import type { Held, Piece } from "./paste.ts";
import { pause } from "./pause.ts";

/** A piece: some milliseconds of work. */
const pieceSize = 1 << 20;
/** So much of the text is at hand. */
const beginning = 2000;

/** readFile reads a file, and whether it is text. What it is when it is read counts: whoever writes to it later changes nothing. */
export async function readFile(name: string, file: Blob): Promise<Held> {
  return (await ifText(name, file, "utf-8")) ?? (await ifText(name, file, await otherForm(file))) ?? { kind: "held", name, bytes: await copied(file) };
}

/** readText holds a text. */
export function readText(name: string, text: string): Promise<Held> {
  return gather(name, cut(text));
}

/** textAt is a stretch of a held text, in characters as JavaScript counts them. */
export async function textAt({ bytes, text }: Held, from: number, to: number): Promise<string> {
  const pieces = text?.pieces ?? [];
  const first = pieces.findLast(({ character }) => character <= from);
  const after = pieces.find(({ character }) => character >= to);
  if (!first || to <= from) return "";
  const read = new TextDecoder("utf-8", { ignoreBOM: true }).decode(await bytes.slice(first.byte, after?.byte).arrayBuffer());
  return read.slice(from - first.character, to - first.character);
}

/** A line that reaches further is cut there. */
const farthest = 1 << 16;

/** linesAt is the lines that a place of a held text is on. */
export async function linesAt(paste: Held, { start, end }: { readonly start: number; readonly end: number }): Promise<string> {
  const from = Math.max(0, start - farthest);
  const text = await textAt(paste, from, end + farthest);
  const last = Math.max(start, end - 1) - from; // a line end at its end is its own
  const lineEnd = text.indexOf("\n", last);
  return text.slice(text.slice(0, start - from).lastIndexOf("\n") + 1, lineEnd < 0 ? text.length : lineEnd + 1);
}

async function gather(name: string, texts: AsyncIterable<string>): Promise<Held> {
  const encoder = new TextEncoder();
  const parts: Blob[] = [];
  const pieces: Piece[] = [];
  let character = 0, byte = 0, ends = 0, begins = "", last = "\n";
  for await (const text of texts) {
    if (text === "") continue;
    const part = new Blob([encoder.encode(text)]);
    parts.push(part);
    pieces.push({ character, byte });
    character += text.length;
    byte += part.size;
    if (begins.length < beginning) begins += text.slice(0, beginning - begins.length);
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) ends++;
    last = text.slice(-1);
  }
  const lines = last === "\n" ? ends : ends + 1;
  return { kind: "held", name, bytes: new Blob(parts), text: { characters: character, lines, beginning: begins, pieces } };
}

/** Thrown at the first piece that is no text of the form. */
class NoText extends Error {}

async function ifText(name: string, file: Blob, form: string): Promise<Held | undefined> {
  try {
    return await gather(name, decoded(file, form));
  } catch (reason) {
    if (reason instanceof NoText) return undefined;
    throw reason;
  }
}

// Which text it is if it is none in UTF-8: in UTF-16 by its mark, or in Windows-1252.
async function otherForm(file: Blob): Promise<string> {
  const [a, b] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  return a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : "windows-1252";
}

async function* decoded(file: Blob, form: string): AsyncGenerator<string> {
  const strict = form === "utf-8";
  const decoder = new TextDecoder(form, { fatal: strict, ignoreBOM: strict });
  let at = 0;
  for await (const bytes of bytesOf(file)) {
    at += bytes.length;
    if (form === "windows-1252" && bytes.some(isBinary)) throw new NoText();
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: at < file.size });
    } catch {
      throw new NoText();
    }
    if (strict && text.includes("\0")) throw new NoText();
    yield text;
  }
}

async function copied(file: Blob): Promise<Blob> {
  const parts: Blob[] = [];
  for await (const bytes of bytesOf(file)) parts.push(new Blob([bytes]));
  return new Blob(parts);
}

// The next piece is on its way while one is worked on.
async function* bytesOf(file: Blob): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const read = (from: number): Promise<ArrayBuffer> => file.slice(from, from + pieceSize).arrayBuffer();
  let next = read(0);
  for (let at = 0; at < file.size; at += pieceSize) {
    const bytes = await next;
    next = read(at + pieceSize);
    next.catch(() => undefined); // it is heard of when it is its turn
    yield new Uint8Array(bytes);
  }
}

async function* cut(text: string): AsyncGenerator<string> {
  for (let at = 0; at < text.length; ) {
    // No piece ends within a character.
    const half = text.codePointAt(at + pieceSize - 1) ?? 0;
    const end = at + pieceSize + (half > 0xffff ? 1 : 0);
    yield text.slice(at, end);
    at = end;
    await pause();
  }
}
