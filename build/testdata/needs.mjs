// Asks the first half of the shipped program alone for its reports, each input in a life of
// its own, as a page that was just opened has it:
//
//	node needs.mjs WORKER WASM REQUEST INPUTS
//
// INPUTS is as for answers.mjs. For each a line is written: "needs" if the answer needs the
// rest of the program, "has" if not.

import { readFileSync } from "node:fs";
import { runInThisContext } from "node:vm";

const [worker, wasm, request, inputs] = process.argv.slice(2);
const script = readFileSync(worker, "utf8");
const module = await WebAssembly.compile(readFileSync(wasm));
globalThis.PerformanceObserver = class { observe() {} };

let receive, resolve;
globalThis.addEventListener = (type, listener) => {
  if (type === "message") receive = (data) => listener({ data });
};
globalThis.postMessage = (message) => {
  if ("stopped" in message) {
    if (!message.unloaded) throw new Error(`the program stopped: ${message.stopped}`);
    resolve("needs");
  } else if ("ready" in message) resolve("ready");
  else if ("envelope" in message) resolve("has");
};
const told = (tell) => new Promise((done) => {
  resolve = done;
  tell();
});

const all = readFileSync(inputs);
const lines = [];
for (let at = 0, id = 0; at < all.length; id++) {
  const length = all.readUInt32LE(at);
  const bytes = new Uint8Array(all.subarray(at + 4, at + 4 + length));
  at += 4 + length;
  runInThisContext(script, worker);
  const start = await told(() => receive({ module }));
  if (start !== "ready") throw new Error("the program does not start");
  lines.push(await told(() => receive({ id, name: "decode", request, bytes })));
}
process.stdout.write(lines.join("\n"), () => process.exit(0)); // the programs would wait for calls for ever
