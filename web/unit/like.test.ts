import assert from "node:assert/strict";
import { test } from "node:test";
import { filled } from "../src/decode/like.ts";
import type { Certificate, Group } from "../src/decode/report.gen.ts";
import { certificate, group, header, report } from "./kit.ts";

const place = { start: 9, end: 12, line: 2, column: 1 };

test("what is like another has its members, but for its own", () => {
  const first = group([0], { title: "Request 1", answers: [{ to: "taken", title: "Would ALB take it", tone: "info", text: [], more: "", why: [] }], sender: 2, headers: [header("A", "one")] });
  const own = { like: 1, title: "Request 3", place, client: { certificate: 1, name: "b" }, headers: [{ value: "two", certificates: [1] }], chain: { members: [{ certificate: 1, place }] } } as unknown as Group;
  const full = filled(report({
    groups: [group([]), first, own],
    certificates: [certificate({}), certificate({ key: "EC P-256", title: "a", extensions: ["2.5.29.15"] }), { like: 1, title: "b" } as Certificate],
  }));
  assert.deepEqual(full.groups[2], {
    ...first, like: 1, title: "Request 3", place, client: { certificate: 1, name: "b", facts: [] }, headers: [{ ...header("A", "two"), bytes: 3, certificates: [1] }],
    chain: { title: "", members: [{ certificate: 1, role: "leaf", presented: 1, steps: [], place }] },
  });
  assert.deepEqual(full.groups[1], first);
  assert.deepEqual(full.certificates[2], { ...full.certificates[1], like: 1, title: "b" });
});
