// Many certificates: a table that tells which of them need a look. A row leads to
// the card.

import { h, memo, type Child } from "../../app/dom.ts";
import { toneIcon } from "../../app/icons.ts";
import { localTime } from "../../app/local.ts";
import { heading, toned, type Hands } from "../../app/pieces.ts";
import { brief, shown, shownPlain } from "../../app/shown.ts";
import { cardKey, type State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { tabled } from "../places.ts";
import type { Certificate, Report, Severity } from "../report.gen.ts";
import { arranged, endsWithin, noTable, tableOf } from "../tables.ts";
import { reveal } from "./findings.ts";
import { csvButton, grid, type GridColumn } from "./grid.ts";

const key = "certificates";

export interface Row {
  readonly index: number;
  readonly certificate: Certificate;
  readonly found: Readonly<Record<Severity, number>>;
}

/** rowsOf counts the findings about each certificate once for a report. */
export const rowsOf = memo(({ certificates, findings }: Report): readonly Row[] => {
  const rows = certificates.map((certificate, index) => ({ index, certificate, found: { error: 0, warning: 0, note: 0 } }));
  for (const { certificate, severity } of findings) {
    const row = rows[certificate];
    if (row) row.found[severity]++;
  }
  return rows;
});

const said = ({ error, warning }: Row["found"]): string =>
  [error > 0 && count(error, "error"), warning > 0 && count(warning, "warning")].filter(Boolean).join(", ");

export const columns: readonly GridColumn<Row>[] = [
  { id: "name", label: "Name", text: ({ certificate }) => shownPlain(certificate.title) || "No name", cell: ({ certificate }) => brief(certificate.title) || "No name" },
  {
    id: "expires", label: "Expires", text: ({ certificate }) => certificate.notAfter, rank: ({ certificate }) => certificate.notAfter,
    hover: ({ certificate }) => [certificate.when, localTime(certificate.notAfter)].filter(Boolean).join("; "),
    cell: ({ certificate }) => toned(certificate.tone === "good" ? "" : certificate.tone, certificate.notAfter.slice(0, 10) || "not read"),
  },
  { id: "key", label: "Key", text: ({ certificate }) => certificate.key, extra: true },
  { id: "issuer", label: "Issuer", text: ({ certificate }) => shownPlain(certificate.by), cell: ({ certificate }) => shown(certificate.by), extra: true },
  {
    id: "findings", label: "Findings", text: ({ found }) => said(found), rank: ({ found }) => -(found.error * 1000 + found.warning),
    cell: ({ found }) => [
      found.error > 0 && h("span", { class: "grid-tally tone-bad" }, toneIcon("bad"), found.error),
      found.warning > 0 && h("span", { class: "grid-tally tone-warn" }, toneIcon("warn"), found.warning),
    ],
  },
  {
    id: "alb", label: "ALB, alone", text: ({ certificate }) => certificate.alb.text || "a CA",
    cell: ({ certificate: { alb } }) => (alb.text === "" ? h("span", { class: "muted" }, "a CA") : toned(alb.tone === "bad" ? "bad" : "", alb.text)),
  },
  { id: "serial", label: "Serial number", text: ({ certificate }) => certificate.serial, extra: true },
];

/** Spans that people ask for; -1 is all. */
const spans: readonly (readonly [number, string])[] = [[-1, "Any expiry"], [0, "Expired"], [7, "Expire within 7 days"], [30, "Expire within 30 days"], [90, "Expire within 90 days"], [365, "Expire within a year"]];

const narrowed = memo((all: readonly Row[], sort: string, down: boolean, text: string, days: number): readonly Row[] => {
  const now = Date.now();
  return arranged(all.filter(({ certificate }) => endsWithin(certificate.notAfter, days, now)), columns, { ...noTable, sort, down, text });
});

export function certificates(state: State, hands: Hands, report: Report): Child {
  if (!tabled(report)) return undefined;
  const table = tableOf(state.tables, key);
  const all = rowsOf(report);
  const rows = narrowed(all, table.sort, table.down, table.text, table.days);
  const set = (part: Partial<typeof table>): void => hands.dispatch({ type: "tabled", key, table: { at: 0, ...part } });
  return h("section", { key, class: "section", "aria-label": "Certificates", "data-place": key },
    heading("Certificates", h("output", {}, rows.length === all.length ? count(all.length, "certificate") : `${rows.length.toLocaleString("en-US")} of ${count(all.length, "certificate")}`)),
    h("search", { class: "grid-filter" },
      h("label", {}, h("span", { class: "visually-hidden" }, "Certificates that hold these words"),
        h("input", {
          type: "search", class: "input grid-words", value: table.text, placeholder: "Filter certificates", autocomplete: "off", spellcheck: "false",
          oninput: (event) => set({ text: (event.currentTarget as HTMLInputElement).value }),
        })),
      h("label", {}, h("span", { class: "visually-hidden" }, "Expiry"),
        h("select", { class: "input grid-days", value: String(table.days), onchange: (event) => set({ days: Number((event.currentTarget as HTMLSelectElement).value) }) },
          spans.map(([days, text]) => h("option", { key: days, value: String(days) }, text)))),
      csvButton(hands, "the certificates", columns, rows)),
    rows.length === 0
      ? h("p", { key: "none", class: "panel grid-none muted" }, "No certificate fits.")
      : grid(state, hands, { key, label: "Certificates", columns, rows, id: ({ index }) => index, open: ({ index }) => open(state, hands, report, index) }));
}

// The card stands in the request that carries the certificate.
function open(state: State, hands: Hands, report: Report, certificate: number): void {
  const group = Math.max(0, report.groups.findIndex(({ chain }) => chain.members.some((member) => member.certificate === certificate)));
  hands.dispatch({ type: "tabled", key, table: { chosen: certificate } });
  hands.dispatch({ type: "opened", key: cardKey(report, certificate), open: true });
  reveal(state, hands, report, { certificate, group }, true);
}
