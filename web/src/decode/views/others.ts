// What else was recognised. A private key is named and never shown.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Other, Report, Section } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { field, fields, homesOf, type Home } from "./field.ts";
import { passwordField } from "../../app/password.ts";
import { icon, toneIcon } from "../../app/icons.ts";
import { some } from "../../app/lists.ts";
import { counted, disclosure, heading, joined, showButton, unmade, unseen, words, type Hands } from "../../app/pieces.ts";
import { brief, shownPlain } from "../../app/shown.ts";
import { stepList } from "./steps.ts";

/** A section with more fields than this shows the first ones: a revocation list may have many. */
const few = 20;

/** More fields than these, those inside of others with them, are asked for. */
const mostFields = 400;

/** In a larger paste what is in one opens by hand: to set forty thousand entries takes a while. */
const largest = 1 << 16;

export function others(state: State, hands: Hands, report: Report): Child {
  if (report.others.length === 0) return undefined;
  const ranks = counted(report.others.map(({ title }) => title));
  return h("section", { key: "others", class: "section", "aria-label": "Also in the paste", "data-place": "others" },
    heading("Also in the paste"),
    h("ul", { class: "others" },
      some(state, hands, "others", report.others, 12, "items", (other, i) => one(state, hands, report, other, i, joined(shownPlain(other.title), ranks[i])),
        (button) => h("li", { key: "more" }, button))));
}

function one(state: State, hands: Hands, report: Report, other: Other, at: number, name: string): VNode {
  const key = `other:${at}`;
  const structure = report.certificates.length + at;
  const opens = report.certificates.length === 0 && at === 0 && report.input.bytes < largest;
  return h("li", { key: at, class: "panel other", "data-tone": other.tone },
    h("h3", {}, other.secret ? icon("key") : toneIcon(other.tone), brief(other.title)),
    other.text !== "" && h("p", {}, words(other.text)),
    other.locked && passwordField({ id: `password-${at}`, label: "Open it with its password; the certificates in it take the place of the paste", told: state.examine.locked?.revision === state.answered ? state.examine.locked.text : "", open: (password) => hands.unlock(password) }),
    !other.secret && other.fields.length > 0 && h("dl", { class: "fields" }, fields(state, hands, other.fields, key, { of: name, structure })),
    !other.secret && disclosure(state, hands, `${key}:${other.title}`, { class: "other-body", usually: opens }, ["What is in it", unseen(name)], () =>
      inside(state, hands, key, structure, name)),
    other.steps.length > 0 && stepList(state, hands, other.steps, `${key}:step`, name),
    showButton(state, hands, key, [other.place], name));
}

// What is in it comes from the lab.
function inside(state: State, hands: Hands, key: string, structure: number, name: string): Child {
  const { value, fresh, failure } = hands.ask<Other>(`other ${structure}`, "other", { structure });
  if (failure !== undefined) return unmade("It could not be read again", failure, () => hands.again(`other ${structure}`), name);
  if (!fresh || !value) return h("p", { class: "muted", role: "status" }, "One moment …");
  if (value.sections.length === 0) return h("p", { class: "muted" }, "Nothing more is read of it.");
  const room = { left: mostFields };
  return some(state, hands, `${key}:sections`, value.sections, few, "parts", (part, n) => section(state, hands, part, `${key}:${n}`, { of: joined(part.title, name), structure, room }));
}

function section(state: State, hands: Hands, { title, fields }: Section, key: string, home: Home): VNode {
  const homes = homesOf(fields, home);
  return h("section", { key: `${key} ${title}`, class: "fields-section" },
    title !== "" && h("div", { class: "fields-head" }, h("h4", {}, title)),
    h("dl", { class: "fields" }, some(state, hands, `${key}:all`, fields, few, "fields",
      (item, n) => field(state, hands, item, `${key}.${n}`, homes[n] ?? home),
      (button) => h("div", { key: "more", class: "field" }, h("dd", {}, button)))));
}
