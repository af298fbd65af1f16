// The worker: runs a program. The build puts Go's wasm_exec.js in front of it.
//
// The bridge in the program recovers from panics and answers them with an envelope.
// So whatever is thrown out of an export, and the program's end, mean that the
// program is dead: the worker says so once, and the page starts another.
//
// A program that was split asks for its rest in the middle of a call, and waits for it: so
// it is made at once, of what the page has handed over, or else of what this worker
// fetches itself, synchronously. The page fetches it right after the first answer, so that
// this seldom happens.

import type { Call, FromWorker, Rest, Started, ToWorker } from "./protocol.ts";

declare const Go: new () => {
  importObject: WebAssembly.Imports;
  env: Readonly<Record<string, string>>;
  run(instance: WebAssembly.Instance): Promise<void>;
};

/** What a program finds in its environment. */
declare const __ENVIRONMENT__: Readonly<Record<string, string>>;

type Export = (request: string, bytes?: Uint8Array) => string;

const exports: Record<string, Export | (() => void)> = {
  ready: () => say({ ready: true }),
};

declare global {
  var mtlens: Record<string, Export | (() => void)>;
}
globalThis.mtlens = exports;

function say(message: FromWorker): void {
  postMessage(message);
}

function stopped(reason: unknown): void {
  say({ stopped: reason instanceof Error ? reason.message : String(reason), unloaded });
}

let rest: Rest | undefined;
let unloaded = false;

/** load makes the rest of a program; where it throws, the program is dead. */
function load(first: WebAssembly.Exports): void {
  try {
    if (rest === undefined) throw new Error("the page did not say where it is");
    if (typeof rest === "string") rest = new WebAssembly.Module(fetched(rest));
    new WebAssembly.Instance(rest, { first });
  } catch (reason) {
    unloaded = true;
    throw new Error(`the rest of the program could not be loaded: ${reason instanceof Error ? reason.message : String(reason)}`);
  }
}

/** fetched is a file of the site, at once. */
function fetched(url: string): ArrayBuffer {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(`the server answered ${request.status} for ${url}`);
  return request.response as ArrayBuffer;
}

async function run(started: Started): Promise<void> {
  try {
    const go = new Go();
    go.env = __ENVIRONMENT__;
    rest = started.rest;
    const instance = await WebAssembly.instantiate(started.module, { ...go.importObject, rest: { load: () => load(instance.exports) } });
    await go.run(instance);
    stopped("the program ended");
  } catch (reason) {
    stopped(reason);
  }
}

function bytesOf({ bytes }: Call): Uint8Array {
  return bytes instanceof Blob ? new Uint8Array(new FileReaderSync().readAsArrayBuffer(bytes)) : bytes;
}

addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if ("module" in message) {
    void run(message);
    return;
  }
  if ("rest" in message) {
    rest = message.rest;
    return;
  }
  const call = exports[message.name] as Export | undefined;
  if (!call) {
    stopped(`the program has no ${message.name}`);
    return;
  }
  try {
    say({ id: message.id, envelope: call(message.request, bytesOf(message)) });
  } catch (reason) {
    stopped(reason);
  }
});
