// The questions to all connection logs, run in DuckDB: they count what the page counts.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { after, before, test } from "node:test";
import { DuckDBInstance } from "@duckdb/node-api";
import { root } from "./kit.mjs";

let dir;
let command;
let connection;

// The first line and the one without a certificate are of AWS's guide.
const named = (serial, subject, status, client, second, until = "2026-06-17T22:43:21Z") =>
  `2023-10-04T17:05:${String(second % 60).padStart(2, "0")}.514108Z ${client} 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "${subject}" NotBefore=2023-09-21T22:43:21Z;NotAfter=${until} ${serial} ${status} TID_${second}`;
const codes = ["ClientCertExpired", "ClientCertUntrusted", "ClientCertCrlHit", "ClientCertPurposeInvalid"];
const lines = [
  named("FEF257372D5C14D4", "C=US,ST=California,L=San Francisco,O=Amazon,CN=a", "Success", "203.0.113.1", 15),
  '2023-10-04T17:05:15.514108Z 203.0.113.9 36280 443 - - - "-" - - - TID_x',
  ...Array.from({ length: 500 }, (_, i) => named(
    `0${i % 7}`, i % 3 ? `CN=client ${i % 7},O=a \\"b\\" c` : `CN=client ${i % 7}`, i % 4 ? "Success" : `Failed:${codes[(i / 4) % codes.length]}`,
    `203.0.113.${i % 11}`, i, i % 7 === 3 ? "2100-01-01T00:00:00Z" : undefined) + (i % 2 ? " X25519 app/x/1 192.0.2.1" : "")),
];

before(async () => {
  dir = mkdtempSync(join(tmpdir(), "mtlens-bucket-"));
  command = join(dir, "mtlens");
  execFileSync("go", ["build", "-o", command, "./build/mtlens"], { cwd: root, stdio: "inherit" });
  mkdirSync(join(dir, "logs"));
  writeFileSync(join(dir, "logs/one.log"), `${lines.slice(0, 100).join("\n")}\n`);
  writeFileSync(join(dir, "logs/two.log.gz"), gzipSync(`${lines.slice(100).join("\n")}\n`));
  connection = await (await DuckDBInstance.create(":memory:")).connect();
  await connection.run(sql("table").replace("logs/*", `${dir}/logs/*`));
});

after(() => {
  connection?.closeSync();
  rmSync(dir, { recursive: true });
});

const sql = (question, ...more) => execFileSync(command, ["bucket", "-as", `duckdb-${question}`, ...more], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const ask = async (question, ...more) => (await connection.runAndReadAll(sql(question, ...more))).getRowObjectsJson();
// The report of the page on the same lines.
const report = () => JSON.parse(execFileSync(command, ["decode", "-report", "-fail-on", "never", "-now", "2026-01-01"], { encoding: "utf8", input: `${lines.join("\n")}\n`, maxBuffer: 1 << 28 })).logs[0];

test("outcomes, clients and certificates are counted as the page does", async () => {
  const log = report();
  const outcomes = Object.fromEntries((await ask("outcomes")).map(({ tls_verify_status: status, connections }) => [status.replace("Failed:", ""), Number(connections)]));
  assert.deepEqual(outcomes, Object.fromEntries(log.reasons.map(({ code, count }) => [code, count])));
  assert.deepEqual((await ask("clients")).map(({ client_ip: client, connections, failed }) => [client, Number(connections), Number(failed)]),
    log.clients.map(({ value, count, failed }) => [value, count, failed]));
  assert.deepEqual((await ask("certificates")).map(({ serial, connections, failed }) => [serial, Number(connections), Number(failed)]).toSorted(),
    log.certificates.map(({ serial, count, failed }) => [serial, count, failed]).toSorted());
  const hours = await ask("hours");
  assert.deepEqual(hours.map(({ hour, connections, failed }) => [hour, Number(connections), Number(failed)]), [["2023-10-04T17", log.lines, log.failed]]);
});

test("each code, a client and a certificate have their lines", async () => {
  for (const code of codes) {
    const rows = await ask(`reason-${code.toLowerCase()}`);
    assert.equal(rows.length, lines.filter((line) => line.includes(` Failed:${code} `)).length);
  }
  assert.equal((await ask("client", "-client", "203.0.113.3")).length, lines.filter((line) => line.includes(" 203.0.113.3 ")).length);
  assert.equal((await ask("certificate", "-serial", "03")).length, lines.filter((line) => line.includes(" 03 ")).length);
});

test("certificates that end within 30 days are found by their end", async () => {
  const serials = (await ask("expiring")).map(({ serial }) => serial);
  assert.ok(!serials.includes("03")); // until 2100
  const soon = new Date("2026-06-17T22:43:21Z") < new Date(Date.now() + 30 * 86400e3);
  assert.equal(serials.includes("02"), soon);
});
