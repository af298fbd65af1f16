// Tables: order, words, which rows are drawn, and how they are copied. The form of CSV
// is that of RFC 4180, section 2.

import assert from "node:assert/strict";
import { test } from "node:test";
import { render } from "../src/app/dom.ts";
import type { Hands } from "../src/app/pieces.ts";
import { initial } from "../src/app/state.ts";
import { update } from "../src/app/update.ts";
import { arranged, csv, drawn, endsWithin, noTable, windowOf, type Column } from "../src/decode/tables.ts";
import { certificates } from "../src/decode/views/certificates.ts";
import { Window } from "happy-dom";
import { certificate, finding, group, present, report } from "./kit.ts";

const columns: readonly Column<{ name: string; n: number }>[] = [
  { id: "name", label: "Name", text: ({ name }) => name },
  { id: "n", label: "N", text: ({ n }) => String(n), rank: ({ n }) => n },
];
const rows = [{ name: "ben", n: 10 }, { name: "Ada", n: 9 }, { name: "cy", n: 100 }];
const names = (part: Partial<typeof noTable>): string[] => arranged(rows, columns, { ...noTable, ...part }).map(({ name }) => name);

test("rows are ordered by what a column says, numbers as numbers", () => {
  assert.deepEqual(names({}), ["ben", "Ada", "cy"]);
  assert.deepEqual(names({ sort: "name" }), ["Ada", "ben", "cy"]);
  assert.deepEqual(names({ sort: "n", down: true }), ["cy", "ben", "Ada"]);
  assert.deepEqual(names({ text: "ADA" }), ["Ada"]);
  assert.deepEqual(names({ text: "a 9" }), ["Ada"]);
});

test("CSV: lines end in CRLF, what has a comma, quote or line break is quoted", () => {
  assert.equal(csv(columns, [{ name: 'O="A, B"', n: 1 }, { name: "two\nlines", n: 2 }]), 'Name,N\r\n"O=""A, B""",1\r\n"two\nlines",2\r\n');
});

test("CSV: a formula of a spreadsheet is text", () => {
  for (const name of ["=1+1", "+1", "-1", "@SUM(A1)", "\tx"]) assert.match(csv(columns, [{ name, n: 1 }]), new RegExp(`\r\n'${name.replace(/[+()]/g, "\\$&")}`));
  assert.equal(csv(columns, [{ name: "a=b", n: 1 }]), "Name,N\r\na=b,1\r\n");
});

test("what ends within so many days", () => {
  const now = Date.UTC(2026, 0, 1);
  assert.deepEqual([["2026-01-20T00:00:00Z", 30], ["2026-02-20T00:00:00Z", 30], ["2025-01-01T00:00:00Z", 0], ["", 30], ["", -1]].map(([end, days]) => endsWithin(String(end), Number(days), now)), [true, false, true, false, true]);
});

test("the rows in sight are drawn, wherever that is", () => {
  for (const at of [0, 7, 5000, 9_990, 20_000]) {
    const { from, to } = windowOf(at, 10_000);
    assert.ok(to - from === drawn && from >= 0 && to <= 10_000, `${at}: ${from} to ${to}`);
    assert.ok(from <= at || at > 9_999);
  }
  assert.deepEqual(windowOf(0, 3), { from: 0, to: 3 });
});

test("of 10,000 certificates the rows that are drawn are few, and a press orders them", () => {
  const many = report({
    certificates: Array.from({ length: 10_000 }, (_, i) => certificate({ title: `device-${i}`, notAfter: `${2030 + (i % 7)}-01-01T00:00:00Z`, sha256: String(i) })),
    groups: [group([0])],
    findings: [finding({ certificate: 9_999, severity: "error" })],
  });
  const window = new Window();
  Object.assign(globalThis, { document: window.document, Node: window.Node, HTMLInputElement: window.HTMLInputElement, HTMLTextAreaElement: window.HTMLTextAreaElement, HTMLSelectElement: window.HTMLSelectElement });
  const host = window.document.createElement("div") as unknown as Element;
  let state = initial("", "Go");
  const hands = { dispatch: (action: Parameters<typeof update>[1]) => { state = update(state, action); } } as unknown as Hands;
  const draw = (): void => render(host, certificates(state, hands, many));
  draw();
  assert.equal(host.querySelectorAll(".grid-row").length, drawn);
  assert.equal(present(host.querySelector("table")).getAttribute("aria-rowcount"), "10001");
  (present(host.querySelector('[data-column="findings"] .grid-sort')) as HTMLElement).click();
  draw();
  assert.equal(present(host.querySelector(".grid-row")).getAttribute("data-row"), "9999");
  state = update(state, { type: "tabled", key: "certificates", table: { at: 4_000 } });
  draw();
  assert.equal(host.querySelectorAll(".grid-row").length, drawn);
});
