// A paste in a link, and out of it again: deflated, in base64url, after the number of
// the form and a letter for text or bytes. The link is made on request alone.

import { boxLimit, inBox } from "./files.ts";
import { base64Of, bytesOf } from "../app/bytes.ts";
import type { Paste } from "../app/paste.ts";
import { readText } from "../app/reading.ts";
import { count, size } from "../app/words.ts";

/** So much is packed into a link, and unpacked of one. */
export const most = 1 << 20;
/** The form of the links. What is read of older ones stays; a newer one is refused by name. */
const form = 1;
/** Safari cuts addresses of more than 80,000 characters; the other browsers take more. */
export const longestLink = 65_000;
/** Chat, mail and tickets cut or break longer ones. */
export const sureLink = 2000;

/** Packed is the paste as it stands in a link, or why it does not. */
export type Packed = { readonly link: string } | { readonly refused: string };

/** pack makes the link's end of a paste. */
export async function pack(paste: Paste): Promise<Packed> {
  const bytes = new Blob([bytesOf(paste) as BlobPart]);
  if (bytes.size > most) return { refused: `The paste has ${size(bytes.size)}; a link holds up to ${size(most)}, packed into ${count(longestLink, "character")}.` };
  const packed = new Uint8Array(await new Response(through(bytes, new CompressionStream("deflate-raw"))).arrayBuffer());
  const link = `${form}.${paste.kind === "held" && paste.text === undefined ? "b" : "t"}.${toBase64url(packed)}`;
  if (link.length > longestLink) return { refused: `Packed it has ${count(link.length, "character")}; browsers cut links of more than ${count(longestLink, "character")}.` };
  return { link };
}

/** unpack reads the link's end; what is not right with it is said. */
export async function unpack(link: string): Promise<{ readonly paste: Paste } | { readonly wrong: string }> {
  const [version = "", kind = "", packed = "", ...more] = link.split(".");
  if (!/^\d{1,3}$/.test(version)) return { wrong: "The link is no paste: the number of its form is missing." };
  if (Number(version) !== form) return { wrong: `The link has form ${Number(version)}, and this page reads form ${form}: it was made by another version of mtlens.` };
  if ((kind !== "t" && kind !== "b") || more.length > 0 || packed === "") return { wrong: cut };
  try {
    const bytes = await bounded(through(new Blob([fromBase64url(packed)]), new DecompressionStream("deflate-raw")));
    if (!bytes) return { wrong: `What is packed in the link has more than ${size(most)}. Nothing of it was read.` };
    if (kind === "b") return { paste: { kind: "held", name: linked, bytes } };
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(await bytes.arrayBuffer());
    return { paste: text.length > boxLimit ? await readText(linked, text) : inBox(text) };
  } catch {
    return { wrong: cut };
  }
}

const linked = "From the link";
const cut = "The link is damaged: a part of it was lost or changed on the way. Ask for it again, or for the paste itself.";

function through(bytes: Blob, change: CompressionStream | DecompressionStream): ReadableStream<Uint8Array> {
  return bytes.stream().pipeThrough(change as ReadableWritablePair<Uint8Array, Uint8Array<ArrayBuffer>>);
}

// A link of some kilobytes may inflate to gigabytes: it is read up to the bound.
async function bounded(stream: ReadableStream<Uint8Array>): Promise<Blob | undefined> {
  const reader = stream.getReader();
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let sum = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    sum += value.length;
    if (sum > most) {
      void reader.cancel();
      return undefined;
    }
    pieces.push(value as Uint8Array<ArrayBuffer>);
  }
  return new Blob(pieces);
}

function toBase64url(bytes: Uint8Array): string {
  return base64Of(bytes).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]+$/.test(text)) throw new TypeError("not base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) => c.charCodeAt(0));
}
