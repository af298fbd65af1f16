// The card of a certificate. Closed: name, role, issuer, validity, key, badges.
// Open: the lines that people copy, and below them all fields.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { carriers, listed, noFilter } from "../facets.ts";
import type { Certificate, Member, Report } from "../report.gen.ts";
import { certificateKey } from "../../app/names.ts";
import { cardKey, hashesOf, type State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { compareName, workbench } from "./dn.ts";
import { fields } from "./field.ts";
import { icon } from "../../app/icons.ts";
import { localTime } from "../../app/local.ts";
import { long, some } from "../../app/lists.ts";
import { chips, copyButton, disclosure, joined, noStop, showButton, toned, unmade, unseen, type Hands } from "../../app/pieces.ts";
import { roveFields } from "../../app/rove.ts";
import { brief } from "../../app/shown.ts";
import { groupLevel } from "./regions.ts";

/** card is that of a certificate; of names it among others, and is empty if there are none. */
export function card(state: State, hands: Hands, report: Report, member: Member, certificate: Certificate, of: string): VNode {
  const key = cardKey(report, member.certificate);
  return disclosure(state, hands, key, { class: "panel card", certificate: member.certificate },
    h("span", { class: "card-head" },
      h("span", { class: "card-name" },
        h("span", { class: "role", "data-means": "term", "data-of": member.role }, member.role),
        h(`h${groupLevel(state) + 1}`, { class: "card-title" }, brief(certificate.title) || "No name")),
      h("span", { class: "card-facts" },
        certificate.key !== "" && h("span", {}, certificate.key),
        certificate.when !== "" && h("span", {}, toned(certificate.tone, certificate.when))),
      h("span", { class: "card-by" }, certificate.by !== "" && ["issued by ", brief(certificate.by)]),
      strict(state, member.certificate),
      chips(certificate.badges)),
    () => h("div", { class: "card-body" },
      glance(state, hands, certificate, `${key}:glance`, of, certificate.sha256 || hashesOf(state)[member.certificate] || ""),
      disclosure(state, hands, `${key}:all`, { class: "all-fields" }, ["All fields", unseen(of)], () => sections(state, hands, report, member.certificate, of)),
      workbench(state, hands, report, member.certificate, of),
      h("p", { class: "card-foot" }, showButton(state, hands, `${key}:place`, [member.place], of, "Show this certificate in the paste"), others(hands, report, member.certificate, of))));
}

/** Of more alternative names the first are shown. */
const few = 8;

/** glance is the lines that people copy. */
function glance(state: State, hands: Hands, certificate: Certificate, key: string, of: string, sha256: string): VNode {
  const { subject, issuer, serial, notBefore, notAfter, dnsNames, emails, uris, ips } = certificate;
  const line = (label: string, values: readonly string[], stop = false): Child => {
    const given = values.filter((value) => value !== "");
    return given.length > 0 && h("div", { key: label, class: "field" },
      h("dt", { tabindex: stop ? 0 : -1, "data-means": "field", "data-of": label }, label),
      h("dd", {}, some(state, hands, `${key}:${label}`, given, few, label.toLowerCase(), (value, i) => {
        const name = joined(given.length > 1 ? `${label} ${i + 1}` : label, of);
        return h("div", { class: "field-line", title: localTime(value) },
          h("div", { class: "field-content" }, h("code", { class: "value" }, long(state, hands, `${key}:${label}:${i}`, value, name))),
          h("div", { class: "field-tools" }, noStop(copyButton(hands, name, value))));
      })));
  };
  return h("dl", { key: "glance", class: "fields fields-section", onkeydown: roveFields },
    line("Subject", [subject], true), line("Issuer", [issuer]), line("Serial number", [serial]),
    line("Valid", [notBefore === "" || notAfter === "" ? "" : `${notBefore} to ${notAfter}`]),
    line("Alternative names", [...dnsNames, ...emails, ...uris, ...ips]), line("SHA-256", [sha256]));
}

// What Go's strict parser says, beside the lenient reading.
function strict({ examine }: State, certificate: number): Child {
  const opinion = examine.strict[certificate];
  return opinion && h("span", { key: "strict", class: "strict", "data-tone": opinion.takes ? "" : "warn", "data-strict": opinion.takes ? "ok" : "refused" },
    icon(opinion.takes ? "good" : "warn"), h("span", {}, opinion.text));
}

/** A certificate of everyday has thirty fields; more than these are asked for. */
const mostFields = 400;
/** It has a dozen parts. */
const mostSections = 40;

// All that is in a certificate comes from the lab.
function sections(state: State, hands: Hands, report: Report, certificate: number, of: string): Child {
  const key = cardKey(report, certificate);
  const { value, fresh, failure } = hands.ask<Certificate>(`certificate ${certificate}`, "certificate", { structure: certificate });
  if (failure !== undefined) return unmade("Its fields could not be read again", failure, () => hands.again(`certificate ${certificate}`), of);
  if (!fresh || !value) return h("p", { class: "fields-section muted", role: "status" }, "One moment …");
  const room = { left: mostFields };
  return some(state, hands, `${key}:sections`, value.sections, mostSections, "parts", (section, i) => h("section", { key: `${i} ${section.title}`, class: "fields-section" },
    section.title !== "" && h("div", { class: "fields-head" }, h(`h${groupLevel(state) + 2}`, {}, section.title), compareName(hands, report, certificate, section, of)),
    h("dl", { class: "fields", "data-section": section.title, onkeydown: roveFields }, fields(state, hands, section.fields, `${key}:${i}`, { of: joined(section.title, of), structure: certificate, room }))));
}

// With many requests in the paste: those that carry it, too.
function others(hands: Hands, report: Report, certificate: number, of: string): Child {
  const n = carriers(report, certificate);
  return n > 1 && report.groups.length > listed && h("button", {
    type: "button", class: "text-button", onclick: () => hands.dispatch({ type: "filtered", filter: { ...noFilter, certificate: certificateKey(report, certificate) } }),
  }, `List the ${count(n, "request")} with it`, unseen(of));
}
