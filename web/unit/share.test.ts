// A paste goes into a link and comes out again; what was damaged, or would burst, is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { packable } from "../src/app/sharing.ts";
import { initial } from "../src/app/state.ts";
import { update } from "../src/app/update.ts";
import { most, pack, unpack } from "../src/decode/share.ts";
import { finding, present, report } from "./kit.ts";

const linkOf = async (text: string): Promise<string> => {
  const packed = await pack({ kind: "text", text });
  assert.ok("link" in packed);
  return packed.link;
};
const wrongOf = async (link: string): Promise<string> => {
  const read = await unpack(link);
  assert.ok("wrong" in read, link.slice(0, 40));
  return read.wrong;
};

test("a text comes back as it was, whatever is in it", async () => {
  for (const text of ["x", "X-Amzn-Mtls-Clientcert: a+b%20\n", "🔒 übel\u202e\n\u0000", "\ufeffwith a mark", "a\n".repeat(40_000)]) {
    assert.deepEqual(await unpack(await linkOf(text)), { paste: { kind: "text", text } });
  }
});

test("the link is deflate as zlib has it, in base64url", async () => {
  const link = await linkOf("X-Amzn-Mtls-Clientcert-Leaf: 1+1");
  const [form, kind, data] = link.split(".");
  assert.deepEqual([form, kind], ["1", "t"]);
  assert.equal(inflateRawSync(Buffer.from(present(data), "base64url")).toString(), "X-Amzn-Mtls-Clientcert-Leaf: 1+1");
  assert.match(link, /^[\w.-]+$/);
});

test("bytes come back as bytes", async () => {
  const packed = await pack({ kind: "held", name: "a.der", bytes: new Blob([Uint8Array.of(0x30, 0x03, 2, 1, 255)]) });
  assert.ok("link" in packed);
  const read = await unpack(packed.link);
  assert.ok("paste" in read && read.paste.kind === "held");
  assert.deepEqual([...new Uint8Array(await read.paste.bytes.arrayBuffer())], [0x30, 3, 2, 1, 255]);
});

test("damaged links say so, and a newer form is named", async () => {
  const link = await linkOf("some text that was pasted, some text that was pasted");
  for (const bad of [link.slice(0, -6), `1.t.${link.slice(14)}`, "1.t.", "1.t.%%%", "1.x.AAAA", "1.t.AAAA.more", "1.t.abcde"]) assert.match(await wrongOf(bad), /damaged/, bad);
  assert.match(await wrongOf(link.replace(/^1/, "2")), /form 2, and this page reads form 1/);
  assert.match(await wrongOf("hello"), /no paste/);
  const notText = deflateRawSync(Buffer.from([0xff, 0xfe, 0x80])).toString("base64url");
  assert.match(await wrongOf(`1.t.${notText}`), /damaged/);
});

test("a link that would burst is not inflated", async () => {
  const bomb = deflateRawSync(Buffer.alloc(40 * most)).toString("base64url");
  assert.ok(bomb.length < 65_000);
  assert.match(await wrongOf(`1.t.${bomb}`), /more than 1 MiB/);
});

test("what is too long is not packed", async () => {
  assert.ok("refused" in (await pack({ kind: "text", text: "a".repeat(most + 1) })));
  let noise = "";
  for (let i = 0, x = 1; i < 100_000; i++) {
    x = (x * 48271) % 2147483647;
    noise += String.fromCharCode(33 + (x % 90));
  }
  const packed = await pack({ kind: "text", text: noise });
  assert.ok("refused" in packed && /browsers cut links/.test(packed.refused));
});

test("with a private key in the paste, or before it was read, no link is made", async () => {
  const pasted = update(initial("", "Go"), { type: "pasted", paste: { kind: "text", text: "-----BEGIN PRIVATE KEY-----" } });
  const refused = async (state: typeof pasted): Promise<string> => {
    const packed = await packable(state);
    return "refused" in packed ? packed.refused : "";
  };
  assert.match(await refused(pasted), /being read/);
  const answered = (part: Parameters<typeof report>[0]): typeof pasted => update(pasted, { type: "answered", revision: pasted.revision, report: report(part) });
  assert.match(await refused(answered({ findings: [finding({ id: "private-key" })] })), /private key/);
  assert.match(await refused(answered({ findings: [finding({ id: "key-file" })] })), /private key/);
  assert.equal(await refused(answered({ findings: [finding({ id: "expired" })] })), "");
});
