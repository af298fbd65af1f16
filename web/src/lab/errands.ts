// The asker of errands: asks the lab for what the forms offer, for certificates and
// for handshakes, when one of its parts is before the reader.

import { base64Of } from "../app/bytes.ts";
import { asFailure } from "../programs/rejected.ts";
import type { Archive, BundleCheck, Choices, Issued, MaterialCheck, PresetRequest, Simulation, Verdict } from "./lab.gen.ts";
import type { Messenger } from "../programs/messenger.ts";
import type { State } from "../app/state.ts";
import type { Action } from "../app/update.ts";
import { judged, keyless, simulateRequest, verifyRequest } from "./request.ts";
import type { Edits, Errand, LabAction } from "./lab-state.ts";

/** A simulation waits until the form has been left alone for so long. */
const restAfter = 150;

export class ErrandAsker {
  readonly #program: Messenger;
  readonly #state: () => State;
  readonly #dispatch: (action: Action) => void;
  #simulating = false;
  #simulateTimer: ReturnType<typeof setTimeout> | undefined;
  #choosing = false;
  /** What was asked for by hand and is under way. */
  #errand: Errand | undefined;

  constructor(program: Messenger, state: () => State, dispatch: (action: Action) => void) {
    this.#program = program;
    this.#state = state;
    this.#dispatch = dispatch;
  }

  /** changed is called after every change of the state. */
  changed(): void {
    const { part, lab } = this.#state();
    if (part === "decode") return;
    if (!lab.choices) void this.#choose();
    else if (part === "simulate") this.#wantSimulation();
  }

  /** issue makes a client certificate; undefined when it was stopped or failed. */
  issue(edits: Edits, text: string, of: Errand = "issue"): Promise<Issued | undefined> {
    return this.#run<Issued>(of, text, "issue", edits);
  }

  preset(request: PresetRequest, text: string, of: Errand = "issue"): Promise<Issued | undefined> {
    return this.#run<Issued>(of, text, "preset", request);
  }

  zip(text: string): Promise<Archive | undefined> {
    return this.#run<Archive>("zip", text, "zip", {});
  }

  pack(files: Issued["files"], text: string): Promise<Archive | undefined> {
    return this.#run<Archive>("zip", text, "pack", { files, password: "" });
  }

  /** judge tells what AWS would say of a file as a trust store. */
  async judge(file: Uint8Array, password: string): Promise<BundleCheck | undefined> {
    const request = { trustStore: base64Of(file), lists: [], password, filters: [], settings: { mode: "verify", ignoreExpiry: false, advertiseCANames: false } };
    try {
      return ((await this.#call("material", request)) as MaterialCheck).trustStore;
    } catch (reason) {
      this.#lab({ type: "failed", of: "simulate", failure: asFailure(reason) });
      return undefined;
    }
  }

  /** cancel ends the program, whatever it does; it is started again. */
  cancel(): void {
    this.#program.restart("canceled", "stopped by hand");
  }

  /** again asks once more after a failure. */
  again(): void {
    this.#lab({ type: "failed", of: "load", failure: undefined });
  }

  #lab(lab: LabAction): void {
    this.#dispatch({ type: "lab", lab });
  }

  #call(name: string, request: object, now = Date.now()): Promise<unknown> {
    return this.#program.call(name, { now }, new TextEncoder().encode(JSON.stringify(request)));
  }

  async #run<T>(of: Errand, text: string, name: string, request: object): Promise<T | undefined> {
    if (this.#errand) return undefined;
    this.#errand = of;
    const began = performance.now();
    const tell = (): void => this.#lab({ type: "work", work: { of, text, seconds: Math.floor((performance.now() - began) / 1000) } });
    this.#lab({ type: "failed", of, failure: undefined });
    tell();
    const ticking = setInterval(tell, 1000);
    try {
      return (await this.#call(name, request)) as T;
    } catch (reason) {
      this.#lab({ type: "failed", of, failure: asFailure(reason) });
      return undefined;
    } finally {
      clearInterval(ticking);
      this.#errand = undefined;
      this.#lab({ type: "work", work: undefined });
    }
  }

  async #choose(): Promise<void> {
    if (this.#choosing || this.#state().lab.failure) return;
    this.#choosing = true;
    try {
      this.#lab({ type: "choices", choices: (await this.#call("presets", {})) as Choices });
    } catch (reason) {
      this.#lab({ type: "failed", of: "load", failure: asFailure(reason) });
    }
    this.#choosing = false;
    this.changed();
  }

  #wantSimulation(): void {
    clearTimeout(this.#simulateTimer);
    const { lab } = this.#state();
    if (this.#simulating || lab.failure || lab.work?.of === "client" || lab.simulated?.revision === lab.revision) return;
    this.#simulateTimer = setTimeout(() => void this.#simulate(), lab.simulated ? restAfter : 0);
  }

  async #simulate(): Promise<void> {
    const { scene } = this.#state().lab;
    if (scene.client === "issued" && !scene.issued) return this.#client("issued");
    if (scene.wrongKey && !scene.other) return this.#client("other");
    const { revision } = this.#state().lab;
    this.#simulating = true;
    try {
      const { request, now } = simulateRequest(scene);
      if (keyless(scene)) {
        const answer = judged((await this.#call("verify", verifyRequest(scene), now)) as Verdict);
        this.#lab({ type: "simulated", revision, answer, keyless: true });
      } else this.#lab({ type: "simulated", revision, answer: (await this.#call("simulate", request, now)) as Simulation });
    } catch (reason) {
      // Whoever stopped something else did not mean this: it is asked again.
      const failure = asFailure(reason);
      if (failure.code !== "canceled") this.#lab({ type: "failed", of: "simulate", failure });
    }
    this.#simulating = false;
    this.changed();
  }

  // A client for the scene, when there is none: the simulation is useful at once.
  async #client(as: "issued" | "other"): Promise<void> {
    const issued = await this.issue({}, "Issuing a client certificate …", "client");
    if (issued) this.#lab({ type: "set", scene: { [as]: issued } });
  }
}
