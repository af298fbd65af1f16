// The worker: runs a program. The build puts Go's wasm_exec.js in front of it.
//
// The bridge in the program recovers from panics and answers them with an envelope.
// So whatever is thrown out of an export, and the program's end, mean that the
// program is dead: the worker says so once, and the page starts another.

import type { FromWorker, ToWorker } from "./protocol.ts";

declare const Go: new () => {
  importObject: WebAssembly.Imports;
  run(instance: WebAssembly.Instance): Promise<void>;
};

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
  say({ stopped: reason instanceof Error ? reason.message : String(reason) });
}

async function run(module: WebAssembly.Module): Promise<void> {
  try {
    const go = new Go();
    await go.run(await WebAssembly.instantiate(module, go.importObject));
    stopped("the program ended");
  } catch (reason) {
    stopped(reason);
  }
}

addEventListener("message", (event: MessageEvent<ToWorker>) => {
  const message = event.data;
  if ("module" in message) {
    void run(message.module);
    return;
  }
  const call = exports[message.name] as Export | undefined;
  if (!call) {
    stopped(`the program has no ${message.name}`);
    return;
  }
  try {
    say({ id: message.id, envelope: call(message.request, message.bytes) });
  } catch (reason) {
    stopped(reason);
  }
});
