// Calls of a program, with a worker that says what the test wants.

import assert from "node:assert/strict";
import { mock, test } from "node:test";
import { Failure, type FailureCode } from "../src/programs/failures.ts";
import { Messenger } from "../src/programs/messenger.ts";
import type { Call, FromWorker } from "../src/programs/protocol.ts";
import { present } from "./kit.ts";

class Double {
  onmessage: ((event: { data: FromWorker }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  onmessageerror: (() => void) | null = null;
  readonly calls: Call[] = [];
  ended = false;
  postMessage(call: Call): void {
    this.calls.push(call);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: FromWorker): void {
    this.onmessage?.({ data });
  }
  answer(at: number, envelope: object): void {
    this.say({ id: present(this.calls[at]).id, envelope: JSON.stringify(envelope) });
  }
}

function started(): { messenger: Messenger; workers: Double[] } {
  const workers: Double[] = [];
  const messenger = new Messenger(async () => {
    const worker = new Double();
    workers.push(worker);
    return worker as unknown as Worker;
  });
  return { messenger, workers };
}

const nothing = new Uint8Array();
const rejected = (call: Promise<unknown>, code: FailureCode): Promise<void> =>
  assert.rejects(call, (reason) => reason instanceof Failure && reason.code === code);
/** Lets the promises that are settled go on. */
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("each answer goes to its question, whatever the order", async () => {
  const { messenger, workers } = started();
  const calls = [messenger.call("view", { n: 1 }, nothing), messenger.call("tree", { n: 2 }, nothing)];
  await turn();
  const worker = present(workers[0]);
  assert.deepEqual(worker.calls.map(({ name, request }) => [name, request]), [["view", "{\"n\":1}"], ["tree", "{\"n\":2}"]]);
  worker.answer(1, { ok: "second" });
  worker.answer(0, { ok: "first" });
  assert.deepEqual(await Promise.all(calls), ["first", "second"]);
  assert.equal(workers.length, 1);
});

test("a refusal has the program's code", async () => {
  const { messenger, workers } = started();
  const call = messenger.call("view", {}, nothing);
  await turn();
  workers[0]?.answer(0, { error: { code: "panic", message: "index out of range" } });
  await rejected(call, "panic");
});

test("a program that stops fails its calls, and another is started for the next", async () => {
  const { messenger, workers } = started();
  const calls = [messenger.call("view", {}, nothing), messenger.call("tree", {}, nothing)];
  await turn();
  workers[0]?.say({ stopped: "out of memory" });
  for (const call of calls) await rejected(call, "crash");
  assert.equal(workers[0]?.ended, true);
  const next = messenger.call("view", {}, nothing);
  await turn();
  assert.equal(workers.length, 2);
  workers[1]?.answer(0, { ok: 3 });
  assert.equal(await next, 3);
});

test("an error of the worker and an answer that cannot be read are the end of it too", async () => {
  for (const fail of [(one: Double) => one.onerror?.({ message: "" }), (one: Double) => one.onmessageerror?.()]) {
    const { messenger, workers } = started();
    const call = messenger.call("view", {}, nothing);
    await turn();
    fail(present(workers[0]));
    await rejected(call, "crash");
  }
});

test("an answer that is no JSON, or no envelope, ends the program: its call is not left waiting", async () => {
  for (const envelope of ["", "{\"ok\":", "null", "7", "\"ok\"", "[]", "{}", "undefined"]) {
    const { messenger, workers } = started();
    const calls = [messenger.call("view", {}, nothing), messenger.call("tree", {}, nothing)];
    await turn();
    const worker = present(workers[0]);
    worker.say({ id: present(worker.calls[0]).id, envelope });
    for (const call of calls) await rejected(call, "crash");
    assert.equal(worker.ended, true);
    const next = messenger.call("view", {}, nothing);
    await turn();
    workers[1]?.answer(0, { ok: 3 });
    assert.equal(await next, 3);
  }
  const { messenger, workers } = started();
  const call = messenger.call("view", {}, nothing);
  await turn();
  present(workers[0]).say(null as unknown as FromWorker);
  await rejected(call, "crash");
});

test("an answer in slices is put together; a slice that cannot be read ends the program", async () => {
  const { messenger, workers } = started();
  const calls = [messenger.call("view", {}, nothing), messenger.call("tree", {}, nothing)];
  await turn();
  const worker = present(workers[0]);
  const [first, second] = worker.calls.map(({ id }) => id) as [number, number];
  worker.say({ id: first, path: ["ok", "list"], slice: "[1,2]" });
  worker.say({ id: second, path: ["ok"], slice: "[7]" });
  worker.say({ id: first, path: ["ok", "list"], slice: "[3]" });
  worker.answer(0, { ok: { list: [4], end: true } });
  assert.deepEqual(await calls[0], { list: [1, 2, 3, 4], end: true });
  worker.say({ id: second, path: ["ok"], slice: "[8" });
  await rejected(present(calls[1]), "crash");
  assert.equal(worker.ended, true);
});

test("text comes in pieces and is whole with the last, each for its question", async () => {
  const { messenger, workers } = started();
  const calls = [messenger.text("view", {}, nothing), messenger.text("view", {}, nothing)];
  await turn();
  const worker = present(workers[0]);
  assert.deepEqual(worker.calls.map(({ text }) => text), [true, true]);
  const [first, second] = worker.calls.map(({ id }) => id) as [number, number];
  worker.say({ id: first, piece: "line 1\nli", last: false });
  worker.say({ id: second, piece: "", last: true });
  worker.say({ id: first, piece: "ne 2\n", last: true });
  assert.deepEqual(await Promise.all(calls), [["line 1\nli", "ne 2\n"], [""]]);
  const refused = messenger.text("view", {}, nothing);
  await turn();
  worker.answer(2, { error: { code: "panic", message: "index out of range" } });
  await rejected(refused, "panic");
});

test("an answer that does not come is given up", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  try {
    const { messenger, workers } = started();
    const call = messenger.call("view", {}, nothing);
    await turn();
    mock.timers.tick(19_999);
    assert.equal(workers[0]?.ended, false);
    mock.timers.tick(1);
    await rejected(call, "timeout");
  } finally {
    mock.timers.reset();
  }
});

test("what was stopped by hand says so; a late answer is nobody's", async () => {
  const { messenger, workers } = started();
  const call = messenger.call("view", {}, nothing);
  await turn();
  messenger.restart("canceled", "stopped by hand");
  await rejected(call, "canceled");
  workers[0]?.answer(0, { ok: 1 });
});

test("what could not be started is tried again at the next call", async () => {
  let tries = 0;
  const worker = new Double();
  const messenger = new Messenger(async () => {
    if (++tries === 1) throw new Failure("load", "offline");
    return worker as unknown as Worker;
  });
  await rejected(messenger.call("view", {}, nothing), "load");
  const call = messenger.call("view", {}, nothing);
  await turn();
  worker.answer(0, { ok: true });
  assert.equal(await call, true);
});
