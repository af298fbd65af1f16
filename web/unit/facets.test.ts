// What narrows a list of requests.

import assert from "node:assert/strict";
import { test } from "node:test";
import { carriers, facetsOf, matching, noFilter, type Filter } from "../src/decode/facets.ts";
import { certificate, finding, group, header, report } from "./kit.ts";

const bytes = { offset: 0, length: 1, path: "" };

// Four requests: two of ada, one of ben, one without a certificate.
const four = report({
  senders: [{ id: "alb", title: "AWS Application Load Balancer", mode: "verify", modes: [], outcome: "", todo: [], strip: "", versions: [], reference: { text: "", url: "" } }],
  certificates: [
    certificate({ title: "ada.example", serial: "0A", sha256: "aa", subject: "CN=ada.example", issuer: "CN=Root" }),
    certificate({ title: "ben.example", serial: "0B", sha256: "bb", subject: "CN=ben.example", issuer: "CN=Root" }),
  ],
  groups: [
    group([1], { title: "Request 1", sender: 0 }),
    group([0], { title: "Request 2", headers: [header("X-Request-Id", "Blue Whale")] }),
    group([], { title: "Request 3", headers: [header("X-Request-Id", "red fox")] }),
    group([0], { title: "Request 4" }),
  ],
  findings: [
    finding({ id: "expired", severity: "error", title: "Expired", certificate: 0, bytes }),
    finding({ id: "plus-became-space", severity: "warning", title: "Repaired", certificate: 0, group: 1 }),
    finding({ id: "line-breaks", severity: "warning", title: "Repaired", certificate: 1, group: 0 }),
    finding({ id: "empty-header", severity: "note", title: "Empty", group: 2 }),
  ],
});
const left = (filter: Partial<Filter>): readonly number[] => matching(four, { ...noFilter, ...filter }, []);

test("without a filter all requests are listed", () => assert.deepEqual(left({}), [0, 1, 2, 3]));

test("by certificate, those that most requests carry first", () => {
  assert.deepEqual(facetsOf(four).certificates.map(({ value, label, groups }) => [value, label, ...groups]), [["aa", "ada.example · 0A", 1, 3], ["bb", "ben.example · 0B", 0]]);
  assert.deepEqual(left({ certificate: "aa" }), [1, 3]);
  assert.deepEqual([carriers(four, 0), carriers(four, 1), carriers(four, -1)], [2, 1, 0]);
});

test("what is wrong in a certificate is wrong wherever it is; a repair is of its request", () => {
  assert.deepEqual(left({ finding: "expired" }), [1, 3]);
  assert.deepEqual(left({ finding: "plus-became-space" }), [1]);
  assert.deepEqual(facetsOf(four).counts, [
    { error: 0, warning: 1, note: 0 }, { error: 1, warning: 1, note: 0 }, { error: 0, warning: 0, note: 1 }, { error: 1, warning: 0, note: 0 },
  ]);
});

test("two rules with one title are told apart", () => {
  assert.deepEqual(facetsOf(four).findings.map(({ label }) => label), ["Expired", "Repaired: plus became space", "Repaired: line breaks", "Empty"]);
});

test("by words, in any letter case and order, wherever they stand", () => {
  assert.deepEqual(left({ text: "WHALE blue" }), [1]);
  assert.deepEqual(left({ text: "x-request-id" }), [1, 2]);
  assert.deepEqual(left({ text: "ada" }), [1, 3]);
  assert.deepEqual(left({ text: "0b" }), [0]);
  assert.deepEqual(left({ text: "verify mode" }), [0]);
  assert.deepEqual(left({ text: "cn=root" }), [0, 1, 3]);
  assert.deepEqual(left({ text: "whale fox" }), []);
  assert.deepEqual(left({ text: "  " }), [0, 1, 2, 3]);
});

test("all that is chosen holds at once", () => {
  assert.deepEqual(left({ certificate: "aa", text: "whale" }), [1]);
  assert.deepEqual(left({ certificate: "bb", finding: "expired" }), []);
});

test("a certificate or finding that is not in the paste narrows nothing", () => {
  assert.deepEqual(left({ certificate: "gone", finding: "gone" }), [0, 1, 2, 3]);
});
