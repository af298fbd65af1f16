// Who the client is, and the four answers about a request, each with what it rests on.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { toneIcon } from "../../app/icons.ts";
import { some } from "../../app/lists.ts";
import { chip, headingAt, joined, position, runs, unseen, words, type Hands } from "../../app/pieces.ts";
import { brief } from "../../app/shown.ts";
import { examining, senderKey, type State } from "../../app/state.ts";
import type { Answer, Group, Reason, Report, Run } from "../report.gen.ts";
import { besideTaken } from "./material.ts";
import { groupLevel, groupName } from "./regions.ts";

/** client is the head of a paste that is one unit: its name, what people look for first, what is wrong. */
export function client(report: Report, { client: { name, facts } }: Group): Child {
  const { text, chips } = report.verdict;
  // A chip that says what is well repeats an answer.
  const outcome = chips.filter(({ tone }) => tone !== "good");
  return h("div", { key: "client", class: "client" },
    name !== "" && h("h2", { class: "client-name" }, brief(name)),
    h("p", { class: name === "" ? "verdict" : "client-facts" }, runs((facts.length > 0 ? facts : text).map(cut))),
    outcome.length > 0 && h("ul", { class: "chips", "aria-label": "In short" }, outcome.map((one) => h("li", {}, chip(one)))));
}

// A serial number may have a thousand digits; all of it is in the card.
function cut(run: Run): Run {
  return run.text.length > factful ? { ...run, text: `${run.text.slice(0, factful)}…` } : run;
}

/** Some lines at any width. */
const factful = 200;

/** answers are those about a group; what does not apply is not there. */
export function answers(state: State, hands: Hands, report: Report, group: Group, index: number): Child {
  if (group.answers.length === 0) return undefined;
  return h("dl", { key: `answers:${index}`, class: "panel answers" }, group.answers.map((one) => answer(state, hands, report, group, one, index)));
}

function answer(state: State, hands: Hands, report: Report, group: Group, { to, title, tone, text, more, why }: Answer, index: number): VNode {
  const key = `answer:${index}:${to}`;
  const open = state.open.get(key) ?? false;
  const of = groupName(state, index);
  return h("div", { key: to, class: "answer", "data-tone": tone, "data-answer": to },
    h("dt", {}, toneIcon(tone), h("span", {}, title)),
    h("dd", { class: "answer-text" }, h("p", {}, runs(text)), to === "taken" && progress(state, hands)),
    h("dd", { class: "answer-more" },
      why.length > 0 && h("button", {
        type: "button", class: "text-button", "aria-expanded": String(open),
        onclick: () => hands.dispatch({ type: "opened", key, open: !open }),
      }, more || "why", unseen(joined(title.toLowerCase(), of))),
      to === "verified" && group.sender >= 0 && toSender(hands, report, group.sender, of),
      to === "taken" && besideTaken(state, hands, index)),
    open && why.length > 0 && h("dd", { class: "answer-why" }, h("ul", {}, some(state, hands, `${key}:why`, why, 20, "reasons", (reason, i) => h("li", { key: i }, because(state, hands, reason, `${key}:${i}`, joined(`reason ${i + 1}`, title.toLowerCase(), of))), (control) => h("li", { key: "more" }, control)))));
}

// What a sender checks is told once, in its panel.
function toSender(hands: Hands, report: Report, sender: number, of: string): VNode {
  return h("button", {
    type: "button", class: "text-button",
    onclick: () => {
      hands.dispatch({ type: "opened", key: senderKey(report, sender), open: true });
      setTimeout(() => {
        const panel = document.querySelector<HTMLElement>(`[data-sender="${sender}"]`);
        panel?.scrollIntoView({ block: "start" });
        panel?.querySelector("summary")?.focus({ preventScroll: true });
      });
    },
  }, "what it checks", unseen(of));
}

function because(state: State, hands: Hands, { text, place }: Reason, key: string, of: string): Child {
  if (!place || state.report?.input.binary) return words(text);
  return h("button", { type: "button", class: "step-button", title: `Show in paste: ${position(place)?.toLowerCase() ?? ""}`, onclick: (event) => hands.show(key, 0, place, event) }, words(text), unseen(of));
}

/** progress tells what has not been found out: it is on its way, or why not. */
export function progress(state: State, hands: Hands, doing = "Checking the signatures …"): Child {
  const { failure } = state.examine;
  if (examining(state)) return h("p", { class: "answer-progress", role: "status" }, doing);
  if (failure?.revision !== state.answered) return undefined;
  const { code, message } = failure.failure;
  const what = code === "load" ? "the lab program could not be loaded" : code === "timeout" ? "the lab program took too long" : "the lab program stopped";
  return h("p", { class: "answer-progress tone-warn", role: "status" }, `Not checked: ${what}${message === "" ? "" : ` (${message.slice(0, 200)})`}. `,
    h("button", { type: "button", class: "text-button", "data-again": "", onclick: () => hands.dispatch({ type: "examine", examine: { type: "again" } }) }, "Try again"));
}

/** answersSection is that of a group among several. */
export function answersSection(state: State, hands: Hands, report: Report, group: Group, index: number): Child {
  if (group.answers.length === 0) return undefined;
  return h("section", { key: `answers-section:${index}`, class: "section", "aria-label": joined("In short", groupName(state, index)) },
    headingAt(groupLevel(state), "In short"), answers(state, hands, report, group, index));
}
