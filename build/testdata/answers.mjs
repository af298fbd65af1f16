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
  else if ("slice" in message) slices.push(message);
  else if ("envelope" in message) answer = whole(message.envelope, slices.splice(0));
};
let answer;
const slices = [];

// A long answer comes in slices of its lists: they are put back in front of what is left of each.
function whole(left, slices) {
  const parts = [];
  const path = [];
  let depth = 0, done = 0, list = 0, word = "";
  for (let at = 0; slices.length > 0 && at < left.length; at++) {
    const c = left[at];
    if (c === '"') {
      const begin = at;
      while (left[++at] !== '"') if (left[at] === "\\") at++;
      word = left.slice(begin, at + 1);
    } else if (c === ":" && list === 0) path[depth - 1] = JSON.parse(word);
    else if (c === "{" || c === "[") {
      depth++;
      if (c === "{" || list > 0) continue;
      list = depth;
      const name = JSON.stringify(path.slice(0, depth - 1));
      parts.push(left.slice(done, at + 1));
      done = at + 1;
      while (slices.length > 0 && JSON.stringify(slices[0].path) === name) parts.push(slices.shift().slice.slice(1, -1), ",");
    } else if (c === "}" || c === "]") {
      if (depth === list) list = 0;
      depth--;
    }
  }
  if (slices.length > 0) throw new Error(`no place for a slice of ${slices[0].path}`);
  return parts.join("") + left.slice(done);
}

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
