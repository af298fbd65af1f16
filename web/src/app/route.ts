// From addresses to what the page shows, and back: every step that one may want to
// take back is an entry of the browser's history.

import { partOf, parts, read, write, type Address } from "./address.ts";
import type { Pastes } from "./memory.ts";
import type { State } from "./state.ts";
import type { Action } from "./update.ts";

/** What an address asks for that is no part and no view. */
export interface Leads {
  /** Fills an example, reads a link, or goes to what has the name once the paste is read. */
  follow(address: Address): void;
}

/** An entry of the history: the number of its paste, in this visit of the page. */
interface Entry {
  readonly visit: number;
  readonly paste: number;
}

export class Route {
  readonly #visit = Date.now();
  readonly #pastes: Pastes;
  readonly #state: () => State;
  readonly #dispatch: (action: Action) => void;
  readonly #leads: Leads;
  #following = false;

  constructor(pastes: Pastes, state: () => State, dispatch: (action: Action) => void, leads: Leads) {
    this.#pastes = pastes;
    this.#state = state;
    this.#dispatch = dispatch;
    this.#leads = leads;
  }

  /** start goes where the address leads, now and whenever it changes. */
  start(): void {
    addEventListener("popstate", () => this.#went(true));
    this.#went(false);
  }

  /** did writes the address of what an action led to; before is the state that it left. */
  did(action: Action, before: State): void {
    const state = this.#state();
    if (action.type === "pasted" && action.over !== undefined && !this.#following) {
      const number = this.#pastes.next(before.paste);
      // Whoever followed a link to a paste is there already.
      if (action.at && `#${write(action.at)}` === location.hash) this.#replace(action.at);
      else this.#enter(action.at ?? { kind: "part", part: "decode" }, number);
    } else if (action.type === "pasted" && !this.#following) {
      // What is typed is no longer the example, nor what was shared.
      const at = read(location.hash);
      if (at && at.kind !== "part" && at.kind !== "view" && partOf(at) === "decode") this.#replace({ kind: "part", part: "decode" });
    } else if (before.part !== state.part || before.view !== state.view || before.lab.output !== state.lab.output) this.#step(addressOf(state));
    else if (action.type === "lab" && action.lab.type === "issued" && state.part === "issue") {
      const { preset } = state.lab.issued ?? {};
      this.#replace(preset ? { kind: "preset", name: preset.name } : { kind: "part", part: "issue" });
    }
    for (const part of parts) {
      document.querySelector(`[data-part="${part}"]`)?.setAttribute("href", `#${write(addressOf({ ...state, part }))}`);
    }
  }

  /** point names what is before the reader, without a step to take back. */
  point(address: Address): void {
    this.#replace(address);
  }

  #step(address: Address): void {
    if (!this.#following && `#${write(address)}` !== location.hash && (location.hash !== "" || write(address) !== "decode")) this.#enter(address, this.#pastes.now);
  }

  #enter(address: Address, paste: number): void {
    history.pushState({ visit: this.#visit, paste } satisfies Entry, "", `#${write(address)}`);
  }

  #replace(address: Address): void {
    history.replaceState({ visit: this.#visit, paste: this.#pastes.now } satisfies Entry, "", `#${write(address)}`);
  }

  #went(back: boolean): void {
    const address = read(location.hash);
    if (!address) return; // the link to the result, or a stranger's
    const entry = history.state as Entry | null;
    const known = entry?.visit === this.#visit;
    if (!known) history.replaceState({ visit: this.#visit, paste: this.#pastes.now } satisfies Entry, "");
    this.#following = true;
    const moved = known && back && entry.paste !== this.#pastes.now;
    if (moved) this.#bring(entry.paste);
    this.#show(address);
    this.#following = false;
    // An entry with its paste has been followed before.
    if (address.kind !== "part" && address.kind !== "view" && address.kind !== "output" && !moved && !known) this.#leads.follow(address);
  }

  #bring(number: number): void {
    const paste = this.#pastes.go(number, this.#state().paste);
    if (paste) this.#dispatch({ type: "pasted", paste });
    else this.#dispatch({ type: "noticed", notice: { tone: "info", text: "The paste that was here is no longer held: the page holds the last few. This one is as it was." } });
    this.#dispatch({ type: "accepted" });
  }

  #show(address: Address): void {
    this.#dispatch({ type: "went", part: partOf(address) });
    if (address.kind === "view") this.#dispatch({ type: "viewed", view: address.view });
    if (address.kind === "output") this.#dispatch({ type: "lab", lab: { type: "output", output: address.output } });
    if (address.kind !== "part") return;
    if (address.part === "decode") this.#dispatch({ type: "viewed", view: "text" });
    if (address.part === "simulate") this.#dispatch({ type: "lab", lab: { type: "output", output: "transcript" } });
  }
}

/** addressOf is the address of what is before the reader. */
export function addressOf({ part, view, lab }: Pick<State, "part" | "view" | "lab">): Address {
  if (part === "decode" && view !== "text") return { kind: "view", view };
  if (part === "simulate" && lab.output !== "transcript") return { kind: "output", output: lab.output };
  return { kind: "part", part };
}
