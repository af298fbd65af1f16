// The names of a certificate: one name as different programs print it, and a box
// for the name in an allow-list, which is compared with it attribute by attribute.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { NameCheck, NameForm, NameRow, Names, Report, Section } from "../report.gen.ts";
import { cardKey, type State } from "../../app/state.ts";
import { icon, toneIcon } from "../../app/icons.ts";
import { long, some } from "../../app/lists.ts";
import { copyButton, disclosure, joined, runs, unmade, unseen, words, type Hands } from "../../app/pieces.ts";
import { shown } from "../../app/shown.ts";

/** So many ways of printing are shown before the others are asked for. */
const first = 5;
/** So many attributes of a name are compared in sight. */
const few = 30;

/** compareName stands beside the heading of a subject or issuer and leads to the box. */
export function compareName(hands: Hands, report: Report, certificate: number, section: Section, of: string): Child {
  const path = section.fields[0]?.bytes?.path;
  if (path !== "tbsCertificate.subject" && path !== "tbsCertificate.issuer") return undefined;
  return h("button", {
    type: "button", class: "text-button compare-name", "aria-label": `Compare this name: ${joined(section.title.toLowerCase(), of)}`,
    onclick: () => {
      hands.dispatch({ type: "inspected", inspect: { issuer: path === "tbsCertificate.issuer" } });
      hands.dispatch({ type: "opened", key: namesKey(report, certificate), open: true });
      setTimeout(() => document.querySelector<HTMLElement>(`[data-certificate="${certificate}"] .given`)?.focus());
    },
  }, "Compare this name …");
}

const namesKey = (report: Report, certificate: number): string => `${cardKey(report, certificate)}:names`;

/** workbench is the part of a card that shows its names. */
export function workbench(state: State, hands: Hands, report: Report, certificate: number, of: string): VNode {
  return disclosure(state, hands, namesKey(report, certificate), { class: "names" },
    h("span", { class: "names-title" }, "Names, as other programs print them", unseen(of)),
    () => body(state, hands, report, certificate, of));
}

function body(state: State, hands: Hands, report: Report, certificate: number, of: string): Child {
  const { issuer, given } = state.inspect;
  const name = issuer ? "issuer" : "subject";
  const { value: names, failure } = hands.ask<Names>(`names ${certificate}`, "names", { structure: certificate, name, given });
  const key = `${namesKey(report, certificate)}:all`;
  const all = state.open.get(key) ?? false;
  const id = `given-${certificate}`;
  return h("div", { class: "names-body" },
    h("div", { class: "names-choice", role: "group", "aria-label": joined("Which name", of) },
      [false, true].map((one) => h("button", {
        key: String(one), type: "button", class: "names-which", "aria-pressed": String(issuer === one),
        onclick: () => hands.dispatch({ type: "inspected", inspect: { issuer: one } }),
      }, one ? "Issuer" : "Subject", unseen(joined("names", of))))),
    h("label", { class: "given-label", for: id }, `Does it match an allow-list? Paste the ${name} from there, in any style`, unseen(of)),
    h("textarea", {
      key: "given", id, class: "given", rows: 2, spellcheck: "false", autocomplete: "off", autocapitalize: "off", translate: "no", value: given,
      placeholder: "CN=client,O=Example   /O=Example/CN=client   O=Example, CN=client",
      oninput: (event) => hands.dispatch({ type: "inspected", inspect: { given: (event.currentTarget as HTMLTextAreaElement).value } }),
    }),
    h("div", { role: "status" }, given !== "" && names?.check && check(state, hands, names.check, `${key}:check`)),
    failure !== undefined && unmade("The names could not be printed", failure, () => hands.again(`names ${certificate}`), of),
    names && h("dl", { class: "forms" }, names.forms.slice(0, all ? undefined : first).map((one) => form(state, hands, one, `${key}:${one.title}`, of))),
    names && !all && h("button", { type: "button", class: "text-button", onclick: () => hands.dispatch({ type: "opened", key, open: true }) }, `Show all ${names.forms.length} styles`, unseen(of)));
}

function form(state: State, hands: Hands, { title, by, text, note }: NameForm, key: string, of: string): VNode {
  return h("div", { key: title, class: "form" },
    h("dt", {}, title),
    h("dd", {},
      h("div", { class: "form-line" },
        text === "" ? h("span", { class: "note" }, "empty") : h("code", { class: "value" }, long(state, hands, key, text, joined(title, of))),
        text !== "" && copyButton(hands, joined(`as ${title} prints it`, of), text)),
      h("p", { class: "form-note" }, by, h("span", { class: "form-how" }, note))));
}

function check(state: State, hands: Hands, { tone, title, text, reasons, rows }: NameCheck, key: string): VNode {
  return h("div", { class: "name-check", "data-tone": tone },
    h("p", { class: "name-check-title" }, toneIcon(tone), h("b", {}, title)),
    text !== "" && h("p", {}, text),
    reasons.length > 0 && h("ul", { class: "name-reasons" }, some(state, hands, `${key}:reasons`, reasons, few, "reasons", (reason) => h("li", {}, words(reason)), (control) => h("li", { key: "more" }, control))),
    rows.length > 0 && h("table", { class: "name-rows" },
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, "Attribute"), h("th", { scope: "col" }, "Pasted"), h("th", { scope: "col" }, "Certificate"))),
      h("tbody", {}, some(state, hands, `${key}:rows`, rows, few, "attributes", row, (control) => h("tr", { key: "more" }, h("td", { colspan: 3 }, control))))));
}

function row({ type, given, expected, tone, note }: NameRow): VNode {
  const same = tone === "";
  return h("tr", { "data-tone": tone, class: same ? "same" : undefined },
    h("th", { scope: "row" }, shown(type)),
    h("td", {}, given.length > 0 ? runs(given) : h("span", { class: "note" }, "–")),
    h("td", {}, same ? h("span", { class: "name-same" }, icon("good"), note || "the same") : [
      expected.length > 0 ? runs(expected) : h("span", { class: "note" }, "–"),
      h("span", { class: "name-note" }, note),
    ]));
}
