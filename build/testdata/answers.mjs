// Asks the shipped program for its reports, as the page does, in the shipped worker:
//
//	node answers.mjs WORKER WASM REST REQUEST INPUTS [NUMBER]
//
// REST is the rest of the program, which it loads when an input needs it; "-" for none.
// INPUTS is a file of inputs, each with its length before it in four octets, least
// first. For each a line is written: the SHA-256 of the envelope. With a
// NUMBER the envelope of that input is written instead.

import { createHash } from "node:crypto";
import { readFileSync, writeSync } from "node:fs";
import { runInThisContext } from "node:vm";

const [worker, wasm, rest, request, inputs, number] = process.argv.slice(2);

let receive;
let resolve;
globalThis.addEventListener = (type, listener) => {
  if (type === "message") receive = (data) => listener({ data });
};
globalThis.postMessage = (message) => {
  if ("stopped" in message) throw new Error(`the program stopped: ${message.stopped}`);
  if ("ready" in message) resolve();
  else answer = message.envelope;
};
let answer;

runInThisContext(readFileSync(worker, "utf8"), worker);
const ready = new Promise((done) => { resolve = done; });
receive({ module: await WebAssembly.compile(readFileSync(wasm)), rest: rest === "-" ? undefined : await WebAssembly.compile(readFileSync(rest)) });
await ready;

const all = readFileSync(inputs);
const lines = [];
for (let at = 0, n = 0; at < all.length; n++) {
  const length = all.readUInt32LE(at);
  const bytes = new Uint8Array(all.subarray(at + 4, at + 4 + length));
  at += 4 + length;
  if (number !== undefined && n !== Number(number)) continue;
  receive({ id: n, name: "decode", request, bytes });
  lines.push(number === undefined ? createHash("sha256").update(answer).digest("hex") : answer);
}
const out = Buffer.from(lines.join("\n"));
for (let at = 0; at < out.length;) at += writeSync(1, out, at);
process.exit(0); // the program would wait for calls for ever
