// The views of the whole answer: text in the manner of openssl, the result for
// programs as JSON, the certificates as PEM, the report of this page. Each can be
// copied and saved.

import { h, memo, type Child } from "../../app/dom.ts";
import type { Report } from "../report.gen.ts";
import type { State, View } from "../../app/state.ts";
import { offers, viewOf } from "../whole.ts";
import { size } from "../../app/words.ts";
import { asn1Host } from "./asn1frame.ts";
import { comparison } from "./compare.ts";
import { icon } from "../../app/icons.ts";
import { lined } from "../../app/lists.ts";
import { copyButton, heading, unmade, type Hands } from "../../app/pieces.ts";
import { tabs } from "../../app/tabs.ts";

interface Output {
  readonly id: View;
  readonly label: string;
  /** What it is saved as; empty if it is not. */
  readonly file: string;
  readonly type: string;
}

const json: Output = { id: "json", label: "JSON", file: "result.json", type: "application/json" };
const views: readonly Output[] = [
  { id: "text", label: "Text", file: "certificates.txt", type: "text/plain" },
  json,
  { id: "pem", label: "PEM", file: "certificates.pem", type: "application/x-pem-file" },
  { id: "markdown", label: "Markdown", file: "report.md", type: "text/markdown" },
  { id: "asn1", label: "ASN.1", file: "", type: "" },
  { id: "compare", label: "Compare", file: "", type: "" },
  { id: "report", label: "Report", file: "report.json", type: "application/json" },
];

/** More than this is not put into the page; it can be copied and saved. */
const longest = 1 << 18;

const lengthOf = (text: readonly string[]): number => text.reduce((sum, piece) => sum + piece.length, 0);

// The pieces of a long text are joined when all of it is taken along.
const beginning = memo((text: readonly string[]): Child => {
  let first = "";
  for (let i = 0; i < text.length && first.length < longest; i++) first += text[i];
  return lined(first.slice(0, longest));
});

export function outputs(state: State, hands: Hands, report: Report): Child {
  const given = offers(report);
  if (report.verdict.state !== "read" || (!given.asn1 && report.logs.length === 0)) return undefined;
  const offered = views.filter(({ id }) => given[id]);
  const wanted = viewOf(report, state.view);
  const chosen = views.find(({ id }) => id === wanted) ?? json;
  const choose = (id: string): void => hands.dispatch({ type: "viewed", view: id as View });
  if (chosen.id === "asn1" || chosen.id === "compare") {
    return h("section", { key: "outputs", class: "section", "aria-label": "Views", "data-place": "outputs" },
      heading("Views"),
      tabs("outputs", "panel outputs", "Views", offered, chosen.id, choose, undefined, chosen.id === "asn1" ? asn1Host : comparison(state, hands, report)));
  }
  const fetched = state.views[chosen.id];
  const failed = fetched?.failure !== undefined;
  const text = failed ? undefined : fetched?.text;
  // The view of the paste before stays until the new one is there; it cannot be taken along.
  const stale = fetched?.revision !== state.answered;
  return h("section", { key: "outputs", class: "section", "aria-label": "Views", "data-place": "outputs" },
    heading("Views"),
    tabs("outputs", "panel outputs", "Views", offered, chosen.id, choose,
      text !== undefined && !stale && [
        copyButton(hands, `the ${chosen.label} view`, text),
        h("button", {
          type: "button", class: "icon-button", id: "save", "aria-label": `Download ${chosen.file}`, title: `Download ${chosen.file}`,
          onclick: () => hands.save(chosen.file, chosen.type, text.join("")),
        }, icon("download")),
      ],
      failed ? unmade("This view could not be made", fetched.failure, () => hands.dispatch({ type: "refetched", view: chosen.id }))
      : text === undefined
        ? h("p", { class: "muted outputs-wait" }, "One moment …")
        : [
          h("pre", { class: report.certificates.length > 0 ? "output" : "output short", tabindex: "0", "data-stale": stale, "aria-label": chosen.label }, beginning(text)),
          lengthOf(text) > longest && h("p", { class: "muted outputs-wait" }, `The first ${size(longest)} of ${size(lengthOf(text))}. Copy and download give all of it.`),
        ]));
}
