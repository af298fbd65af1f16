// What narrows a long list of requests: words, a certificate, a finding.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { facetsOf, noFilter, type Facet, type Filter } from "../facets.ts";
import type { Report } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { icon } from "../../app/icons.ts";
import type { Hands } from "../../app/pieces.ts";

/** More options than this help nobody: the words find the others. */
const most = 500;

export function filterBar(state: State, hands: Hands, report: Report, left: number): VNode {
  const { filter } = state;
  const facets = facetsOf(report);
  const set = (part: Partial<Filter>): void => hands.dispatch({ type: "filtered", filter: part });
  const narrowed = left < report.groups.length || filter.text !== "";
  return h("search", { class: "filter" },
    h("label", { class: "filter-part filter-words" },
      h("span", { class: "visually-hidden" }, "Requests that hold these words"),
      h("input", {
        type: "search", id: "filter-text", value: filter.text, placeholder: "Name, value, serial number …", autocomplete: "off", spellcheck: "false",
        oninput: (event) => set({ text: (event.currentTarget as HTMLInputElement).value }),
        onkeydown: (event) => {
          if ((event as KeyboardEvent).key !== "Escape" || filter.text === "") return;
          event.preventDefault();
          set({ text: "" });
        },
      })),
    choice("certificate", "Certificate", "Any certificate", facets.certificates, filter.certificate, (certificate) => set({ certificate })),
    facets.findings.length > 0 && choice("finding", "Finding", "Any finding", facets.findings, filter.finding, (finding) => set({ finding })),
    h("button", {
      type: "button", class: "icon-button", "aria-label": "Show all requests", title: "Show all requests", disabled: !narrowed,
      onclick: () => set(noFilter),
    }, icon("close")));
}

function choice(name: string, label: string, any: string, facets: readonly Facet[], wanted: string, choose: (value: string) => void): Child {
  const chosen = facets.some((facet) => facet.value === wanted) ? wanted : "";
  return h("label", { class: "filter-part" },
    h("span", { class: "visually-hidden" }, label),
    h("select", { id: `filter-${name}`, value: chosen, "data-chosen": chosen !== "", onchange: (event) => choose((event.currentTarget as HTMLSelectElement).value) },
      h("option", { key: "", value: "" }, any),
      facets.filter((facet, i) => i < most || facet.value === chosen).map(option)));
}

// There are hundreds, and they stay as they are whatever else is drawn.
const options = new WeakMap<Facet, VNode>();

function option(facet: Facet): VNode {
  const { value, label, groups } = facet;
  const made = options.get(facet) ?? h("option", { key: value, value }, `${label} (${groups.size})`);
  options.set(facet, made);
  return made;
}
