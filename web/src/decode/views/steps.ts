// The steps: for each certificate the way from the paste to the DER. Each step
// leads to its place.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Group, Report, Step } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { toneIcon } from "../../app/icons.ts";
import { some } from "../../app/lists.ts";
import { headingAt, joined, position, unseen, type Hands } from "../../app/pieces.ts";
import { brief, shown } from "../../app/shown.ts";
import { certificateName, groupLevel, groupName, regionName } from "./regions.ts";

export function steps(state: State, hands: Hands, report: Report, group: Group, index: number): Child {
  const members = group.chain.members.filter((member) => member.steps.length > 0);
  if (members.length === 0) return undefined;
  return h("section", { key: `steps:${index}`, class: "section", "aria-label": regionName(state, "How it was read", index) },
    headingAt(groupLevel(state), "How it was read", h("span", {}, "from the paste to each certificate")),
    h("ul", { class: "panel ledger" },
      some(state, hands, `steps:${index}`, members, 12, "certificates", (member, i) => h("li", { key: i, class: "ledger-row" },
        h(`h${groupLevel(state) + 1}`, {}, brief(report.certificates[member.certificate]?.title ?? "") || `Certificate ${member.presented}`),
        stepList(state, hands, member.steps, `step:${index}:${i}`, joined(certificateName(report, member.certificate), groupName(state, index)))),
      (button) => h("li", { key: "more", class: "ledger-row" }, button))));
}

export function stepList(state: State, hands: Hands, list: readonly Step[], key: string, of: string): VNode {
  return h("ol", { class: "steps" }, list.map((step, i) => h("li", { key: i, class: "step", "data-tone": step.tone }, one(state, hands, step, `${key}:${i}`, list.length > 1 ? joined(of, `step ${i + 1}`) : of))));
}

function one(state: State, hands: Hands, step: Step, key: string, of: string): Child {
  const text = [step.tone !== "" && toneIcon(step.tone), shown(step.text)];
  if (state.report?.input.binary || step.place.end <= step.place.start) return h("span", {}, text);
  return h("button", { type: "button", class: "step-button", title: `Show in paste: ${position(step.place)?.toLowerCase() ?? ""}`, onclick: (event) => hands.show(key, 0, step.place, event) }, text, unseen(of));
}
