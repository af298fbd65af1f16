// A short group and what the lab gives of it.

import assert from "node:assert/strict";
import { test } from "node:test";
import { completed } from "../src/decode/views/groups.ts";
import type { Answer, Group } from "../src/decode/report.gen.ts";
import { group, header } from "./kit.ts";

const place = { start: 0, end: 9, line: 1, column: 1 };
const answer = (to: Answer["to"], text: string, why: string[]): Answer => ({ to, title: to, tone: "", text: [{ text, style: "" }], more: "why", why: why.map((one) => ({ text: one })) });

test("what was left out is put in, and what was found out since stays", () => {
  const short = group([4, 5], { short: true, title: "Request 30", headers: [{ ...header("Cert", ""), bytes: 3 }], answers: [answer("sender", "who", []), answer("taken", "with a store", ["found out"])] });
  const members = short.chain.members.map((member, i) => ({ ...member, steps: [{ text: `step ${i}`, tone: "" as const, place }] }));
  const timeline = { now: 1, nowLabel: "today", ticks: [], bars: [], left: 0, summary: "valid" };
  const link = { tone: "good" as const, text: "The signature verifies." };
  short.chain.members[0] = { ...short.chain.members[0], link } as Group["chain"]["members"][0];
  const whole: Group = { ...short, short: false, headers: [header("Cert", "abc")], answers: [answer("sender", "who", ["a name"]), answer("taken", "without", ["a rule"])], chain: { ...short.chain, members, timeline } };
  const both = completed(short, whole);
  assert.equal(both.short, false);
  assert.equal(both.headers[0]?.value, "abc");
  assert.deepEqual(both.answers.map(({ text, why }) => [text[0]?.text, why[0]?.text]), [["who", "a name"], ["with a store", "found out"]]);
  assert.deepEqual(both.chain.members.map(({ steps, link }) => [steps[0]?.text, link?.text]), [["step 0", link.text], ["step 1", undefined]]);
  assert.equal(both.chain.timeline, timeline);
});
