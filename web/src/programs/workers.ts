// The two programs and the workers that run them. A program comes from beside the
// page in the site, from inside the page in the single file. It is compiled once;
// each worker gets the compiled module.

import { Failure } from "./failures.ts";
import type { FromWorker, ToWorker } from "./protocol.ts";

/** Program is one of the page's WebAssembly programs. */
export interface Program {
  readonly name: string;
  /** Its address in the site. */
  readonly url: string;
  /** The data block of the single file that holds it. */
  readonly block: string;
}

/** decode reads a paste and gives the report; it is loaded with the page. */
export const decode: Program = { name: "decode", url: __DECODE_URL__, block: "decode-wasm" };
/** lab issues, verifies and simulates, and gives what is asked for after the report: text, tree, names, comparison. It is loaded when it is needed, or when the page is idle after the first answer. */
export const lab: Program = { name: "lab", url: __LAB_URL__, block: "lab-wasm" };

const compiled = new Map<Program, Promise<WebAssembly.Module>>();

/** startWorker resolves with a worker whose program is ready. */
export async function startWorker(program: Program): Promise<Worker> {
  const compiling = compiled.get(program) ?? compile(program);
  compiled.set(program, compiling);
  const module = await compiling.catch((reason: unknown) => {
    compiled.delete(program);
    throw new Failure("load", reason instanceof Error ? reason.message : String(reason));
  });
  const worker = new Worker(trusted(workerAddress()), { name: `mtlens ${program.name}` });
  return new Promise((resolve, reject) => {
    const failed = (message: string): void => {
      clearTimeout(timer);
      worker.terminate();
      reject(new Failure("load", message));
    };
    const timer = setTimeout(() => failed("it did not start in time"), startLimit);
    worker.onerror = (event) => failed(event.message || "its script could not be run");
    worker.onmessage = (event: MessageEvent<FromWorker>) => {
      if ("stopped" in event.data) failed(event.data.stopped);
      if (!("ready" in event.data)) return;
      clearTimeout(timer);
      worker.onerror = worker.onmessage = null;
      resolve(worker);
    };
    worker.postMessage({ module } satisfies ToWorker);
  });
}

/** A phone needs some two seconds for the start; more than this is a fault. */
const startLimit = 30_000;

async function compile({ url, block }: Program): Promise<WebAssembly.Module> {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  if (!__SINGLE_FILE__) {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`the server answered ${response.status} for ${url}`);
    return WebAssembly.compileStreaming(response);
  }
  const packed = Uint8Array.from(atob(dataBlock(block)), (c) => c.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return WebAssembly.compile(await new Response(stream).arrayBuffer());
}

let blobAddress: string | undefined;

function workerAddress(): string {
  if (!__SINGLE_FILE__) return __WORKER_URL__;
  blobAddress ??= URL.createObjectURL(new Blob([dataBlock("worker-source")], { type: "text/javascript" }));
  return blobAddress;
}

function dataBlock(id: string): string {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`the page holds no ${id}`);
  return text;
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): { createScriptURL(url: string): unknown };
}

// The one policy of the page. It passes the addresses of the workers and nothing else.
const policy = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("mtlens", {
  createScriptURL(url) {
    if (url !== workerAddress() && (__SINGLE_FILE__ || url !== __SERVICE_URL__)) throw new TypeError("not the address of a worker");
    return url;
  },
});

/** register starts the service worker that keeps the site's files. */
export function register(): Promise<ServiceWorkerRegistration> {
  return navigator.serviceWorker.register(trusted(__SERVICE_URL__), { updateViaCache: "none" });
}

function trusted(url: string): string {
  return (policy?.createScriptURL(url) ?? url) as string;
}
