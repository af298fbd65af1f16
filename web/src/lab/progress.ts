// What is being made, with a way to stop it; and why something was not made.

import { h, type Child } from "../app/dom.ts";
import type { State } from "../app/state.ts";
import type { LabHands } from "./hands.ts";
import type { Errand } from "./lab-state.ts";

/** progress tells what is under way for one of these errands, or what stopped it. */
export function progress(state: State, hands: LabHands, ...errands: Errand[]): Child {
  const { work, failure, choices } = state.lab;
  if (failure && (failure.of === "load" || errands.includes(failure.of))) return failed(state, hands);
  if (work && errands.includes(work.of)) return busy(work.seconds > 0 ? `${work.text} ${work.seconds} s` : work.text, work.text, hands);
  return !choices && !failure && busy("Loading the lab program: certificates and handshakes. Once.", "Loading", undefined);
}

function busy(words: string, label: string, hands: LabHands | undefined): Child {
  return h("div", { key: "busy", class: "hold" },
    h("p", {}, words),
    h("div", { class: "hold-bar", role: "progressbar", "aria-label": label }),
    hands && h("button", { type: "button", class: "text-button", "data-stop": "", onclick: () => hands.stop() }, "Cancel"));
}

function failed(state: State, hands: LabHands): Child {
  const { code, message } = state.lab.failure?.failure ?? { code: "crash", message: "" };
  const words: Record<string, string> = {
    load: "The lab program could not be loaded. Decode works without it.",
    crash: "The lab program stopped at this and was started again. What you filled in is as it was.",
    timeout: "This took too long and was stopped. What you filled in is as it was.",
    canceled: "Canceled. What you filled in is as it was.",
  };
  return h("div", { key: "failed", class: "notice", role: "alert", "data-tone": code === "canceled" ? "info" : "bad", "data-failure": code },
    h("p", {}, words[code] ?? "The lab program met a fault of its own. That is a bug in mtlens.", code !== "canceled" && message !== "" && [" It said: ", h("code", {}, message.slice(0, 300))]),
    h("button", { type: "button", class: "text-button", onclick: () => hands.retry() }, code === "canceled" ? "Dismiss" : "Try again"));
}
