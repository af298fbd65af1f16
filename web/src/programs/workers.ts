// The two programs and the workers that run them. A program comes from beside the
// page in the site, from inside the page in the single file. It is compiled once, in
// the site by the first worker that runs it; the others get the compiled module. The
// early script has begun with the first program.

import { Failure } from "./failures.ts";
import type { FromWorker, Requested, Source, ToWorker } from "./protocol.ts";
import { blobAddress, compiledFor, makePolicy, messageOf, run, sourceOf, type Program } from "./start.ts";

/** decode reads a paste and gives the report; it is loaded with the page. */
export const decode: Program = { name: "decode", url: __DECODE_URL__, block: "decode-wasm" };
/** rest is the other half of decode: what ordinary pastes do not need. It is loaded when the page is ready and owes no answer, or when a paste needs it. */
const rest: Program = { name: "rest", url: __REST_URL__, block: "rest-wasm" };
/** lab issues, verifies and simulates, and gives what is asked for after the report: text, tree, names, comparison. It is loaded when it is needed, or when the page is idle after the first answer. */
export const lab: Program = { name: "lab", url: __LAB_URL__, block: "lab-wasm" };

const first = globalThis.mtlensFirst;
/** What the next worker of a program is given of it. */
const sources = new Map<Program, Promise<Source>>();
if (first) sources.set(decode, first.module);
/** The worker that the early script started, until it is taken. */
let begun = first?.worker;

/** What decode's next worker is given of its rest, and the worker that it has now. */
let restGiven = first?.rest;
let decoding: Worker | undefined;
let isComplete = false;
/** Called when it is known whether the worker has the rest. */
let completed: () => void = () => undefined;

/** complete makes decode's worker fetch and compile the rest. That may fail: it asks once more when it needs it. */
export function complete(): Promise<void> {
  return new Promise((resolve) => {
    completed = resolve;
    if (decoding && !__SINGLE_FILE__ && !isComplete) decoding.postMessage({ complete: true } satisfies ToWorker);
    else resolve();
  });
}

/** startWorker resolves with a worker whose program is ready. */
export async function startWorker(program: Program): Promise<Worker> {
  try {
    if (program !== decode) return await start(program);
    completed(); // a worker that was ended says no more
    restGiven ??= sourceOf(rest);
    decoding = await (begun ? takeBegun(begun) : start(decode, restGiven));
    return decoding;
  } catch (reason) {
    throw new Failure("load", messageOf(reason));
  }
}

async function takeBegun(early: Promise<Worker>): Promise<Worker> {
  begun = undefined;
  try {
    const worker = await early;
    first?.hear((said) => heard(decode, said));
    return worker;
  } catch (reason) {
    sources.delete(decode);
    throw reason;
  }
}

// The first worker of a program compiles it; who comes meanwhile waits for what it compiles.
async function start(program: Program, rest?: Promise<Source>): Promise<Worker> {
  const worker = new Worker(trusted(address), { name: `mtlens ${program.name}` });
  hear(program, worker);
  const compiling = sources.get(program) ?? compiledFor(worker, program);
  sources.set(program, compiling);
  try {
    await compiling;
  } catch (reason) {
    worker.terminate();
    sources.delete(program);
    throw reason;
  }
  return run(worker, compiling, rest);
}

function hear(program: Program, worker: Worker): void {
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker | null>) => heard(program, data));
}

function heard(program: Program, said: FromWorker | null): void {
  if (!said) return;
  if ("requested" in said) for (const one of said.requested) requested(one);
  if ("compiled" in said) sources.set(program, Promise.resolve(said.compiled));
  if (!("completed" in said)) return;
  isComplete ||= said.completed !== undefined;
  if (said.completed) restGiven = Promise.resolve(said.completed);
  completed();
}

let requested: (one: Requested) => void = () => undefined;

/** onRequested tells of each request that a worker makes. */
export function onRequested(tell: (one: Requested) => void): void {
  requested = tell;
}

const address = first?.address ?? (__SINGLE_FILE__ ? blobAddress() : __WORKER_URL__);
const policy = first ? first.policy : __SINGLE_FILE__ ? makePolicy(address) : makePolicy(address, __SERVICE_URL__);

/** register starts the service worker that keeps the site's files. */
export function register(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(trusted(__SERVICE_URL__), { updateViaCache: "none" });
}

function trusted(url: string): string {
  return (policy?.createScriptURL(url) ?? url) as string;
}
