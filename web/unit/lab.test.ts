// The state of Issue and Simulate, and what the program is asked for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { initialLab, trustStoreOf, updateLab, type Lab, type LabAction, type Scene } from "../src/lab/lab-state.ts";
import { headerLines, simulateRequest } from "../src/lab/request.ts";
import type { Issued, Simulation } from "../src/lab/lab.gen.ts";
import { Failure } from "../src/programs/failures.ts";

const after = (lab: Lab, ...actions: LabAction[]): Lab => actions.reduce(updateLab, lab);
const file = (name: string, text: string): Issued["files"][number] => ({ name, text, use: "", secret: name.includes("key") });
const issued = (part: Partial<Issued> = {}): Issued => ({
  title: "CN=client.example", note: "", script: "", noScript: "", authority: "", problems: [],
  files: [file("certificate.crt", "C"), file("private-key.pem", "K"), file("trust-store.pem", "T")], ...part,
} as Issued);
const scene = (part: Partial<Scene>): Scene => ({ ...initialLab.scene, ...part });

test("what is wrong with a field is said until that field is changed", () => {
  const problems = [{ field: "days", text: "" }, { field: "names[1].value", text: "" }];
  const refused = after(initialLab, { type: "issued", issued: issued() }, { type: "issued", issued: issued({ problems }) });
  assert.equal(refused.issued?.problems.length, 0, "the certificate before stays");
  assert.deepEqual(refused.problems, problems);
  assert.deepEqual(after(refused, { type: "edited", edits: { names: [] } }).problems, [problems[0]]);
  assert.deepEqual(after(refused, { type: "edited", edits: { serial: "01" } }).problems, problems);
  assert.deepEqual(after(refused, { type: "reset" }).problems, []);
});

test("every change of the scene asks anew and forgets a failure", () => {
  const failed = after(initialLab, { type: "failed", of: "simulate", failure: new Failure("timeout", "") });
  const changed = after(failed, { type: "set", scene: { mode: "off" } });
  assert.deepEqual([changed.revision, changed.failure, changed.scene.mode], [2, undefined, "off"]);
});

test("a simulation that ran takes away only its own failure", () => {
  const answer = {} as Simulation;
  const of = (errand: "simulate" | "zip"): unknown =>
    after(initialLab, { type: "failed", of: errand, failure: new Failure("crash", "") }, { type: "simulated", revision: 1, answer }).failure?.of;
  assert.deepEqual([of("simulate"), of("zip")], [undefined, "zip"]);
});

test("the client's own trust store holds until another is given, be it empty", () => {
  assert.equal(trustStoreOf(scene({ issued: issued() })), "T");
  assert.equal(trustStoreOf(scene({ issued: issued(), trustStore: "" })), "");
  assert.equal(trustStoreOf(scene({})), "");
});

test("the client presents what was issued, what was pasted, or nothing", () => {
  const other = issued({ files: [file("private-key.pem", "K2")] });
  const of = (part: Partial<Scene>): unknown[] => {
    const { chain, key } = simulateRequest(scene({ issued: issued(), other, chain: "PC", key: "PK", ...part })).request;
    return [chain, key];
  };
  assert.deepEqual(of({ client: "issued" }), ["C", "K"]);
  assert.deepEqual(of({ client: "issued", wrongKey: true }), ["C", "K2"]);
  assert.deepEqual(of({ client: "pasted" }), ["PC", "PK"]);
  assert.deepEqual(of({ client: "none" }), ["", ""]);
});

test("the moment of a scene is in UTC", () => {
  assert.equal(simulateRequest(scene({ at: "2026-12-31T12:00" })).now, Date.UTC(2026, 11, 31, 12));
});

test("headers are read line by line", () => {
  assert.deepEqual(headerLines("Host: a.example:8443\n\n X-Empty:\nno colon\n").map(({ name, value }) => [name, value]),
    [["Host", "a.example:8443"], ["X-Empty", ""], ["no colon", ""]]);
});
