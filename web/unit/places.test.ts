// The places of an answer, and what the strip counts.

import assert from "node:assert/strict";
import { test } from "node:test";
import { spotsOf, viewsOf } from "../src/decode/places.ts";
import { certificate, group, header, report } from "./kit.ts";

const names = (given: Parameters<typeof report>[0], findings = 0): string[] =>
  spotsOf(report(given), findings).map(({ label, count }) => (count === undefined ? label : `${label} ${count}`));

test("one request: headers before the chain, each with its number", () => {
  const part = { ...header("X-Forwarded-Client-Cert", ""), of: 0 };
  const only = group([0], { headers: [header("X-Amzn-Mtls-Clientcert-Leaf", "x"), part], answers: [{ to: "taken", title: "Would NLB take it", tone: "", text: [], more: "", why: [] }] });
  assert.deepEqual(names({ groups: [only], certificates: [certificate({})] }, 2), ["Findings 2", "Headers 1", "Chain 1", "Would NLB take it", "Names"]);
});

test("a place without anything in it is not there", () => {
  assert.deepEqual(names({ groups: [group([0])], certificates: [certificate({})] }), ["Chain 1", "Names"]);
  assert.deepEqual(names({ verdict: { state: "nothing", text: [], chips: [] } }), []);
});

test("several requests are one place", () => assert.deepEqual(names({ groups: [group([0]), group([0])], certificates: [certificate({})] }), ["Requests 2"]));

test("views are those that the answer has", () => {
  assert.deepEqual(viewsOf(report({ groups: [group([0])], certificates: [certificate({})] })), ["asn1", "text", "json", "pem", "markdown", "report"]);
  assert.deepEqual(viewsOf(report({ groups: [group([])] })), []);
});
