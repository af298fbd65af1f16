// What the page and its worker say to each other.

import type { Piece, Slice } from "./slices.ts";

/** From the page: what to compile, the program to run, then calls; and that it is time to have the rest of it. */
export type ToWorker = { compile: Source } | Started | { complete: true } | Call;

export interface Started {
  module: Source;
  /** Of a program that was split: the rest of it. */
  rest?: Source | undefined;
}

/** Source is a program as a worker is given it: compiled, or where it is to be had. */
export type Source = WebAssembly.Module | string;

export interface Call {
  id: number;
  /** The answer is wanted as text to read: what is none is laid out by the worker. */
  text?: boolean;
  /** The export of the program: "decode", "view". */
  name: string;
  /** JSON. */
  request: string;
  /** What may be large is a Blob: the worker reads it, and nobody copies it. */
  bytes: Uint8Array | Blob;
}

/** From the worker: readiness once, answers, and the last words of a program that stopped; what it compiled and what it asked for. */
export type FromWorker =
  | { ready: true }
  | Answer
  | Sliced
  | (Piece & { id: number })
  | { stopped: string; /** True when the rest of the program could not be had. */ unloaded?: boolean }
  | { compiled: WebAssembly.Module }
  /** The rest is there; or it could not be had, and is asked for once more when it is needed. */
  | { completed: WebAssembly.Module | undefined }
  | { requested: readonly Requested[] };

/** Requested is what a worker asked for: what the browser says of it, its time as that of the page's requests. */
export interface Requested extends Pick<PerformanceResourceTiming, "name" | "workerStart" | "transferSize" | "decodedBodySize"> {
  /** In milliseconds since 1970. */
  at: number;
}

export interface Answer {
  id: number;
  /** The envelope as JSON: {"ok": …} or {"error": {"code", "message"}}. */
  envelope: string;
}

/** Sliced is a part of an answer that comes after it. */
export interface Sliced extends Slice {
  id: number;
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
