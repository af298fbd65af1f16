// The chain: the certificates as cards, leaf first, joined by what was checked
// between each and its issuer.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Group, Member, Report } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { card } from "./certificate.ts";
import { toneIcon } from "../../app/icons.ts";
import { partOf, some } from "../../app/lists.ts";
import { headingAt, joined, showButton, words, type Hands } from "../../app/pieces.ts";
import { brief, shownPlain } from "../../app/shown.ts";
import { certificateName, groupLevel, groupName, regionName } from "./regions.ts";
import { tableOf } from "../tables.ts";
import { timeline } from "./timeline.ts";

/** A longer chain shows the first cards. */
const first = 12;

export function chain(state: State, hands: Hands, report: Report, group: Group, index: number): Child {
  const { members, title } = group.chain;
  if (members.length === 0) return undefined;
  return h("section", { key: `chain:${index}`, class: "section", "aria-label": regionName(state, "Chain", index), "data-place": "chain" },
    headingAt(groupLevel(state), "Chain", h("span", {}, title)),
    group.chain.timeline && timeline(report, group.chain.timeline),
    h("ol", {},
      some(state, hands, `chain:${index}`, members, first, "certificates", (member, i) => link(state, hands, report, group, member, i, index), (button) => h("li", { key: "more" }, button)),
      beyond(state, group, index).map((at) => link(state, hands, report, group, members[at] as Member, at, index))));
}

// The certificate that was opened in the table, where its card is not among those that are shown.
function beyond(state: State, { chain: { members } }: Group, index: number): number[] {
  const { chosen } = tableOf(state.tables, "certificates");
  const at = members.findIndex(({ certificate }) => certificate === chosen);
  const { from, to } = partOf(state, `chain:${index}`, members.length, first);
  return at >= 0 && (at < from || at >= to) ? [at] : [];
}

function link(state: State, hands: Hands, report: Report, group: Group, member: Member, at: number, index: number): VNode {
  const certificate = report.certificates[member.certificate];
  // One certificate twice in a group is one card; its copies are lines.
  const copy = group.chain.members.findIndex((other) => other.certificate === member.certificate) < at;
  const { link } = member;
  return h("li", { key: `${index}:${at}`, class: copy ? "link copy-link" : "link", "data-role": member.role },
    certificate && (copy
      ? h("p", { class: "panel copy-line" },
        h("span", { class: "role" }, member.role),
        h("span", {}, brief(certificate.title), " again, at position ", member.presented),
        showButton(state, hands, `copy:${index}:${at}`, [member.place], shownPlain(certificate.title)))
      : card(state, hands, report, member, certificate, joined(certificateName(report, member.certificate), groupName(state, index)))),
    link && h("p", { class: "join", "data-tone": link.tone }, link.tone !== "" && toneIcon(link.tone), h("span", {}, words(link.text))));
}
