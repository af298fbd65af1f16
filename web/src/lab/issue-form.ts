// The form for a certificate. What is not filled in keeps its default, which the
// program makes and the form shows.

import { h, type Child } from "../app/dom.ts";
import type { Attribute, Choices, Issued, Problem } from "./lab.gen.ts";
import { area } from "./area.ts";
import { checkbox, group, problem, row, select, text } from "./controls.ts";
import type { LabHands } from "./hands.ts";
import { nameRows, subjectRows } from "./issue-names.ts";
import type { Edits } from "./lab-state.ts";

export interface IssueForm {
  /** What would be issued, in a line. */
  readonly summary: string;
  /** Problems with fields that the form does not have. */
  readonly stray: Child;
  readonly body: Child;
}

/** The fields that show what is wrong with them. */
const known = /^(key|authorityKey|subject|names|notBefore|notAfter|days|serial|keyUsage|extKeyUsage|intermediates|csr)\b/;

export function issueForm(choices: Choices, edits: Edits, problems: readonly Problem[], issued: Issued | undefined, hands: LabHands): IssueForm {
  const q = { ...choices.defaults, ...edits };
  const key = choices.keys.find((one) => one.name === q.key);
  const ends = q.notAfter !== "" ? `until ${q.notAfter}` : `${Number.isNaN(q.days) ? choices.defaults.days : q.days} days`;
  const keyOf = (one: (typeof choices.keys)[number]): { value: string; title: string } => ({ value: one.name, title: one.refused ? `${one.title} (an ALB refuses it)` : one.title });
  const usages = (name: "keyUsage" | "extKeyUsage", all: readonly string[]): Child =>
    h("div", { class: "checks" }, all.map((usage) => checkbox(`${name}-${usage}`, h("code", {}, usage), q[name].includes(usage), (on) =>
      hands.edit({ [name]: on ? [...q[name], usage] : q[name].filter((one) => one !== usage) }))));
  const others = q.extKeyUsage.filter((usage) => !choices.extKeyUsages.includes(usage));
  const wrong = (name: string): readonly Problem[] => problems.map((one) => (one.field.startsWith(`${name}[`) && !/^(subject|names)/.test(name) ? { ...one, field: name } : one));
  const requested = q.csr.trim() !== "";
  const named = requested && edits.subject === undefined;
  return {
    summary: [requested ? "key of the request" : key?.title ?? q.key, named ? "its subject" : q.subject.length === 0 ? "empty subject" : subjectLine(q.subject), ends].join(" · "),
    stray: problems.filter(({ field }) => !known.test(field)).map(({ field }) => problem(problems, field)),
    body: h("div", { class: "sheet-body" },
      row("Key", "key", problems, select("key", q.key, choices.keys.map(keyOf), (key) => hands.edit({ key }), problems), key?.note),
      group("Subject", "subject", problems, named && h("p", { class: "control-note" }, "That of the request, unless it is changed here."),
        subjectRows(q.subject, choices.attributes, problems, (subject) => hands.edit({ subject }))),
      group("Other names", "names", problems, nameRows(q.names, choices.nameKinds, problems, (names) => hands.edit({ names }))),
      group("Validity", "validity", problems,
        h("div", { class: "triple" },
          stacked("From", text("notBefore", q.notBefore, (notBefore) => hands.edit({ notBefore }), problems, { placeholder: "an hour ago", label: "Valid from, a date or a time in UTC" })),
          stacked("Days", text("days", Number.isNaN(q.days) || q.notAfter !== "" ? "" : String(q.days), (days) => hands.edit({ days: days.trim() === "" ? NaN : Math.trunc(Number(days)), notAfter: "" }), problems, { label: "Days", placeholder: q.notAfter !== "" ? "by date" : "365" })),
          stacked("or until", text("notAfter", q.notAfter, (notAfter) => hands.edit({ notAfter, days: notAfter === "" ? choices.defaults.days : 0 }), problems, { placeholder: "2027-12-31", label: "Valid until, a date or a time in UTC" }))),
        problem(problems, "notBefore"), problem(problems, "days"), problem(problems, "notAfter")),
      row("Serial", "serial", problems, text("serial", q.serial, (serial) => hands.edit({ serial }), problems, { placeholder: "16 random bytes; or hexadecimal", class: "input mono" })),
      group("Key usage", "keyUsage", wrong("keyUsage"), usages("keyUsage", choices.keyUsages)),
      group("Extended", "extKeyUsage", wrong("extKeyUsage"), usages("extKeyUsage", choices.extKeyUsages),
        text("extKeyUsage-other", others.join(" "), (value) => hands.edit({ extKeyUsage: [...q.extKeyUsage.filter((usage) => choices.extKeyUsages.includes(usage)), ...value.split(/[\s,]+/).filter(Boolean)] }), problems, { placeholder: "others by OID, such as 1.3.6.1.4.1.311.20.2.2", label: "Other extended key usages by OID", class: "input mono" })),
      row("Intermediates", "intermediates", problems, select("intermediates", String(q.intermediates), Array.from({ length: choices.maxIntermediates + 1 }, (_, n) => ({ value: String(n), title: n === 0 ? "none" : String(n) })),
        (value) => hands.edit({ intermediates: Number(value) }), problems), q.intermediates === choices.maxIntermediates && "One more than a load balancer takes."),
      row("Authorities’ key", "authorityKey", problems, select("authorityKey", q.authorityKey, choices.keys.map(keyOf), (authorityKey) => hands.edit({ authorityKey }), problems)),
      issued && group("Root", "authority", problems, checkbox("authority", "Issue from the root of the certificate shown, so that one trust store fits both", q.authority !== "", (on) => hands.edit({ authority: on ? issued.authority : "" }))),
      area({ name: "csr", label: "A certificate request instead of a new key", pem: "CERTIFICATE REQUEST", value: q.csr, rows: 3, placeholder: "-----BEGIN CERTIFICATE REQUEST-----", problems, change: (csr) => hands.edit({ csr }) })),
  };
}

const stacked = (label: string, control: Child): Child => h("div", { class: "stacked" }, h("span", { class: "control-note", "aria-hidden": "true" }, label), control);

const subjectLine = (subject: readonly Attribute[]): string => subject.map(({ type, value, joined }, i) => `${i === 0 ? "" : joined ? "+" : ", "}${type}=${value}`).join("");
