// What the page remembers of pastes, and what it leaves over a reload.

import assert from "node:assert/strict";
import { test } from "node:test";
import { kept, Pastes } from "../src/app/memory.ts";
import type { Paste } from "../src/app/paste.ts";
import { initial, type State } from "../src/app/state.ts";
import { update, type Action } from "../src/app/update.ts";
import { titleOf } from "../src/app/title.ts";
import { Failure } from "../src/programs/failures.ts";
import { finding, present, report } from "./kit.ts";

const text = (value: string): Paste => ({ kind: "text", text: value });
const after = (state: State, ...actions: Action[]): State => actions.reduce(update, state);
const start = initial("", "Go");
const answered = (state: State, part: Parameters<typeof report>[0] = {}): State => update(state, { type: "answered", revision: state.revision, report: report(part) });

test("what is cleared or replaced is offered again; what is typed replaces nothing", () => {
  const typed = after(start, { type: "pasted", paste: text("typed") });
  assert.equal(typed.replaced, undefined);
  const cleared = after(typed, { type: "pasted", paste: text(""), over: "cleared" });
  assert.deepEqual(cleared.replaced, { paste: text("typed"), how: "cleared" });
  const typedOn = after(cleared, { type: "pasted", paste: text("on") });
  assert.deepEqual(typedOn.replaced, cleared.replaced, "it stays on offer");
  const undone = after(typedOn, { type: "pasted", paste: present(typedOn.replaced).paste, over: "undone" });
  assert.deepEqual([undone.paste, undone.replaced], [text("typed"), { paste: text("on"), how: "undone" }], "and the undoing can be undone");
  assert.equal(after(undone, { type: "accepted" }).replaced, undefined);
});

test("an empty page has nothing to offer again", () => {
  assert.equal(after(start, { type: "pasted", paste: text("example"), over: "replaced" }).replaced, undefined);
});

test("Back and Forward find each paste, as it was when it was left", () => {
  const pastes = new Pastes();
  const second = pastes.next(text("first"));
  const third = pastes.next(text("second, typed on"));
  assert.deepEqual(pastes.go(second, text("third")), text("second, typed on"));
  assert.deepEqual(pastes.go(0, text("second, and more")), text("first"));
  assert.deepEqual(pastes.go(third, text("first")), text("third"));
  assert.deepEqual(pastes.go(second, text("third")), text("second, and more"));
  assert.equal(pastes.go(99, text("")), undefined);
});

test("not all of them are held for good", () => {
  const pastes = new Pastes();
  for (let i = 0; i < 40; i++) pastes.next(text(`paste ${i}`));
  assert.equal(pastes.go(3, text("")), undefined);
  assert.deepEqual(pastes.go(39, text("")), text("paste 39"));
});

test("a reload leaves nothing unless asked, and never a private key or what was not read", () => {
  const pasted = after(start, { type: "pasted", paste: text("x") });
  assert.equal(kept(answered(pasted)), "off");
  const on = after(pasted, { type: "keeping", keeping: "on" });
  assert.equal(kept(on), "waiting");
  assert.equal(kept(answered(on)), "kept");
  assert.equal(kept(answered(on, { findings: [finding({ id: "private-key" })] })), "secret");
  assert.equal(kept(after(on, { type: "failed", revision: on.revision, failure: new Failure("crash", "") })), "unread");
  assert.equal(kept(after(on, { type: "pasted", paste: { kind: "held", name: "a", bytes: new Blob(["four"]) } })), "file");
  assert.equal(kept(after(answered(on), { type: "pasted", paste: text("x y") })), "waiting", "the answer is to another text");
});

test("the title tells how it stands, and no name", () => {
  const read = (part: Parameters<typeof report>[0]): string => titleOf(answered(after(start, { type: "pasted", paste: text("CN=alice") }), part));
  assert.equal(titleOf(start), "mtlens");
  assert.equal(read({ findings: [finding({ id: "a" }), finding({ id: "b" }), finding({ id: "c", severity: "warning" })] }), "2 errors · mtlens");
  assert.equal(read({ findings: [finding({ id: "c", severity: "warning" })] }), "1 warning · mtlens");
  assert.equal(read({ verdict: { state: "read", text: [{ text: "alice", style: "code" }], chips: [] } }), "Read · mtlens");
  assert.equal(titleOf(after(start, { type: "went", part: "issue" })), "Issue · mtlens");
});
