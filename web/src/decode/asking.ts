// The asker of the report: asks decode about the paste, one question at a time, the
// latest wins. The views of the report are asked of the lab after it, when the reader
// has one before them.

import { asFailure } from "../programs/rejected.ts";
import type { Messenger } from "../programs/messenger.ts";
import { filled } from "./like.ts";
import type { Report } from "./report.gen.ts";
import { bytesOf } from "../app/bytes.ts";
import { isEmpty } from "../app/paste.ts";
import { busy, examining, type State, type View } from "../app/state.ts";
import type { Action } from "../app/update.ts";
import { viewOf } from "./whole.ts";

/** An answer that takes longer is announced, and given up for a newer paste. */
const slowAfter = 700;
/** A view is fetched once the paste has been left alone for so long. */
const viewAfter = 250;

export class ReportAsker {
  readonly #reports: Messenger;
  readonly #views: Messenger;
  /** Knows what was given beside the paste. */
  readonly #examiner: Messenger;
  readonly #state: () => State;
  readonly #dispatch: (action: Action) => void;
  #asking: { revision: number; since: number } | undefined;
  #viewTimer: ReturnType<typeof setTimeout> | undefined;
  #viewing: string | undefined;
  #waiting: (() => void)[] = [];

  constructor(reports: Messenger, views: Messenger, examiner: Messenger, state: () => State, dispatch: (action: Action) => void) {
    this.#reports = reports;
    this.#views = views;
    this.#examiner = examiner;
    this.#state = state;
    this.#dispatch = dispatch;
  }

  /** changed is called after every change of the state. */
  changed(): void {
    const state = this.#state();
    if (busy(state)) {
      if (!this.#asking) void this.#ask(state);
      else if (this.#asking.revision !== state.revision && performance.now() - this.#asking.since > slowAfter) {
        this.#reports.restart("canceled", "a newer paste came");
      }
    } else this.#wantView(state);
  }

  /** answered resolves when no answer is awaited. */
  answered(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#asking) this.#waiting.push(resolve);
      else resolve();
    });
  }

  /** cancel gives up the answer that is awaited. */
  cancel(): void {
    this.#reports.restart("canceled", "stopped by hand");
  }

  #view(view: View): Promise<readonly string[]> {
    const bytes = bytesOf(this.#state().paste);
    const now = Date.now();
    if (view === "json") return this.#examiner.text("result", { now }, bytes);
    if (view === "report") return this.#views.text("report", { now }, bytes);
    if (view === "markdown") return this.#examiner.text("markdown", { now }, bytes);
    return this.#views.text("view", { now, view }, bytes);
  }

  async #ask(state: State): Promise<void> {
    const { revision, paste } = state;
    const bytes = bytesOf(paste);
    this.#asking = { revision, since: performance.now() };
    const slow = setTimeout(() => this.#dispatch({ type: "slow", revision }), slowAfter);
    let action: Action;
    try {
      const report = isEmpty(paste)
        ? undefined
        : filled((await this.#reports.call("decode", { now: Date.now() }, bytes)) as Report);
      action = { type: "answered", revision, report };
    } catch (reason) {
      action = { type: "failed", revision, failure: asFailure(reason) };
    }
    clearTimeout(slow);
    this.#asking = undefined;
    this.#dispatch(action);
    this.changed(); // a newer paste may wait
    if (!this.#asking) for (const resolve of this.#waiting.splice(0)) resolve();
  }

  #wantView(state: State): void {
    clearTimeout(this.#viewTimer);
    const { report, answered } = state;
    if (answered !== state.revision || !report) return;
    const view = viewOf(report, state.view);
    const name = `${answered} ${view}`;
    if ((view === "markdown" || view === "json") && examining(state)) return; // they tell of that too
    const fetched = view !== "asn1" && view !== "compare";
    if (!fetched || state.views[view]?.revision === answered || this.#viewing === name) return;
    this.#viewTimer = setTimeout(async () => {
      this.#viewing = name;
      const made = await this.#view(view).then((text) => ({ text }), (reason: unknown) => ({ text: [], failure: asFailure(reason).message }));
      this.#viewing = undefined;
      this.#dispatch({ type: "fetched", revision: answered, view, ...made });
    }, viewAfter);
  }
}
