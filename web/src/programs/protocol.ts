// What the page and its worker say to each other.

/** From the page: first the compiled core, then calls. */
export type ToWorker = { module: WebAssembly.Module } | Call;

export interface Call {
  id: number;
  /** The export of the core: "decode", "view". */
  name: string;
  /** JSON. */
  request: string;
  bytes: Uint8Array;
}

/** From the worker: readiness once, answers, and the last words of a core that stopped. */
export type FromWorker = { ready: true } | Answer | { stopped: string };

export interface Answer {
  id: number;
  /** The envelope as JSON: {"ok": …} or {"error": {"code", "message"}}. */
  envelope: string;
}
