// Between bytes and text: what the programs read of a paste, and what text a file is.

import type { Paste } from "./paste.ts";

/** bytesOf returns what the programs read. */
export function bytesOf(paste: Paste): Uint8Array | Blob {
  return paste.kind === "held" ? paste.bytes : new TextEncoder().encode(paste.text);
}

/** decodeText returns the text that the bytes are, or undefined if they are none. */
export function decodeText(bytes: Uint8Array): string | undefined {
  return decodeUTF8(bytes) ?? decodeOther(bytes);
}

/** decodeUTF8 returns the text that the bytes are in UTF-8, or undefined. */
export function decodeUTF8(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** decodeOther returns the text that the bytes are in UTF-16 with its mark or in Windows-1252, or undefined. */
export function decodeOther(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  return bytes.some(isBinary) ? undefined : new TextDecoder("windows-1252").decode(bytes);
}

// Control characters that no text holds. Every DER structure has some: the tags
// of INTEGER, BIT STRING and OBJECT IDENTIFIER are among them.
export function isBinary(byte: number): boolean {
  return byte < 0x20 && !(byte >= 0x09 && byte <= 0x0d) && byte !== 0x1b;
}

/** base64Of writes bytes in base64, as JSON carries them. */
export function base64Of(bytes: Uint8Array): string {
  let binary = "";
  for (let at = 0; at < bytes.length; at += 0x8000) binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(binary);
}

/** pemOf writes bytes as PEM under the label. */
export function pemOf(bytes: Uint8Array, label: string): string {
  return `-----BEGIN ${label}-----\n${base64Of(bytes).replace(/.{64}(?=.)/g, "$&\n")}\n-----END ${label}-----\n`;
}

/** storeLabel is the label of a PKCS#12 store that was written as PEM. */
export const storeLabel = "PKCS12";

/** isStore tells a PKCS#12 store by its beginning: a SEQUENCE that starts with version 3 and another SEQUENCE. */
export function isStore(bytes: Uint8Array): boolean {
  const first = bytes[1] ?? 0;
  const at = 2 + (first > 0x80 ? first & 0x7f : 0);
  return bytes[0] === 0x30 && bytes[at] === 2 && bytes[at + 1] === 1 && bytes[at + 2] === 3 && bytes[at + 3] === 0x30;
}
