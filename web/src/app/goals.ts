// What an address or a card leads to beside parts and views: an example or a shared
// paste, which takes the place of the paste; a finding, a sender, a preset or a field,
// which is gone to once it is there.

import type { Address } from "./address.ts";
import { isEmpty } from "./paste.ts";
import { busy, cardKey, senderKey, type State } from "./state.ts";
import type { Action } from "./update.ts";
import { examples, nameOf } from "../decode/examples-named.ts";
import { noLogFilter } from "../decode/logfilter.ts";
import { unpack } from "../decode/share.ts";

/** Goal is something of the page that is not there yet. */
interface Goal {
  /** Where it is once it is there. */
  readonly selector: (state: State) => string | undefined;
  /** What it may be folded in. */
  readonly folds: (state: State) => readonly string[];
  /** Whether it would be there by now. */
  readonly settled: (state: State) => boolean;
  /** What is said when it is not. */
  readonly missing: string;
}

const read = (state: State): boolean => !busy(state) && !isEmpty(state.paste) && state.report !== undefined;
const answered = (state: State): boolean => isEmpty(state.paste) || (!busy(state) && state.report !== undefined);
const senderOf = ({ report }: State, name: string): number => report?.senders.findIndex(({ id }) => id === name) ?? -1;

const goals = {
  finding: (name: string): Goal => ({
    selector: (state) => (read(state) ? `[data-finding="${CSS.escape(name)}"] :is(a, button)` : undefined),
    folds: () => ["findings", "notes", "notes all"],
    settled: answered,
    missing: "The address leads to a finding that this paste does not have.",
  }),
  family: (name: string): Goal => ({
    selector: (state) => (read(state) && senderOf(state, name) >= 0 ? `[data-sender="${senderOf(state, name)}"] summary` : undefined),
    folds: (state) => (state.report && senderOf(state, name) >= 0 ? [senderKey(state.report, senderOf(state, name))] : []),
    settled: answered,
    missing: "The address leads to a sender that wrote nothing in this paste.",
  }),
  preset: (name: string): Goal => ({
    selector: () => `[data-preset="${CSS.escape(name)}"]`,
    folds: () => [],
    settled: ({ lab }) => lab.choices !== undefined,
    missing: "No certificate that is wrong on purpose has the name in the address.",
  }),
  names: (): Goal => ({
    selector: (state) => (read(state) ? ".card .given" : undefined),
    folds: ({ report }) => (report && report.certificates.length > 0 ? [cardKey(report, 0), `${cardKey(report, 0)}:names`] : []),
    settled: answered,
    missing: "There is no certificate in this paste to compare a name with.",
  }),
  store: (): Goal => ({ selector: () => "#simulate-part #f-trustStore", folds: () => [], settled: () => false, missing: "" }),
};

export class Goals {
  readonly #state: () => State;
  readonly #dispatch: (action: Action) => void;
  readonly #take: (name: string, text: string, at: Address) => void;
  #goal: Goal | undefined;

  constructor(state: () => State, dispatch: (action: Action) => void, take: (name: string, text: string, at: Address) => void) {
    this.#state = state;
    this.#dispatch = dispatch;
    this.#take = take;
  }

  /** follow goes where an address leads. */
  follow(address: Address): void {
    this.#goal = undefined;
    switch (address.kind) {
      case "part":
        this.#dispatch({ type: "went", part: address.part });
        break;
      case "example":
        this.#example(address.name, address);
        break;
      case "reason":
        this.#reason(address.name, address);
        break;
      case "shared":
        void this.#shared(address.link, address);
        break;
      case "finding":
      case "family":
      case "preset":
        this.#aim(goals[address.kind](address.name));
        break;
    }
  }

  /** compare holds a name as it may stand in an allow-list against that of the first certificate. */
  compare(): void {
    this.follow({ kind: "example", name: "alb-verify-headers" });
    this.#dispatch({ type: "inspected", inspect: { issuer: false, given: "C=US, O=Example Corp, OU=Payments, CN=Client-2.example" } });
    this.#aim(goals.names());
  }

  /** store goes to the field in which a trust store is judged as a file. */
  store(): void {
    this.#dispatch({ type: "went", part: "simulate" });
    this.#aim(goals.store());
  }

  /** drawn is called after every drawing: what was aimed at may be there. */
  drawn(): void {
    const goal = this.#goal;
    if (!goal) return;
    const selector = goal.selector(this.#state());
    const element = selector === undefined ? null : document.querySelector<HTMLElement>(selector);
    if (element) {
      this.#goal = undefined;
      element.scrollIntoView({ block: "center" });
      element.focus({ preventScroll: true });
    } else if (goal.settled(this.#state()) && !this.#unfold(goal)) {
      this.#goal = undefined;
      this.#say(goal.missing);
    }
  }

  #aim(goal: Goal): void {
    this.#goal = goal;
    // If nothing has to be opened, nothing else may draw the page.
    if (!this.#unfold(goal)) this.#dispatch({ type: "told" });
  }

  // False if all that it may be folded in is open.
  #unfold(goal: Goal): boolean {
    const state = this.#state();
    const closed = goal.folds(state).filter((key) => state.open.get(key) !== true);
    for (const key of closed) this.#dispatch({ type: "opened", key, open: true });
    return closed.length > 0;
  }

  #example(name: string, address: Address): void {
    const example = examples.find((one) => nameOf(one.name) === name);
    if (example) this.#take(example.name, example.text, address);
    else this.#say("No example has the name in the address.");
  }

  // In a log the lines with the code are listed; without one the code itself is asked about.
  #reason(code: string, address: Address): void {
    const { report } = this.#state();
    if (report?.logs.some(({ records }) => records.some((record) => record.code.endsWith(code)))) {
      this.#dispatch({ type: "filtered", filter: { log: { ...noLogFilter, code: `Failed:${code}` } } });
    } else this.#take("The reason code", code, address);
  }

  async #shared(link: string, address: Address): Promise<void> {
    const found = await unpack(link);
    if ("wrong" in found) this.#dispatch({ type: "noticed", notice: { tone: "bad", text: found.wrong } });
    else this.#dispatch({ type: "pasted", paste: found.paste, fold: true, over: "replaced", at: address });
  }

  #say(text: string): void {
    this.#dispatch({ type: "noticed", notice: { tone: "info", text } });
  }
}
