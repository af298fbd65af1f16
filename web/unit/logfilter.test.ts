// What narrows the lines of a log, and their histogram.

import assert from "node:assert/strict";
import { test } from "node:test";
import { binsOf, certificateKey, narrowed, noLogFilter, timeOf, type LogFilter } from "../src/decode/logfilter.ts";
import type { Log, LogRecord } from "../src/decode/report.gen.ts";

const line = (minute: number, client: string, code: string, subject = "CN=a"): LogRecord => ({
  place: { start: 0, end: 0, line: 1, column: 1 }, title: "", tone: code === "Success" ? "good" : "bad",
  time: `2026-11-24T10:${String(minute).padStart(2, "0")}:00Z`, client, subject, serial: "01", code,
  fields: [client, code, subject].map((value) => ({ label: "", value })),
});
const log = (records: LogRecord[], lines = records.length): Log => ({
  name: "", title: "", note: "", lines, succeeded: 0, failed: 0, untold: 0, from: "", to: "", reasons: [], clients: [], certificates: [], records,
});
const four = log([line(0, "192.0.2.1", "Success"), line(1, "192.0.2.2", "ClientCertExpired"), line(2, "192.0.2.1", "ClientCertExpired", "CN=Bee"), line(3, "192.0.2.1", "ClientCertUntrusted")]);
const left = (part: Partial<LogFilter>): number[] => narrowed(four, { ...noLogFilter, ...part }).map(([, i]) => i);

test("each narrows by itself, and all together", () => {
  assert.deepEqual(left({}), [0, 1, 2, 3]);
  assert.deepEqual(left({ failed: true }), [1, 2, 3]);
  assert.deepEqual(left({ code: "ClientCertExpired" }), [1, 2]);
  assert.deepEqual(left({ client: "192.0.2.1", failed: true }), [2, 3]);
  assert.deepEqual(left({ certificate: certificateKey({ subject: "CN=Bee", serial: "01" }) }), [2]);
  assert.deepEqual(left({ text: "EXPIRED bee" }), [2]);
  const minute = timeOf(four.records[1] as LogRecord);
  assert.deepEqual(left({ from: minute, to: minute + 60_000 }), [1]);
});

test("a time is read as ISO 8601 and as milliseconds", () => {
  assert.equal(timeOf({ ...(four.records[0] as LogRecord), time: "1785585600000" }), 1785585600000);
  assert.equal(timeOf({ ...(four.records[0] as LogRecord), time: "2026-08-01T12:00:00.000Z" }), 1785585600000);
  assert.ok(Number.isNaN(timeOf({ ...(four.records[0] as LogRecord), time: "-" })));
});

test("the bars hold every line once, and there are none where lines are left out or have no time", () => {
  const records = Array.from({ length: 50 }, (_, i) => line(i, "192.0.2.1", i % 5 === 0 ? "ClientCertExpired" : "Success"));
  const bins = binsOf(log(records));
  assert.equal(bins.length, 50);
  assert.deepEqual([bins.reduce((sum, { all }) => sum + all, 0), bins.reduce((sum, { failed }) => sum + failed, 0)], [50, 10]);
  for (const { from, to, all } of bins) assert.equal(records.filter((record) => timeOf(record) >= from && timeOf(record) < to).length, all);
  assert.deepEqual(binsOf(log(records, 51)), []);
  assert.deepEqual(binsOf(log([...records, { ...line(0, "", ""), time: "" }])), []);
  assert.deepEqual(binsOf(log(records.map((one) => ({ ...one, time: "2026-11-24T10:00:00Z" })))), []);
});
