// The card of a certificate. Closed: name, role, issuer, validity, key, badges.
// Open: its fields in sections, in the order of the report.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { carriers, listed, noFilter } from "../facets.ts";
import { strict } from "../../lab/verify.ts";
import type { Certificate, Member, Report } from "../report.gen.ts";
import { cardKey, type State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { compareName, workbench } from "./dn.ts";
import { fields } from "./field.ts";
import { chips, disclosure, joined, showButton, toned, unseen, type Hands } from "../../app/pieces.ts";
import { shown } from "../../app/shown.ts";
import { groupLevel } from "./regions.ts";

/** card is that of a certificate; of names it among others, and is empty if there are none. */
export function card(state: State, hands: Hands, report: Report, member: Member, certificate: Certificate, of: string): VNode {
  const key = cardKey(report, member.certificate);
  return disclosure(state, hands, key, { class: "panel card", certificate: member.certificate },
    h("span", { class: "card-head" },
      h("span", { class: "card-name" },
        h("span", { class: "role" }, member.role),
        h(`h${groupLevel(state) + 1}`, { class: "card-title" }, shown(certificate.title) || "No name")),
      h("span", { class: "card-facts" },
        certificate.key !== "" && h("span", {}, certificate.key),
        certificate.when !== "" && h("span", {}, toned(certificate.tone, certificate.when))),
      h("span", { class: "card-by" }, certificate.by !== "" && ["issued by ", shown(certificate.by)]),
      strict(state, member.certificate),
      chips(certificate.badges)),
    () => h("div", { class: "card-body" },
      sections(state, hands, report, member.certificate, of),
      workbench(state, hands, report, member.certificate, of),
      h("p", { class: "card-foot" }, showButton(state, hands, `${key}:place`, [member.place], of, "Show this certificate in the paste"), others(hands, report, member.certificate, of))));
}

// The report of a large paste holds the sections of the first certificates alone.
function sections(state: State, hands: Hands, report: Report, certificate: number, of: string): Child {
  const key = cardKey(report, certificate);
  let own = report.certificates[certificate]?.sections ?? [];
  if (own.length === 0) {
    const told = hands.ask<Certificate>(`certificate ${certificate}`, "certificate", { structure: certificate });
    if (told.failure !== undefined) return h("p", { class: "tone-bad" }, `Its fields could not be read again: ${told.failure}.`);
    if (!told.fresh || !told.value) return h("p", { class: "muted", role: "status" }, "One moment …");
    own = told.value.sections;
  }
  return own.map((section, i) => h("section", { key: `${i} ${section.title}`, class: "fields-section" },
    section.title !== "" && h("div", { class: "fields-head" }, h(`h${groupLevel(state) + 2}`, {}, section.title), compareName(hands, report, certificate, section, of)),
    h("dl", { class: "fields" }, fields(state, hands, section.fields, `${key}:${i}`, { of: joined(section.title, of), structure: certificate }))));
}

// With many requests in the paste: those that carry it, too.
function others(hands: Hands, report: Report, certificate: number, of: string): Child {
  const n = carriers(report, certificate);
  const { sha256 = "" } = report.certificates[certificate] ?? {};
  return n > 1 && report.groups.length > listed && h("button", {
    type: "button", class: "text-button", onclick: () => hands.dispatch({ type: "filtered", filter: { ...noFilter, certificate: sha256 } }),
  }, `List the ${count(n, "request")} with it`, unseen(of));
}
