// The reader's own time. Tokyo is nine hours ahead of UTC all year.

import assert from "node:assert/strict";
import { test } from "node:test";

process.env.TZ = "Asia/Tokyo";
const { localTime } = await import("../src/app/local.ts");

test("moments are told as the reader's clock shows them", () => {
  assert.match(localTime("NotBefore=2024-03-01T08:00:00Z;NotAfter=2036-02-29T15:59:59Z") ?? "", /^Here: 1 Mar 2024, 17:00:00 (GMT\+9|JST) to 1 Mar 2036, 00:59:59 (GMT\+9|JST)$/);
  assert.equal(localTime("CN=client"), undefined);
  assert.equal(localTime("2024-03-01"), undefined);
});
