// The asker of what comes after the first answer: signatures, Go's strict parser, the
// trust store. The lab answers with the parts of the report that change. It has a
// worker of its own, so that Issue and Simulate never wait for it.

import { base64Of, bytesOf, isStore } from "../app/bytes.ts";
import { examining, type State } from "../app/state.ts";
import type { Action } from "../app/update.ts";
import type { MaterialCheck } from "../lab/lab.gen.ts";
import { Failure } from "../programs/failures.ts";
import { asFailure } from "../programs/rejected.ts";
import type { Messenger } from "../programs/messenger.ts";
import { isGiven, type Examine } from "./examine-state.ts";
import type { Changes } from "./report.gen.ts";

/** It is asked once the paste has been left alone for so long. */
const restAfter = 200;
/** An examination that has taken longer than this is given up for a newer one. */
const patience = 700;

export class ExamineAsker {
  readonly #program: Messenger;
  readonly #state: () => State;
  readonly #dispatch: (action: Action) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: { readonly question: string; readonly since: number } | undefined;
  /** The worker that was given the files, and which revision of them. */
  #given: { readonly worker: Worker; readonly revision: number } | undefined;

  constructor(program: Messenger, state: () => State, dispatch: (action: Action) => void) {
    this.#program = program;
    this.#state = state;
    this.#dispatch = dispatch;
  }

  /** changed is called after every change of the state. */
  changed(): void {
    const state = this.#state();
    clearTimeout(this.#timer);
    const wanted = question(state);
    if (this.#running) {
      const late = performance.now() - this.#running.since > patience;
      if (this.#running.question !== wanted && late) this.#program.restart("canceled", "a newer paste came");
      return;
    }
    if (wanted !== "") this.#timer = setTimeout(() => void this.#run(wanted), restAfter);
  }

  async #run(wanted: string): Promise<void> {
    const state = this.#state();
    this.#running = { question: wanted, since: performance.now() };
    const { answered: revision, paste } = state;
    const material = state.examine.materialRevision;
    try {
      const worker = await this.#program.ready();
      await this.#give(worker, state.examine);
      if (examining(state)) {
        const changes = (await this.#program.call("examine", { now: Date.now() }, bytesOf(paste))) as Changes;
        // A worker that was started meanwhile did not have the files.
        if ((await this.#program.ready()) !== worker) throw new Failure("crash", "it was started again meanwhile");
        this.#dispatch({ type: "examine", examine: { type: "examined", revision, material, changes } });
      }
    } catch (reason) {
      const failure = asFailure(reason);
      if (failure.code !== "canceled") this.#dispatch({ type: "examine", examine: { type: "unexamined", revision, material, failure } });
    }
    this.#running = undefined;
    this.changed(); // a newer paste may wait
  }

  async #give(worker: Worker, { material, materialRevision, judged }: Examine): Promise<void> {
    const given = this.#given?.worker === worker ? this.#given.revision : 0;
    if (given === materialRevision && judged?.revision === materialRevision) return;
    if (!isGiven(material) && given === 0 && materialRevision === 0) return;
    const { trustStore, lists, ignoreExpiry, by, filters } = material;
    const request = {
      trustStore: trustStore ? base64Of(trustStore.bytes) : "", lists: lists.map(({ bytes }) => base64Of(bytes)), password: trustStore?.password ?? "", filters: by === "nlb" ? filters.split("\n") : [],
      settings: { mode: by === "cloudfront" ? "required" : "verify", ignoreExpiry, advertiseCANames: false },
    };
    const answer = (await this.#program.call("material", { now: Date.now() }, new TextEncoder().encode(JSON.stringify(request)))) as MaterialCheck;
    this.#given = { worker, revision: materialRevision };
    this.#dispatch({ type: "examine", examine: { type: "judged", revision: materialRevision, answer } });
    // AWS takes no store; whoever gives one means the certificates in it.
    const store = answer.trustStore;
    if (trustStore && isStore(trustStore.bytes) && !store.locked && store.cleaned !== "" && this.#state().examine.materialRevision === materialRevision) {
      this.#dispatch({ type: "examine", examine: { type: "given", material: { trustStore: { name: trustStore.name, bytes: new TextEncoder().encode(store.cleaned), store } } } });
    }
  }
}

// What is not known yet: of the files, of the paste; empty if there is nothing to ask.
function question(state: State): string {
  const { examine, answered } = state;
  const failed = examine.failure?.material === examine.materialRevision && examine.failure.revision === answered;
  const unjudged = isGiven(examine.material) && examine.judged?.revision !== examine.materialRevision && !failed;
  return examining(state) || unjudged ? `${answered} ${examine.materialRevision}` : "";
}
