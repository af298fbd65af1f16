// The two programs and the workers that run them. A program comes from beside the
// page in the site, from inside the page in the single file. It is compiled once;
// each worker gets the compiled module. The early script has begun with the first.

import { Failure } from "./failures.ts";
import type { Rest, ToWorker } from "./protocol.ts";
import { blobAddress, compile, makePolicy, messageOf, restOf, run, type Program } from "./start.ts";

/** decode reads a paste and gives the report; it is loaded with the page. */
export const decode: Program = { name: "decode", url: __DECODE_URL__, block: "decode-wasm" };
/** rest is the other half of decode: what ordinary pastes do not need. It is loaded after the first answer, or when a paste needs it. */
const rest: Program = { name: "rest", url: __REST_URL__, block: "rest-wasm" };
/** lab issues, verifies and simulates, and gives what is asked for after the report: text, tree, names, comparison. It is loaded when it is needed, or when the page is idle after the first answer. */
export const lab: Program = { name: "lab", url: __LAB_URL__, block: "lab-wasm" };

const first = globalThis.mtlensFirst;
const compiled = new Map<Program, Promise<WebAssembly.Module>>();
if (first) compiled.set(decode, first.module);
/** The worker that the early script started, until it is taken. */
let begun = first?.worker;

/** What decode's next worker is given of its rest, and the worker that it has now. */
let restGiven: Promise<Rest> | undefined = first?.rest;
let decoding: Worker | undefined;

/** complete fetches the rest of decode and hands it to its worker. It may fail: a worker that needs it asks for it itself. */
export async function complete(): Promise<void> {
  if (typeof (await restGiven) === "object") return;
  const module = await compile(rest);
  restGiven = Promise.resolve(module);
  decoding?.postMessage({ rest: module } satisfies ToWorker);
}

/** startWorker resolves with a worker whose program is ready. */
export async function startWorker(program: Program): Promise<Worker> {
  if (program === decode && begun) {
    const worker = begun;
    begun = undefined;
    try {
      decoding = await worker;
      return decoding;
    } catch (reason) {
      compiled.delete(decode);
      throw new Failure("load", messageOf(reason));
    }
  }
  const compiling = compiled.get(program) ?? compile(program);
  compiled.set(program, compiling);
  await compiling.catch((reason: unknown) => {
    compiled.delete(program);
    throw new Failure("load", messageOf(reason));
  });
  const worker = new Worker(trusted(address), { name: `mtlens ${program.name}` });
  if (program !== decode) return run(worker, compiling);
  restGiven ??= restOf(rest);
  decoding = await run(worker, compiling, restGiven);
  return decoding;
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
