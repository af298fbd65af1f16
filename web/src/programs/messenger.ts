// Calls of a program in its worker: an identifier leads to a promise. A program that
// stops, or takes too long, is ended: its calls are rejected with a reason, and
// another is started, so that the next call finds it ready.

import { Failure, type FailureCode } from "./failures.ts";
import type { Call, FromWorker } from "./protocol.ts";
import { joined, type Elements } from "./slices.ts";

/** The largest input takes some seconds; an answer later than this does not come. */
const answerLimit = 20_000;

interface Pending {
  resolve(value: unknown): void;
  reject(failure: Failure): void;
  timer: ReturnType<typeof setTimeout>;
  /** What came of the answer before its end. */
  readonly slices: Elements[];
  readonly pieces: string[];
}

export class Messenger {
  readonly #start: () => Promise<Worker>;
  readonly #limit: number;
  #starting: Promise<Worker> | undefined;
  #worker: Worker | undefined;
  #pending = new Map<number, Pending>();
  #last = 0;

  constructor(start: () => Promise<Worker>, limit = answerLimit) {
    this.#start = start;
    this.#limit = limit;
  }

  /** ready resolves when the program is there; it starts one if need be. */
  ready(): Promise<Worker> {
    this.#starting ??= this.#start().then(
      (worker) => {
        worker.onmessage = (event: MessageEvent<FromWorker | null>) => {
          if (event.data) this.#hear(event.data);
          else this.restart("crash", "its answer could not be read");
        };
        worker.onerror = (event) => this.restart("crash", event.message || "its worker failed");
        worker.onmessageerror = () => this.restart("crash", "its answer could not be read");
        this.#worker = worker;
        return worker;
      },
      (failure: Failure) => {
        this.#starting = undefined;
        throw failure;
      },
    );
    return this.#starting;
  }

  /** call resolves with what the export of the program answers. */
  call(name: string, request: object, bytes: Uint8Array | Blob): Promise<unknown> {
    return this.#call({ name, request: JSON.stringify(request), bytes });
  }

  /** text resolves with the answer as text to read, in pieces: a string as it is, and what is none as JSON. */
  text(name: string, request: object, bytes: Uint8Array | Blob): Promise<readonly string[]> {
    return this.#call({ name, request: JSON.stringify(request), bytes, text: true }) as Promise<readonly string[]>;
  }

  async #call(call: Omit<Call, "id">): Promise<unknown> {
    const worker = await this.ready();
    const id = ++this.#last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.restart("timeout", `no answer within ${this.#limit / 1000} seconds`), this.#limit);
      this.#pending.set(id, { resolve, reject, timer, slices: [], pieces: [] });
      worker.postMessage({ id, ...call } satisfies Call);
    });
  }

  /** restart ends the program whatever it does and starts another. */
  restart(code: FailureCode, reason: string): void {
    if (!this.#worker) return;
    this.#worker.terminate();
    this.#worker = this.#starting = undefined;
    const calls = [...this.#pending.values()];
    this.#pending.clear();
    for (const call of calls) {
      clearTimeout(call.timer);
      call.reject(new Failure(code, reason));
    }
    this.ready().catch(() => undefined); // the next call says so
  }

  #hear(message: FromWorker): void {
    if ("stopped" in message) this.restart(message.unloaded ? "load" : "crash", message.stopped);
    if (!("id" in message)) return;
    const call = this.#pending.get(message.id);
    if (!call) return;
    if ("slice" in message) {
      const elements = read(message.slice);
      if (Array.isArray(elements)) call.slices.push({ path: message.path, elements });
      else this.restart("crash", "its answer could not be read");
      return;
    }
    if ("piece" in message) {
      call.pieces.push(message.piece);
      if (!message.last) return;
      this.#settled(message.id, call);
      call.resolve(call.pieces);
      return;
    }
    const envelope = opened(message.envelope, call.slices);
    if (!envelope) {
      this.restart("crash", "its answer could not be read");
      return;
    }
    this.#settled(message.id, call);
    if ("error" in envelope) call.reject(new Failure(envelope.error.code, envelope.error.message));
    else call.resolve(envelope.ok);
  }

  #settled(id: number, { timer }: Pending): void {
    this.#pending.delete(id);
    clearTimeout(timer);
  }
}

type Envelope = { ok: unknown } | { error: { code: FailureCode; message: string } };

/** opened reads an envelope; it gives undefined for what is none. */
function opened(text: string, slices: readonly Elements[]): Envelope | undefined {
  const envelope = read(text);
  return typeof envelope === "object" && envelope && ("ok" in envelope || "error" in envelope) ? (joined(envelope, slices) as Envelope) : undefined;
}

/** read reads JSON; it gives undefined for what is none. */
function read(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
