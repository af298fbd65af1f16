// The answer in one sentence, and the states without an answer.

import { h, type Child } from "../../app/dom.ts";
import { isEmpty } from "../../app/paste.ts";
import { busy, type State } from "../../app/state.ts";
import type { Group, Report } from "../report.gen.ts";
import { size } from "../../app/words.ts";
import type { Hands } from "../../app/pieces.ts";
import { chip, runs } from "../../app/pieces.ts";

/** verdict is announced politely whenever its words change. */
export function verdict(state: State): Child {
  if (state.failure) return failed(state);
  const { report } = state;
  if (!report || report.verdict.state === "empty") return blank(state) ? empty() : undefined;
  // The head of the client says it to those who see it.
  if (alone(report)) return h("p", { class: "visually-hidden" }, runs(report.verdict.text));
  return [
    h("p", { class: "verdict" }, runs(report.verdict.text)),
    report.verdict.chips.length > 0 && h("ul", { class: "chips", "aria-label": "In short" }, report.verdict.chips.map((item) => h("li", {}, chip(item)))),
  ];
}

/** alone is the unit that the paste is, if it is one; a log is told by its sums. */
export function alone({ groups, logs }: Report): Group | undefined {
  const [only] = groups;
  return groups.length === 1 && logs.length === 0 && only && only.answers.length > 0 ? only : undefined;
}

/** hold tells that the answer takes its time, and stops it on request. */
export function hold(state: State, hands: Hands): Child {
  if (!state.slow || !busy(state)) return undefined;
  const bytes = state.paste.kind === "held" ? state.paste.bytes.size : state.paste.text.length;
  return h("div", { class: "hold" },
    h("p", {}, !state.ready ? "Loading the decode program …" : bytes > 1 << 18 ? `Reading ${size(bytes)} …` : "Reading …"),
    h("div", { class: "hold-bar", role: "progressbar", "aria-label": state.ready ? "Reading" : "Loading" }),
    state.ready && h("button", { type: "button", class: "text-button", onclick: () => hands.cancel() }, "Stop"));
}

/** again asks once more after a failure. */
export function again(state: State, hands: Hands): Child {
  return state.failure && h("p", { class: "again" },
    h("button", { type: "button", class: "button", onclick: () => hands.dispatch({ type: "again" }) }, "Try again"),
    h("span", { class: "muted" }, "The paste is as it was."));
}

/** blank tells that there is nothing to answer: neither a paste nor what became of one. */
export function blank(state: State): boolean {
  const nothing = !state.report || state.report.verdict.state === "empty";
  return nothing && !state.failure && !(busy(state) && !isEmpty(state.paste));
}

function empty(): Child {
  return [
    h("h2", { class: "verdict welcome-title" }, "What did the load balancer hand you?"),
    h("p", { class: "lead" }, "Paste it, or drop files anywhere on the page. The answer comes while you type, and it is made in this page: nothing is sent."),
  ];
}

function failed(state: State): Child {
  const { code, message } = state.failure?.failure ?? { code: "crash", message: "" };
  const [title, text] = {
    load: ["The decode program could not be loaded", "Without it nothing can be read."],
    crash: ["The decode program stopped while reading this", "It was started again."],
    timeout: ["Reading this took too long and was stopped", "The decode program was started again."],
    canceled: ["Stopped", "The decode program was started again."],
    panic: ["The decode program met a fault of its own while reading this", "That is a bug in mtlens, not in the paste."],
    "bad-request": ["The page and the decode program do not understand each other", "That is a bug in mtlens, not in the paste."],
  }[code] ?? ["The decode program gave no answer", ""];
  return [
    h("p", { class: "verdict tone-bad" }, title, "."),
    h("p", { class: "lead" }, text, code !== "canceled" && message !== "" && [" It said: ", h("code", {}, message.slice(0, 500))]),
  ];
}
