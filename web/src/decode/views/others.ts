// What else was recognised. A private key is named and never shown.

import { h, type Child } from "../../app/dom.ts";
import type { Report } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { field } from "./field.ts";
import { icon, toneIcon } from "../../app/icons.ts";
import { disclosure, heading, showButton, some, words, type Hands } from "../../app/pieces.ts";
import { shown } from "../../app/shown.ts";
import { stepList } from "./steps.ts";

/** A section with more fields than this shows the first ones: a revocation list may have many. */
const few = 20;

export function others(state: State, hands: Hands, report: Report): Child {
  if (report.others.length === 0) return undefined;
  return h("section", { key: "others", class: "section", "aria-label": "Also in the paste" },
    heading("Also in the paste"),
    h("ul", { class: "others" },
      some(state, hands, "others", report.others, 12, "items", (other, i) => h("li", { key: i, class: "panel other", "data-tone": other.secret ? "bad" : other.tone },
        h("h3", {}, other.secret ? icon("key") : toneIcon(other.tone), shown(other.title)),
        other.text !== "" && h("p", {}, words(other.text)),
        !other.secret && other.fields.length > 0 && h("dl", { class: "fields" }, other.fields.map((item, n) => field(state, hands, item, `other:${i}:${n}`, report.certificates.length + i))),
        other.sections.length > 0 && disclosure(state, hands, `other:${i}:${other.title}`, { class: "other-body", usually: report.certificates.length === 0 && i === 0 && other.sections.every(({ fields }) => fields.length <= few) },
          "What is in it", () => other.sections.map((section, n) => h("section", { key: `${n} ${section.title}`, class: "fields-section" },
            section.title !== "" && h("div", { class: "fields-head" }, h("h4", {}, section.title)),
            h("dl", { class: "fields" }, some(state, hands, `other:${i}:${n}:all`, section.fields, few, "fields",
              (item, m) => field(state, hands, item, `other:${i}:${n}.${m}`, report.certificates.length + i),
              (button) => h("div", { key: "more", class: "field" }, h("dd", {}, button))))))),
        other.steps.length > 0 && stepList(state, hands, other.steps, `other:${i}:step`),
        showButton(state, hands, `other:${i}`, [other.place])),
      (button) => h("li", { key: "more" }, button))));
}
