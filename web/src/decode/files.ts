// What a file is: text for the box, text to hold, or bytes.

import { decodeOther, decodeUTF8 } from "../app/bytes.ts";
import { maxInput } from "./report.gen.ts";
import type { Held, Notice, Paste } from "../app/paste.ts";
import { count, size } from "../app/words.ts";

/** More text than this makes a text box slow: it is held beside it instead. */
export const boxLimit = 1 << 20;

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
      pastes.push(recognise(file.name, new Uint8Array(await file.arrayBuffer())));
    } catch {
      return { tone: "bad", text: `${file.name} could not be read. If it is a folder, drop the files in it.` };
    }
  }
  const [only] = pastes;
  if (only && pastes.length === 1) {
    return { paste: only.text !== undefined && only.text.length <= boxLimit ? fromText(name, [only.text]) : only };
  }
  if (pastes.every(({ text }) => text !== undefined)) return { paste: fromText(name, pastes.map(({ text }) => text ?? "")) };
  return { paste: { kind: "held", name, bytes: archive(pastes) } };
}

/** archive is a tar archive (POSIX.1-2017, ustar) of files of which one is no text, as the decoder reads it. */
function archive(files: readonly Held[]): Uint8Array<ArrayBuffer> {
  const block = 512;
  const padded = (n: number): number => Math.ceil(n / block) * block;
  const out = new Uint8Array(files.reduce((sum, { bytes }) => sum + block + padded(bytes.length), 2 * block));
  const encoder = new TextEncoder();
  let at = 0;
  for (const { name, bytes } of files) {
    out.set(encoder.encode(name).subarray(0, 99), at);
    out.set(encoder.encode(bytes.length.toString(8).padStart(11, "0")), at + 124);
    out.set(encoder.encode("0"), at + 156);
    out.set(encoder.encode("ustar\0" + "00"), at + 257);
    out.set(bytes, at + block);
    at += block + padded(bytes.length);
  }
  return out;
}

/** fromText puts text into the box, or holds it if it is too long for that. */
export function fromText(name: string, parts: readonly string[]): Paste {
  const text = parts.reduce((all, part) => all + (all === "" || all.endsWith("\n") ? "" : "\n") + part, "");
  // A text box ends its lines with a newline alone: so does its text, or places would be beside it.
  if (text.length <= boxLimit) return { kind: "text", text: text.replace(/\r\n?/g, "\n") };
  return { kind: "held", name, text, bytes: new TextEncoder().encode(text) };
}

// Text in UTF-8 is held as it was read: to encode 40 MB again takes a while.
function recognise(name: string, bytes: Uint8Array): Held {
  const text = decodeUTF8(bytes);
  if (text !== undefined) return { kind: "held", name, bytes, text };
  const other = decodeOther(bytes);
  return other === undefined ? { kind: "held", name, bytes } : { kind: "held", name, bytes: new TextEncoder().encode(other), text: other };
}
