// Starting a program in a worker. The early script and the page share this: each has
// it in its own bundle, and the page takes over what the early one began.

import { Failure } from "./failures.ts";
import type { FromWorker, Source, ToWorker } from "./protocol.ts";

/** Program is one of the page's WebAssembly programs. */
export interface Program {
  readonly name: string;
  /** Its address in the site. */
  readonly url: string;
  /** The data block of the single file that holds it. */
  readonly block: string;
}

/**
 * sourceOf is what a worker is given of a program: in the site its address, so that the worker compiles it. What is
 * in the single file is compiled by the page: Firefox may stop reacting where a page is left whose workers unpack.
 */
export async function sourceOf({ url, block }: Program): Promise<Source> {
  if (typeof WebAssembly !== "object") throw new Error("this browser has no WebAssembly");
  return __SINGLE_FILE__ ? WebAssembly.compile(await unpacked(dataBlock(block))) : new URL(url, document.baseURI).href;
}

/** Policy makes the addresses of workers into what Trusted Types let through. */
export interface Policy {
  createScriptURL(url: string): unknown;
}

/** First is what the early script began. */
export interface First {
  readonly policy: Policy | undefined;
  /** The address of the workers' script. */
  readonly address: string;
  readonly module: Promise<Source>;
  readonly rest: Promise<Source>;
  /** Its worker, once its program is ready. */
  readonly worker: Promise<Worker>;
  /** Hands on what the worker says, and first what it has said already. */
  hear(listen: (said: FromWorker | null) => void): void;
}

declare global {
  /** It is absent where the early script was not let run. */
  var mtlensFirst: First | undefined;
}

interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

/** makePolicy makes the one policy of the page: it passes these addresses and nothing else. */
export function makePolicy(...addresses: string[]): Policy | undefined {
  return (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy("mtlens", {
    createScriptURL(url) {
      if (!addresses.includes(url)) throw new TypeError("not the address of a worker");
      return url;
    },
  });
}

/** blobAddress is the address of the workers' script in the single file, which carries it as text. */
export function blobAddress(): string {
  return URL.createObjectURL(new Blob([dataBlock("worker-source")], { type: "text/javascript" }));
}

export function dataBlock(id: string): string {
  const text = document.getElementById(id)?.textContent;
  if (!text) throw new Error(`the page holds no ${id}`);
  return text;
}

/** table fetches what goes with the programs and is none: a table in JSON. */
export async function table({ url, block }: Omit<Program, "name">): Promise<unknown> {
  if (__SINGLE_FILE__) return JSON.parse(dataBlock(block));
  const response = await fetch(url);
  if (!response.ok) throw new Error(`the server answered ${response.status} for ${url}`);
  return response.json();
}

/** compiledFor makes a program that several workers run: the first of them compiles it, but in the single file. */
export async function compiledFor(worker: Worker, program: Program): Promise<WebAssembly.Module> {
  const source = await sourceOf(program);
  if (source instanceof WebAssembly.Module) return source;
  return new Promise((resolve, reject) => {
    worker.addEventListener("message", ({ data }: MessageEvent<FromWorker>) => {
      if ("compiled" in data) resolve(data.compiled);
      else if ("stopped" in data) reject(new Error(data.stopped));
    });
    worker.addEventListener("error", ({ message }) => reject(new Error(message || "its script could not be run")));
    worker.postMessage({ compile: source } satisfies ToWorker);
  });
}

function unpacked(text: string): Promise<ArrayBuffer> {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/**
 * run resolves with the worker when the program in it is ready. The worker is given before the module is there, so that its script is read meanwhile;
 * one whose name says where the program is needs none.
 */
export function run(worker: Worker, compiling?: Promise<Source>, rest?: Promise<Source | undefined>): Promise<Worker> {
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
    if (compiling) Promise.all([compiling, rest]).then(([module, rest]) => worker.postMessage({ module, rest } satisfies ToWorker), (reason: unknown) => failed(messageOf(reason)));
  });
}

export function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}

/** A phone needs some two seconds for the start; more than this is a fault. */
const startLimit = 30_000;
