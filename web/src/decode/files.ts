// What a file is: text for the box, text to hold, or bytes.

import { maxInput } from "./report.gen.ts";
import type { Held, Notice, Paste } from "../app/paste.ts";
import { readFile, textAt } from "../app/reading.ts";
import { count, size } from "../app/words.ts";

/** To lay out more text than this in the box takes longer than a few frames: it is held beside it instead. */
export const boxLimit = 1 << 18;

export interface Opened {
  paste: Paste;
  notice?: Notice;
}

/** refusal says that the input is over the limit; the paste stays as it was. */
export function refusal(name: string, bytes: number): Notice {
  return { tone: "bad", text: `${name} is ${size(bytes)}. The limit is ${size(maxInput)}, so it was not read; the paste is as it was.` };
}

/** open reads files: one as it is, several texts one after the other, others in an archive. */
export async function open(files: readonly File[]): Promise<Opened | Notice> {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  const first = files[0];
  if (!first) return { tone: "warn", text: "There was no file in what was dropped." };
  const name = files.length === 1 ? first.name : `${first.name} and ${count(files.length - 1, "more file")}`;
  if (total > maxInput) return refusal(files.length === 1 ? name : `The sum of ${count(files.length, "file")}`, total);
  const pastes: Held[] = [];
  for (const file of files) {
    try {
      pastes.push(await readFile(file.name, file));
    } catch {
      return { tone: "bad", text: `${file.name} could not be read. If it is a folder, drop the files in it.` };
    }
  }
  const [only] = pastes;
  if (only && pastes.length === 1) return { paste: await boxed(only) };
  if (pastes.every(({ text }) => text !== undefined)) return { paste: await boxed(await readFile(name, await joined(pastes))) };
  return { paste: { kind: "held", name, bytes: archive(pastes) } };
}

/** joined is texts one after the other, each from the start of a line. */
async function joined(texts: readonly Held[]): Promise<Blob> {
  const parts: BlobPart[] = [];
  for (const one of texts.filter(({ bytes }) => bytes.size > 0)) {
    parts.push(one.bytes);
    if (one !== texts.at(-1) && (await one.bytes.slice(-1).text()) !== "\n") parts.push("\n");
  }
  return new Blob(parts);
}

/** archive is a tar archive (POSIX.1-2017, ustar) of files of which one is no text, as the decoder reads it. */
function archive(files: readonly Held[]): Blob {
  const block = 512;
  const encoder = new TextEncoder();
  const parts = files.flatMap(({ name, bytes }) => {
    const head = new Uint8Array(block);
    head.set(encoder.encode(name).subarray(0, 99));
    head.set(encoder.encode(bytes.size.toString(8).padStart(11, "0")), 124);
    head.set(encoder.encode("0"), 156);
    head.set(encoder.encode("ustar\0" + "00"), 257);
    return [head, bytes, new Uint8Array(-bytes.size & (block - 1))];
  });
  return new Blob([...parts, new Uint8Array(2 * block)]);
}

/** boxed puts what is held into the box if it is a text that is short enough. */
async function boxed(held: Held): Promise<Paste> {
  return held.text && held.text.characters <= boxLimit ? inBox(await textAt(held, 0, held.text.characters)) : held;
}

/** inBox is a text in the box. The box ends its lines with a newline alone: so does its text, or places would be beside it. */
export function inBox(text: string): Paste {
  return { kind: "text", text: text.replace(/\r\n?/g, "\n") };
}
