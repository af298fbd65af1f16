// What the page remembers of pastes. Those that were replaced are held while the page
// is open, so that Back and Undo bring them back; the browser's history has a number
// for each. Over a reload nothing is kept, unless the reader asks for it: then the
// browser keeps the text for this tab.

import { boxLimit } from "../decode/files.ts";
import { maxInput } from "../decode/report.gen.ts";
import { secretIn } from "../decode/secret.ts";
import type { Paste } from "./paste.ts";
import type { State } from "./state.ts";

/** As many as people go back; files may be large, so the sum is bounded too. */
const most = 12;
const mostBytes = 2 * maxInput;

const sizeOf = (paste: Paste): number => (paste.kind === "held" ? paste.bytes.size : paste.text.length * 2);

/** Pastes are those that Back and Forward lead to, each by its number. */
export class Pastes {
  readonly #held = new Map<number, Paste>();
  #last = 0;
  #now = 0;

  /** The number of the paste that is before the reader. */
  get now(): number {
    return this.#now;
  }

  /** next leaves a paste behind and gives a number to the one that takes its place. */
  next(left: Paste): number {
    this.#hold(left);
    this.#now = ++this.#last;
    return this.#now;
  }

  /** go leaves a paste behind for the one of that number; undefined if it is no longer held. */
  go(number: number, left: Paste): Paste | undefined {
    const found = this.#held.get(number);
    if (!found) return undefined;
    this.#hold(left);
    this.#now = number;
    return found;
  }

  #hold(paste: Paste): void {
    this.#held.delete(this.#now); // it becomes the youngest
    this.#held.set(this.#now, paste);
    let sum = 0;
    for (const [number, one] of [...this.#held].reverse()) {
      sum += sizeOf(one);
      if (sum > mostBytes || this.#last - number >= most) this.#held.delete(number);
    }
  }
}

/** Kept is what a reload would leave of the paste: it, or nothing, and why. */
export type Kept = "off" | "empty" | "waiting" | "kept" | "secret" | "file" | "unread" | "refused";

/** kept tells what a reload leaves. What has not been read may hold a private key. */
export function kept({ keeping, paste, report, answered, revision, failure }: State): Kept {
  if (keeping !== "on") return keeping;
  if (paste.kind === "held" || paste.text.length > boxLimit) return "file";
  if (paste.text === "") return "empty";
  if (failure) return "unread";
  if (answered !== revision || !report) return "waiting";
  return secretIn(report) ? "secret" : "kept";
}

const asked = "mtlens.keep";
const text = "mtlens.paste";

/** startKeeping returns what was kept over the reload, if that was asked for. */
export function startKeeping(): { readonly on: boolean; readonly text: string } {
  try {
    const on = sessionStorage.getItem(asked) !== null;
    return { on, text: on ? sessionStorage.getItem(text) ?? "" : "" };
  } catch {
    return { on: false, text: "" };
  }
}

let last: { readonly now: Kept; readonly paste: Paste } | undefined;

/** keep makes the browser keep what the state says, and nothing else; false if it does not. */
export function keep(state: State): boolean {
  const now = kept(state);
  if (now === "waiting" || (now === last?.now && state.paste === last.paste)) return true; // it is not known yet what is in it; or it is kept
  last = { now, paste: state.paste };
  try {
    if (now === "off" || now === "refused") sessionStorage.removeItem(asked);
    else sessionStorage.setItem(asked, "yes");
    if (now === "kept" && state.paste.kind === "text") sessionStorage.setItem(text, state.paste.text);
    else sessionStorage.removeItem(text);
    return true;
  } catch {
    return now === "off" || now === "refused";
  }
}
