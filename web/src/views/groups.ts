// The groups of the paste, usually one: its mode, its chain, its headers, its steps.

import { h, type Child } from "../dom.ts";
import type { Group, Report } from "../report.gen.ts";
import type { State } from "../state.ts";
import { chain } from "./chain.ts";
import { headers } from "./headers.ts";
import { mode } from "./mode.ts";
import { disclosure, showButton, some, type Hands } from "./parts.ts";
import { shownPlain } from "./shown.ts";
import { steps } from "./steps.ts";

/** So many groups are shown whole; more are a list to open one by one. */
const whole = 3;

export function groups(state: State, hands: Hands, report: Report): Child {
  const { groups } = report;
  const only = groups[0];
  if (only && groups.length === 1) return body(state, hands, report, only, 0);
  return h("section", { key: "groups", class: "section", "aria-label": "Requests" },
    some(state, hands, "groups", groups, 50, "groups", (group, i) =>
      disclosure(state, hands, `group:${i}`, { class: "group", usually: groups.length <= whole },
        [h("h2", { class: "group-title" }, group.title || `Part ${i + 1}`), h("span", { class: "muted" }, summary(report, group))],
        () => h("div", { class: "group-body" },
          h("p", {}, showButton(state, hands, `group:${i}:place`, [group.place], "Show all of it in the paste")),
          body(state, hands, report, group, i)))));
}

function summary(report: Report, group: Group): string {
  const leaf = group.chain.members[0];
  const title = leaf && report.certificates[leaf.certificate]?.title;
  return [group.mode?.title, shownPlain(title ?? "")].filter(Boolean).join(" · ");
}

function body(state: State, hands: Hands, report: Report, group: Group, index: number): Child {
  return [
    group.mode && mode(state, group.mode, index),
    chain(state, hands, report, group, index),
    headers(state, hands, group, index),
    steps(state, hands, report, group, index),
  ];
}
