// From one state of the page to the next.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Paste } from "../src/app/paste.ts";
import { busy, cardKey, initial, type State } from "../src/app/state.ts";
import { update, type Action } from "../src/app/update.ts";
import { Failure } from "../src/programs/failures.ts";
import { certificate, group, report } from "./kit.ts";

const text = (value: string): Paste => ({ kind: "text", text: value });
const after = (state: State, ...actions: Action[]): State => actions.reduce(update, state);
const start = initial("", "Go");
const one = report({ certificates: [certificate({ sha256: "aa" })], groups: [group([0])] });

test("an empty page waits for nothing; a text that was there before is read", () => {
  assert.equal(busy(start), false);
  assert.equal(busy(initial("text kept by the browser", "Go")), true);
});

test("every paste asks anew; its answer is the report", () => {
  const pasted = after(start, { type: "pasted", paste: text("x") });
  assert.equal(pasted.revision, start.revision + 1);
  assert.equal(busy(pasted), true);
  const answered = after(pasted, { type: "answered", revision: pasted.revision, report: one });
  assert.equal(answered.report, one);
  assert.equal(busy(answered), false);
});

test("the answer to another paste is dropped", () => {
  const second = after(start, { type: "pasted", paste: text("x") }, { type: "pasted", paste: text("xy") });
  const late = second.revision - 1;
  assert.equal(after(second, { type: "answered", revision: late, report: one }), second);
  assert.equal(after(second, { type: "failed", revision: late, failure: new Failure("crash", "") }), second);
  assert.equal(after(second, { type: "slow", revision: late }), second);
});

test("the report before stays until the next one is there", () => {
  const state = after(start, { type: "pasted", paste: text("x") }, { type: "answered", revision: 1, report: one }, { type: "pasted", paste: text("xy") });
  assert.equal(state.report, one);
  assert.notEqual(state.answered, state.revision);
});

test("after a failure nothing is awaited, until it is asked again", () => {
  const failed = after(start, { type: "pasted", paste: text("x") }, { type: "failed", revision: 1, failure: new Failure("timeout", "") });
  assert.equal(failed.failure?.failure.code, "timeout");
  assert.equal(busy(failed), false);
  const again = after(failed, { type: "again" });
  assert.equal(busy(again), true);
  assert.equal(again.failure, undefined);
  assert.deepEqual(again.paste, failed.paste);
});

test("slow is said only while an answer is awaited", () => {
  const pasted = after(start, { type: "pasted", paste: text("x") });
  assert.equal(after(pasted, { type: "slow", revision: 1 }).slow, true);
  assert.equal(after(pasted, { type: "answered", revision: 1, report: one }, { type: "slow", revision: 1 }).slow, false);
  assert.equal(after(pasted, { type: "slow", revision: 1 }, { type: "pasted", paste: text("y") }).slow, false);
});

test("the leaf's card opens by itself, and stays closed once it was closed by hand", () => {
  const key = cardKey(one, 0);
  const first = after(start, { type: "pasted", paste: text("x") }, { type: "answered", revision: 1, report: one });
  assert.equal(first.open.get(key), true);
  const closed = after(first, { type: "opened", key, open: false }, { type: "pasted", paste: text("xy") }, { type: "answered", revision: 2, report: one });
  assert.equal(closed.open.get(key), false);
  assert.equal(start.open.size, 0, "no state is changed in place");
});

test("a card is known by its bytes, wherever the certificate is in the paste", () => {
  const moved = report({ certificates: [certificate({ sha256: "bb" }), certificate({ sha256: "aa" })] });
  assert.equal(cardKey(moved, 1), cardKey(one, 0));
  assert.notEqual(cardKey(report({ certificates: [certificate({}), certificate({})] }), 0), cardKey(report({ certificates: [certificate({}), certificate({})] }), 1));
});

test("a view belongs to the answer that it was made of", () => {
  const state = after(start, { type: "pasted", paste: text("x") }, { type: "answered", revision: 1, report: one }, { type: "fetched", revision: 1, view: "pem", text: ["PEM"] });
  assert.deepEqual(state.views.pem, { revision: 1, text: ["PEM"], failure: undefined });
  assert.equal(after(state, { type: "fetched", revision: 2, view: "pem", text: ["other"] }), state);
});

test("narrowing begins the list anew; a file or an example narrows nothing", () => {
  const narrowed = after(start, { type: "filtered", filter: { at: 500 } }, { type: "filtered", filter: { text: "client" } });
  assert.deepEqual([narrowed.filter.text, narrowed.filter.at], ["client", 0]);
  assert.equal(after(narrowed, { type: "pasted", paste: text("typed on") }).filter.text, "client");
  assert.equal(after(narrowed, { type: "pasted", paste: text("another"), fold: true }).filter.text, "");
});

test("showing a place unfolds the paste; another paste forgets the place", () => {
  const shown = after(start, { type: "pasted", paste: text("x"), fold: true }, { type: "shown", key: "k", index: 2 });
  assert.deepEqual([shown.folded, shown.shown], [false, { key: "k", index: 2 }]);
  assert.equal(after(shown, { type: "pasted", paste: text("y") }).shown, undefined);
});

test("what changes nothing is the same state, so that nothing is drawn", () => {
  const opened = after(start, { type: "opened", key: "k", open: true });
  assert.equal(after(opened, { type: "opened", key: "k", open: true }), opened);
  assert.equal(after(start, { type: "went", part: "decode" }), start);
});
