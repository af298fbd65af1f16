// The worker: runs a program. The build puts Go's wasm_exec.js in front of it.
//
// The bridge in the program recovers from panics and answers them with an envelope.
// So whatever is thrown out of an export, and the program's end, mean that the
// program is dead: the worker says so once, and the page starts another.
//
// A program that was split asks for its rest in the middle of a call, and waits for it: so
// it is made at once, of what was compiled before, or else of what is fetched then,
// synchronously. The page lets the worker compile it right after the first answer, so that
// this seldom happens.

import { compiled, compiledAtOnce } from "./compiling.ts";
import { cut, pieces } from "./slices.ts";
import type { Call, FromWorker, Source, Started, ToWorker } from "./protocol.ts";
import { sample } from "./warm.ts";

declare const Go: new () => {
  importObject: WebAssembly.Imports;
  env: Readonly<Record<string, string>>;
  run(instance: WebAssembly.Instance): Promise<void>;
};

/** What a program finds in its environment. */
declare const __ENVIRONMENT__: Readonly<Record<string, string>>;

type Export = (request: string, bytes?: Uint8Array) => string;

const exports: Record<string, Export | (() => void)> = {
  ready() {
    say({ ready: true });
    setTimeout(warm);
  },
};

declare global {
  var mtlens: Record<string, Export | (() => void)>;
}
globalThis.mtlens = exports;

function say(message: FromWorker): void {
  postMessage(message);
}

/** warm has the program that reads a paste read one that nobody sees: see warm.ts. */
function warm(): void {
  try {
    (exports.decode as Export | undefined)?.(JSON.stringify({ now: Date.now() }), new TextEncoder().encode(sample));
  } catch (reason) {
    stopped(reason);
  }
}

function stopped(reason: unknown): void {
  say({ stopped: reason instanceof Error ? reason.message : String(reason), unloaded });
}

let rest: Source | undefined;
let unloaded = false;

/** load makes the rest of a program; where it throws, the program is dead. */
function load(first: WebAssembly.Exports): void {
  try {
    if (rest === undefined) throw new Error("the page did not say where it is");
    rest = compiledAtOnce(rest);
    new WebAssembly.Instance(rest, { first });
  } catch (reason) {
    unloaded = true;
    throw new Error(`the rest of the program could not be loaded: ${reason instanceof Error ? reason.message : String(reason)}`);
  }
}

/** complete compiles the rest before it is needed. */
async function complete(): Promise<void> {
  try {
    if (rest === undefined) return;
    rest = await compiled(rest);
  } catch {
    // It is asked for again when it is needed, and what is wrong is said then.
  }
  say({ completed: rest instanceof WebAssembly.Module ? rest : undefined });
}

async function run(started: Started): Promise<void> {
  try {
    const go = new Go();
    go.env = __ENVIRONMENT__;
    rest = started.rest;
    const module = await compiled(started.module);
    const instance = await WebAssembly.instantiate(module, { ...go.importObject, rest: { load: () => load(instance.exports) } });
    const ended = go.run(instance);
    if (module !== started.module) say({ compiled: module });
    await ended;
    stopped("the program ended");
  } catch (reason) {
    stopped(reason);
  }
}

// The page's own list of requests has none of a worker's.
new PerformanceObserver((list) => {
  const requested = (list.getEntries() as PerformanceResourceTiming[]).map(({ name, startTime, workerStart, transferSize, decodedBodySize }) =>
    ({ name, at: performance.timeOrigin + startTime, workerStart, transferSize, decodedBodySize }));
  say({ requested });
}).observe({ type: "resource", buffered: true });

/** told answers with text as it is shown and saved. */
function told(id: number, envelope: string): boolean {
  const { ok } = JSON.parse(envelope) as { ok?: unknown };
  if (ok === undefined) return false;
  for (const part of pieces(typeof ok === "string" ? ok : `${JSON.stringify(ok, null, 2)}\n`)) say({ id, ...part });
  return true;
}

/** A longer answer is cut: the page reads a slice at a time. */
const long = 1 << 17;

function answer(id: number, envelope: string): void {
  if (envelope.length <= long) {
    say({ id, envelope });
    return;
  }
  const { slices, rest } = cut(envelope);
  for (const slice of slices) say({ id, ...slice });
  say({ id, envelope: rest });
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
  if ("compile" in message) {
    compiled(message.compile).then((module) => say({ compiled: module }), stopped);
    return;
  }
  if ("complete" in message) {
    void complete();
    return;
  }
  const call = exports[message.name] as Export | undefined;
  if (!call) {
    stopped(`the program has no ${message.name}`);
    return;
  }
  try {
    const envelope = call(message.request, bytesOf(message));
    if (!message.text || !told(message.id, envelope)) answer(message.id, envelope);
  } catch (reason) {
    stopped(reason);
  }
});

// The first worker is told by its name where its program and the rest of it are, beside its script.
const [, , program, restOfIt] = (globalThis.name ?? "").split(" ");
if (program && restOfIt) void run({ module: new URL(program, location.href).href, rest: new URL(restOfIt, location.href).href });
