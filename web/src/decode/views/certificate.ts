// The card of a certificate. Closed: name, role, issuer, validity, key, badges.
// Open: the lines that people copy, and below them all fields.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { carriers, listed, noFilter } from "../facets.ts";
import type { Certificate, Member, Report } from "../report.gen.ts";
import { cardKey, type State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { compareName, workbench } from "./dn.ts";
import { fields } from "./field.ts";
import { icon } from "../../app/icons.ts";
import { chips, copyButton, disclosure, joined, showButton, toned, unseen, type Hands } from "../../app/pieces.ts";
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
      glance(hands, certificate, of),
      disclosure(state, hands, `${key}:all`, { class: "all-fields" }, ["All fields", unseen(of)], () => sections(state, hands, report, member.certificate, of)),
      workbench(state, hands, report, member.certificate, of),
      h("p", { class: "card-foot" }, showButton(state, hands, `${key}:place`, [member.place], of, "Show this certificate in the paste"), others(hands, report, member.certificate, of))));
}

/** glance is the lines that people copy. */
function glance(hands: Hands, certificate: Certificate, of: string): VNode {
  const { subject, issuer, serial, notBefore, notAfter, dnsNames, emails, uris, ips, sha256 } = certificate;
  const line = (label: string, values: readonly string[]): Child => {
    const given = values.filter((value) => value !== "");
    return given.length > 0 && h("div", { key: label, class: "field" },
      h("dt", {}, label),
      h("dd", {}, given.map((value, i) => h("div", { class: "field-line" },
        h("div", { class: "field-content" }, h("code", { class: "value" }, shown(value))),
        h("div", { class: "field-tools" }, copyButton(hands, joined(given.length > 1 ? `${label} ${i + 1}` : label, of), value))))));
  };
  return h("dl", { key: "glance", class: "fields fields-section" },
    line("Subject", [subject]), line("Issuer", [issuer]), line("Serial number", [serial]),
    line("Valid", [notBefore === "" || notAfter === "" ? "" : `${notBefore} to ${notAfter}`]),
    line("Alternative names", [...dnsNames, ...emails, ...uris, ...ips]), line("SHA-256", [sha256]));
}

// What Go's strict parser says, beside the lenient reading.
function strict({ examine }: State, certificate: number): Child {
  const opinion = examine.strict[certificate];
  return opinion && h("span", { key: "strict", class: "strict", "data-tone": opinion.takes ? "" : "warn", "data-strict": opinion.takes ? "ok" : "refused" },
    icon(opinion.takes ? "good" : "warn"), h("span", {}, opinion.text));
}

// All that is in a certificate comes from the lab.
function sections(state: State, hands: Hands, report: Report, certificate: number, of: string): Child {
  const key = cardKey(report, certificate);
  const { value, fresh, failure } = hands.ask<Certificate>(`certificate ${certificate}`, "certificate", { structure: certificate });
  if (failure !== undefined) return h("p", { class: "fields-section tone-bad" }, `Its fields could not be read again: ${failure}.`);
  if (!fresh || !value) return h("p", { class: "fields-section muted", role: "status" }, "One moment …");
  const own = value.sections;
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
