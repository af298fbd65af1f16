// Requests in a list: what they are ordered by, and how they are copied.

import assert from "node:assert/strict";
import { test } from "node:test";
import { initial } from "../src/app/state.ts";
import { update } from "../src/app/update.ts";
import { ordered } from "../src/decode/views/requests.ts";
import { finding, group, report } from "./kit.ts";

const request = (method: string, path: string, time: string) => ({ method, path, time, client: "" });
const three = report({
  groups: [group([], { request: request("GET", "/b", "10:00") }), group([], { request: request("POST", "/a", "09:00") }), group([], { request: request("GET", "/c", "11:00") })],
  findings: [finding({ group: 2, severity: "error" })],
});

test("in the order of the paste, of a column, or the other way around", () => {
  const state = initial("", "Go");
  const by = (sort: string, down = false): readonly number[] => ordered(update(state, { type: "tabled", key: "requests", table: { sort, down } }), three, [0, 1, 2]);
  assert.deepEqual(ordered(state, three, [0, 1, 2]), [0, 1, 2]);
  assert.deepEqual(by("path"), [1, 0, 2]);
  assert.deepEqual(by("time", true), [2, 0, 1]);
  assert.deepEqual(by("errors"), [2, 0, 1]);
  assert.deepEqual(ordered(update(state, { type: "tabled", key: "requests", table: { sort: "path" } }), three, [2, 0]), [0, 2]);
});
