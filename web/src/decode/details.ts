// The asker of details: asks the lab about one structure of the paste, or about two,
// when a view has it before the reader: trees, places, names, comparisons. Each slot of the page holds
// one answer, the latest; the one before stays until it is there.

import { bytesOf } from "../app/bytes.ts";
import type { Messenger } from "../programs/messenger.ts";
import type { State } from "../app/state.ts";
import type { Action } from "../app/update.ts";

/** Told is what a slot holds. */
export interface Told<T> {
  /** The last answer; absent before the first. */
  readonly value: T | undefined;
  /** False while the answer to the present question is awaited. */
  readonly fresh: boolean;
  /** Why there is no answer. */
  readonly failure: string | undefined;
}

interface Slot {
  question: string;
  value: unknown;
  fresh: boolean;
  failure: string | undefined;
}

export class DetailAsker {
  readonly #views: Messenger;
  readonly #state: () => State;
  readonly #dispatch: (action: Action) => void;
  readonly #slots = new Map<string, Slot>();
  #revision = 0;

  constructor(views: Messenger, state: () => State, dispatch: (action: Action) => void) {
    this.#views = views;
    this.#state = state;
    this.#dispatch = dispatch;
  }

  /** ask returns what the slot holds, and asks if that is not the answer. */
  ask<T>(slot: string, what: string, request: object): Told<T> {
    const { answered, revision } = this.#state();
    if (answered !== this.#revision) {
      this.#revision = answered;
      // Slots of certificates that are gone with the paste would stay for good.
      if (this.#slots.size > 100) this.#slots.clear();
    }
    const held = this.#slots.get(slot) ?? { question: "", value: undefined, fresh: false, failure: undefined };
    this.#slots.set(slot, held);
    const question = `${answered} ${what} ${JSON.stringify(request)}`;
    if (held.question !== question && answered === revision) {
      held.question = question;
      held.fresh = false;
      void this.#answer(held, what, request);
    }
    return held as Told<T>;
  }

  /** again asks once more what the slot got no answer to. */
  again(slot: string): void {
    const held = this.#slots.get(slot);
    if (held) Object.assign(held, { question: "", failure: undefined, fresh: false });
    this.#dispatch({ type: "told" });
  }

  async #answer(held: Slot, what: string, request: object): Promise<void> {
    const { question } = held;
    let value: unknown;
    let failure: string | undefined;
    try {
      value = await this.call(what, request);
    } catch (reason) {
      failure = reason instanceof Error ? reason.message : String(reason);
    }
    if (held.question !== question) return;
    Object.assign(held, { value, failure, fresh: true });
    this.#dispatch({ type: "told" });
  }

  /** call asks once, about the paste or about the bytes given. */
  call(what: string, request: object, bytes?: Uint8Array | Blob): Promise<unknown> {
    return this.#views.call(what, { now: Date.now(), ...request }, bytes ?? bytesOf(this.#state().paste));
  }
}
