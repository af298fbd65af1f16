// The tables of a connection log: connections by client and by certificate, those
// with most failures first.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { LogCertificate, LogCount } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { certificateKey, type LogFilter } from "../logfilter.ts";
import { narrow } from "./loglines.ts";
import { some } from "../../app/lists.ts";
import { heading, toned, type Hands } from "../../app/pieces.ts";
import { shown } from "../../app/shown.ts";

/** So many rows are shown at first. */
const first = 8;

export function clientTable(state: State, hands: Hands, clients: readonly LogCount[], at: number): Child {
  if (clients.length === 0) return undefined;
  return table(state, hands, "log-clients", at, "Clients", clients, ["Address", "Failed", "All"], (client) => [
    h("th", { scope: "row" }, pick(state, hands, state.filter.log.client === client.value, { client: client.value }, h("code", {}, shown(client.value || "-")))),
    ...numbers(client),
  ]);
}

export function certificateTable(state: State, hands: Hands, certificates: readonly LogCertificate[], at: number): Child {
  if (certificates.length === 0) return undefined;
  return table(state, hands, "log-certificates", at, "Certificates", certificates, ["Subject, serial number", "Validity", "Failed", "All"], (certificate) => [
    h("th", { scope: "row" },
      pick(state, hands, state.filter.log.certificate === certificateKey(certificate), { certificate: certificateKey(certificate) }, h("code", { class: "log-subject" }, shown(certificate.subject || "-"))),
      h("code", { class: "log-serial" }, shown(certificate.serial || "-")),
      certificate.codes.length > 0 && h("span", { class: "chips log-codes" }, certificate.codes.map((code) => h("span", { class: "chip", "data-tone": "bad" }, shown(code))))),
    h("td", { "data-label": "Validity" }, certificate.when === "" ? h("span", { class: "muted" }, "not told") : toned(certificate.tone, certificate.when)),
    ...numbers(certificate),
  ]);
}

// pick lists the lines of a row, or all again.
function pick(state: State, hands: Hands, chosen: boolean, part: Partial<LogFilter>, text: VNode): VNode {
  const none = Object.fromEntries(Object.keys(part).map((name) => [name, ""]));
  return h("button", { type: "button", class: "step-button", "aria-pressed": String(chosen), title: chosen ? "List all lines" : "List its lines", onclick: () => narrow(state, hands, chosen ? none : part) }, text);
}

function numbers({ failed, count }: { failed: number; count: number }): VNode[] {
  return [
    h("td", { class: "log-number", "data-label": "Failed" }, failed === 0 ? h("span", { class: "muted" }, "0") : h("span", { class: "tone-bad" }, failed.toLocaleString("en-US"))),
    h("td", { class: "log-number", "data-label": "All" }, count.toLocaleString("en-US")),
  ];
}

function table<T>(state: State, hands: Hands, kind: string, at: number, title: string, rows: readonly T[], columns: readonly string[], cells: (row: T) => Child): VNode {
  const key = `${kind}:${at}`;
  return h("section", { key, class: "section", "aria-label": title },
    heading(title, h("span", {}, "most failures first")),
    h("table", { class: `panel log-table ${kind}` },
      h("thead", {}, h("tr", {}, columns.map((column, i) => h("th", { scope: "col", class: i >= columns.length - 2 ? "log-number" : undefined }, column)))),
      h("tbody", {}, some(state, hands, key, rows, first, "rows", (row, i) => h("tr", { key: i }, cells(row)),
        (button) => h("tr", { key: "more" }, h("td", { colspan: columns.length }, button))))));
}
