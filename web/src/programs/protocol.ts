// What the page and its worker say to each other.

/** From the page: first the compiled program, then calls; and the rest of it, when that has come. */
export type ToWorker = Started | { rest: WebAssembly.Module } | Call;

export interface Started {
  module: WebAssembly.Module;
  /** Of a program that was split: the rest of it, or where it is to be had. */
  rest?: Rest | undefined;
}

export type Rest = WebAssembly.Module | string;

export interface Call {
  id: number;
  /** The export of the program: "decode", "view". */
  name: string;
  /** JSON. */
  request: string;
  /** What may be large is a Blob: the worker reads it, and nobody copies it. */
  bytes: Uint8Array | Blob;
}

/** From the worker: readiness once, answers, and the last words of a program that stopped. */
export type FromWorker = { ready: true } | Answer | { stopped: string; /** True when the rest of the program could not be had. */ unloaded?: boolean };

export interface Answer {
  id: number;
  /** The envelope as JSON: {"ok": …} or {"error": {"code", "message"}}. */
  envelope: string;
}

/** From the page to the service worker: what is missing still; or that it may take over. */
export type ToService = "missing" | "take over";

/** From the service worker: how far it is, what it asked the server for, what is missing. */
export type FromService =
  | { stored: number; of: number }
  | { fetched: string }
  /** It has no answer to this of its own, so the server was asked. */
  | { passed: string }
  | { missing: string[]; of: number };
