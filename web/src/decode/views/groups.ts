// The groups of the paste, usually one: its headers, its chain, its steps. Several are a list; a long list can be narrowed.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { carriers, facetsOf, listed, matching, noFilter, senderOf } from "../facets.ts";
import type { Group, Report } from "../report.gen.ts";
import { certificateKey } from "../../app/names.ts";
import { hashesOf, type State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { answersSection } from "./answers.ts";
import { chain } from "./chain.ts";
import { filterBar } from "./filter.ts";
import { headers } from "./headers.ts";
import { toneIcon } from "../../app/icons.ts";
import { disclosure, heading, showButton, unmade, type Hands } from "../../app/pieces.ts";
import { shownPlain } from "../../app/shown.ts";
import { pageOf, pager } from "../../app/lists.ts";
import { groupLevel, groupName } from "./regions.ts";
import { orderBar, ordered, requestLine } from "./requests.ts";
import { steps } from "./steps.ts";

/** groups shows so many of the rows of a page at most. */
export function groups(state: State, hands: Hands, report: Report, most: number): Child {
  const { groups } = report;
  const only = groups[0];
  if (!only) return undefined;
  if (groups.length === 1) return body(state, hands, report, only, 0);
  const long = groups.length > listed;
  const list = long ? ordered(state, report, matching(report, state.filter, hashesOf(state))) : groups.map((_, i) => i);
  const part = pageOf(state.filter.at, list.length);
  return h("section", { key: "groups", class: "section", "aria-label": "Requests", "data-place": "requests" },
    long && heading("Requests", h("output", { for: "filter-text filter-certificate filter-finding" },
      list.length === groups.length ? count(groups.length, "request") : `${list.length.toLocaleString("en-US")} of ${count(groups.length, "request")}`)),
    long && filterBar(state, hands, report, list.length),
    long && orderBar(state, hands, report, list),
    h("ol", { class: long ? "panel groups many" : "groups", onkeydown: long ? move : undefined },
      list.slice(part.from, Math.min(part.to, part.from + most)).map((i) => row(state, hands, report, i, long)),
      part.to - part.from < list.length && h("li", { key: "more", class: "group-more" },
        pager((at) => hands.dispatch({ type: "filtered", filter: { at } }), "requests", part, list.length, "requests")),
      list.length === 0 && h("li", { key: "none", class: "group-more" },
        h("span", { class: "muted" }, "No request fits."),
        h("button", { type: "button", class: "text-button", onclick: () => hands.dispatch({ type: "filtered", filter: noFilter }) }, "Show all"))));
}

// Most rows are closed, and stay as they are whatever else is drawn.
const closed = new WeakMap<Group, { readonly inputs: readonly unknown[]; readonly row: VNode }>();

function row(state: State, hands: Hands, report: Report, i: number, long: boolean): VNode {
  const group = report.groups[i] as Group;
  if (state.open.get(`group:${i}`) ?? !long) return made(state, hands, report, group, i, long);
  const inputs = [hands, report, i, long, state.filter.certificate];
  const before = closed.get(group);
  if (before && inputs.every((input, n) => input === before.inputs[n])) return before.row;
  const row = made(state, hands, report, group, i, long);
  closed.set(group, { inputs, row });
  return row;
}

function made(state: State, hands: Hands, report: Report, group: Group, i: number, long: boolean): VNode {
  return h("li", { key: i, class: "group-row", "data-group": i },
    disclosure(state, hands, `group:${i}`, { class: "group", usually: !long }, [
      h("span", { class: "group-head" },
        h(`h${groupLevel(state) - 1}`, { class: "group-title" }, group.title || `Part ${i + 1}`),
        h("span", { class: "group-line" }, requestLine(group)),
        h("span", { class: "group-who" }, shownPlain(group.client.name) || h("span", { class: "muted" }, group.headers[0]?.name ?? "")),
        h("span", { class: "muted group-mode" }, senderOf(report, group))),
      tally(report, i),
    ], () => h("div", { class: "group-body" },
      h("p", {}, showButton(state, hands, `group:${i}:place`, [group.place], groupName(state, i), "Show all of it in the paste")),
      body(state, hands, report, group, i))),
    long && shared(state, hands, report, group));
}

/** How many errors and warnings are about the group. */
function tally(report: Report, i: number): Child {
  const { error = 0, warning = 0 } = facetsOf(report).counts[i] ?? {};
  return h("span", { class: "tally" },
    error > 0 && h("span", { class: "tone-bad" }, toneIcon("bad"), error, h("span", { class: "visually-hidden" }, error === 1 ? " error" : " errors")),
    warning > 0 && h("span", { class: "tone-warn" }, toneIcon("warn"), warning, h("span", { class: "visually-hidden" }, warning === 1 ? " warning" : " warnings")));
}

// The same leaf in other requests: pressing the number lists these, again lists all.
function shared(state: State, hands: Hands, report: Report, group: Group): Child {
  const leaf = group.chain.members[0]?.certificate ?? -1;
  const { title = "" } = report.certificates[leaf] ?? {};
  const key = certificateKey(report, leaf);
  const n = carriers(report, leaf);
  if (n < 2) return h("span", { class: "group-shared" });
  const chosen = state.filter.certificate === key;
  return h("button", {
    type: "button", class: "group-shared text-button", "aria-pressed": String(chosen),
    "aria-label": `Only the ${n} requests with ${shownPlain(title) || "this certificate"}`, title: chosen ? "Show all requests" : "Show only the requests with this certificate",
    onclick: () => hands.dispatch({ type: "filtered", filter: { certificate: chosen ? "" : key } }),
  }, n.toLocaleString("en-US"), h("span", { class: "group-shared-more" }, "\u00a0requests"));
}

/** inFull is the group with all that an open one shows; of a short one the lab is asked for it. */
function inFull(hands: Hands, group: Group, index: number): { group: Group; note?: Child } {
  if (!group.short) return { group };
  const { value, fresh, failure } = hands.ask<Group>(`group ${index}`, "group", { group: index });
  if (failure !== undefined) return { group, note: unmade("Not all of it could be read again", failure, () => hands.again(`group ${index}`)) };
  if (!fresh || !value) return { group, note: h("p", { key: "note", class: "muted", role: "status" }, "One moment …") };
  return { group: completed(group, value) };
}

/** completed puts what was left out of a short group into it; what was found out since stays. */
export function completed(short: Group, whole: Group): Group {
  return {
    ...short,
    short: false,
    answers: short.answers.map((answer, i) => (answer.why.length > 0 ? answer : { ...answer, why: whole.answers[i]?.why ?? [] })),
    headers: whole.headers,
    chain: {
      ...short.chain,
      members: short.chain.members.map((member, i) => ({ ...member, steps: whole.chain.members[i]?.steps ?? [] })),
      ...(whole.chain.timeline && { timeline: whole.chain.timeline }),
    },
  };
}

// The arrow keys, Home and End go from one row to the next.
function move(event: Event): void {
  const { key, target } = event as KeyboardEvent;
  if (!(target instanceof HTMLElement) || !target.matches(".group > summary")) return;
  const all = [...(event.currentTarget as Element).querySelectorAll<HTMLElement>(".group > summary")];
  const at = all.indexOf(target);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[key];
  if (to === undefined) return;
  event.preventDefault();
  all[Math.min(Math.max(to, 0), all.length - 1)]?.focus();
}

function body(state: State, hands: Hands, report: Report, short: Group, index: number): Child {
  const { group, note } = inFull(hands, short, index);
  return [
    note,
    report.groups.length > 1 && answersSection(state, hands, report, group, index),
    headers(state, hands, group, index),
    chain(state, hands, report, group, index),
    steps(state, hands, report, group, index),
  ];
}
