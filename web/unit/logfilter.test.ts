// What narrows the lines of a log, and their histogram.

import assert from "node:assert/strict";
import { test } from "node:test";
import { binsOf, certificateKey, failedFirst, lineRequest, narrowed, narrows, noLogFilter, timeOf, type LogFilter } from "../src/decode/logfilter.ts";
import type { Log, LogCertificate, LogRecord } from "../src/decode/report.gen.ts";

const line = (minute: number, client: string, code: string, subject = "CN=a"): LogRecord => ({
  place: { start: 0, end: 0, line: 1, column: 1 }, title: "", tone: code === "Success" ? "good" : "bad",
  time: `2026-11-24T10:${String(minute).padStart(2, "0")}:00Z`, client, subject, serial: "01", code,
  fields: [client, code, subject].map((value) => ({ label: "", value })),
});
const log = (records: LogRecord[], lines = records.length): Log => ({
  name: "", title: "", note: "", lines, succeeded: 0, failed: 0, untold: 0, from: "", to: "", times: { start: 0, step: 0, all: [], failed: [] }, reasons: [], clients: [], certificates: [], records,
});
const four = log([line(0, "192.0.2.1", "Success"), line(1, "192.0.2.2", "ClientCertExpired"), line(2, "192.0.2.1", "ClientCertExpired", "CN=Bee"), line(3, "192.0.2.1", "ClientCertUntrusted")]);
const left = (part: Partial<LogFilter>): number[] => narrowed(four, { ...noLogFilter, ...part }).map(([, i]) => i);

test("each narrows by itself, and all together", () => {
  assert.deepEqual(left({}), [1, 2, 3, 0], "those that failed first");
  assert.ok(failedFirst(narrowed(four, noLogFilter)) && !failedFirst(narrowed(four, { ...noLogFilter, failed: true })));
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

test("the bars are the spans in which all lines are counted, also those that are not listed", () => {
  const many: Log = { ...log([line(0, "192.0.2.1", "Success")], 200_000), times: { start: 1_785_585_600, step: 60, all: [150_000, 0, 50_000], failed: [10, 0, 7] } };
  assert.deepEqual(binsOf(many), [
    { from: 1_785_585_600_000, to: 1_785_585_660_000, all: 150_000, failed: 10 },
    { from: 1_785_585_660_000, to: 1_785_585_720_000, all: 0, failed: 0 },
    { from: 1_785_585_720_000, to: 1_785_585_780_000, all: 50_000, failed: 7 },
  ]);
  assert.deepEqual(binsOf({ ...many, times: { start: 0, step: 0, all: [], failed: [] } }), []);
  assert.deepEqual(binsOf({ ...many, times: { ...many.times, all: [200_000], failed: [0] } }), [], "one moment");
});

test("lines that are not listed are asked for in the lab's words", () => {
  const bee: LogCertificate = { subject: "CN=Bee", serial: "01", when: "", tone: "", count: 1, failed: 1, codes: [] };
  const one: Log = { ...four, name: "ALB connection log", certificates: [bee] };
  assert.deepEqual(lineRequest(one, { ...noLogFilter, failed: true, certificate: certificateKey(bee), from: 60_000, to: 120_000, text: "a b" }), {
    log: "ALB connection log", words: "a b", failed: 1, code: "", client: "", subject: "CN=Bee", serial: "01", from: 60, to: 120,
  });
  assert.deepEqual([noLogFilter, { ...noLogFilter, text: " " }, { ...noLogFilter, code: "x" }, { ...noLogFilter, from: 0, to: 1 }].map(narrows), [false, false, true, true]);
});
