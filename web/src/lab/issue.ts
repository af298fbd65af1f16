// The part Issue: what to issue at the left, what was issued at the right, and
// below the form the certificates that are wrong on purpose.

import { h, type Child } from "../app/dom.ts";
import type { State } from "../app/state.ts";
import { disclosure, heading } from "../app/pieces.ts";
import { issueForm } from "./issue-form.ts";
import { issuedPanel } from "./issued.ts";
import type { LabHands } from "./hands.ts";
import { presets } from "./presets.ts";
import { progress } from "./progress.ts";

export function issuePart(state: State, hands: LabHands): Child {
  const { choices, work, issue, problems } = state.lab;
  const form = choices && issueForm(choices, issue, problems, state.lab.issued, hands);
  return [
    h("section", { key: "form", class: "issue-form", "aria-labelledby": "issue-title" },
      heading("Client certificate", Object.keys(issue).length > 0 && h("button", { type: "button", class: "text-button", onclick: () => hands.reset() }, "Back to the defaults")),
      h("form", { class: "panel sheet", onsubmit: (event) => { event.preventDefault(); hands.issue(); } },
        h("div", { class: "sheet-go" },
          h("button", { type: "submit", class: "button primary", id: "issue", disabled: work !== undefined || !choices }, "Issue client certificate"),
          form && h("p", { class: "sheet-sum" }, form.summary)),
        form?.stray,
        form && disclosure(state, hands, "issue:more", { class: "sheet-more" }, "More: key, subject, names, validity, usages, chain, request", () => form.body))),
    h("section", { key: "issued", class: "result issue-result", id: "issued", "aria-label": "Issued", tabindex: "-1" },
      h("div", { key: "progress" }, progress(state, hands, "issue")),
      h("div", { key: "panel", class: "issued", "data-busy": work?.of === "issue" }, issuedPanel(state, hands))),
    h("section", { key: "presets", class: "issue-presets", "aria-label": "Wrong on purpose" }, choices && presets(state, hands, choices)),
  ];
}
