// The connection log: one line, AWS's two, thousands. What a line means is told
// by AWS (https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html):
// its lines, the names of its fields, its words for the reason codes.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, drop, launch, open, press, put, settled, startSite, textOf, textsOf } from "./kit.mjs";

const success = '2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 4.036 "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Success TID_3180a73013c8ca4bac2f731159d4b0fe';
const failure = '2023-10-04T17:05:15.514108Z 203.0.113.1 36280 443 TLSv1.2 ECDHE-RSA-AES128-GCM-SHA256 - "CN=amazondomains.com,O=endEntity,L=Seattle,ST=Washington,C=US" NotBefore=2023-09-21T22:43:21Z;NotAfter=2026-06-17T22:43:21Z FEF257372D5C14D4 Failed:ClientCertUntrusted TID_1c71a68d70587445ad5127ff8b2687d7';
const fields = ["timestamp", "client_ip", "client_port", "listener_port", "tls_protocol", "tls_cipher", "tls_handshake_latency", "leaf_client_cert_subject", "leaf_client_cert_validity", "leaf_client_cert_serial_number", "tls_verify_status", "conn_trace_id"];

/** many makes lines of clients 1 to 30: of ten one is expired, of a hundred one revoked. */
function many(lines) {
  return Array.from({ length: lines }, (_, i) => {
    const code = i % 100 === 7 ? "Failed:ClientCertCrlHit" : i % 10 === 3 ? "Failed:ClientCertExpired" : "Success";
    return (code === "Success" ? success : failure).replace("203.0.113.1 ", `203.0.113.${1 + (i % 30)} `).replace("amazondomains", `device-${i % 40}`).replace("FEF2", `FE${(16 + (i % 40)).toString(16).toUpperCase()}`).replace(/Success|Failed:\w+/, code);
  });
}

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

for (const name of browsers) {
  describe(`the connection log in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("one line opens at once, to its fields and its cause", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, failure);
      assert.match(await textOf(page, ".verdict"), /ClientCertUntrusted/);
      assert.deepEqual(await textsOf(page, ".record dt"), fields);
      assert.ok((await textsOf(page, ".record .value")).includes("FEF257372D5C14D4"));
      assert.match(await textOf(page, '.reason[data-finding="connection-failed"]'), /ClientCertUntrusted.*Client certificate is untrusted.*Usual causes.*What to do/);
      assert.equal((await page.$$(".log-table")).length, 0, "sums of one line say nothing");
      assert.equal((await page.$$(".finding")).length, 0, "a reason is told once");
      await close();
    });

    test("the example: AWS's two lines", async () => {
      const { page, close } = await open(browser, site.url);
      await press(page, ".example", "Connection log");
      const lines = (await page.$eval("#paste", (area) => area.value)).trim().split("\n");
      assert.deepEqual(lines, [success, failure]);
      assert.deepEqual(await textsOf(page, ".reason-code"), ["ClientCertUntrusted", "Success"]);
      assert.deepEqual(await textsOf(page, ".reason-percent"), ["50.0%", "50.0%"]);
      assert.deepEqual(await textsOf(page, ".record-outcome"), ["ClientCertUntrusted", "Success"]); // what failed first
      assert.deepEqual(await textsOf(page, ".log-codes .chip"), ["ClientCertUntrusted"]);
      for (const [at, line] of [failure, success].entries()) {
        await page.evaluate((at) => document.querySelectorAll(".reason-show button:last-child")[at].click(), at);
        assert.equal(await selection(page), line);
      }
      await close();
    });

    test("thousands: sums, shares, tables, and each place in turn", async () => {
      const { page, close } = await open(browser, site.url);
      const lines = many(2000);
      await put(page, lines.join("\n"));
      assert.deepEqual(await textsOf(page, ".reason-code"), ["ClientCertExpired", "ClientCertCrlHit", "Success"]);
      assert.deepEqual((await textsOf(page, ".reason-count")).map((text) => parseInt(text.replace(",", ""), 10)), [200, 20, 1780]);
      assert.deepEqual(await textsOf(page, ".reason-percent"), ["10.0%", "1.0%", "89.0%"]);
      const revoked = lines.filter((line) => line.includes("ClientCertCrlHit"));
      for (const [i, line] of revoked.slice(0, 3).entries()) {
        const button = ".reason:nth-child(2) .reason-show button:last-child";
        await press(page, button);
        assert.equal(await selection(page), line);
        assert.match(await textOf(page, button), new RegExp(`${i + 1} of 20$`));
      }
      const wanted = lines.filter((line) => line.includes("203.0.113.4 "));
      const [row] = await textsOf(page, ".log-clients tbody tr");
      assert.match(row, /203\.0\.113\.\d/);
      assert.equal(await page.$$eval(".log-clients tbody tr", (rows) => rows.map((row) => row.textContent).find((text) => text.startsWith("203.0.113.4"))),
        `203.0.113.4${wanted.filter((line) => line.includes("Failed")).length}${wanted.length}`);
      await press(page, ".log-certificates .text-button");
      assert.equal((await page.$$(".log-certificates tbody tr")).length, 40);
      await press(page, ".record-more button", "Show all");
      assert.equal((await page.$$(".record")).length, 100);
      assert.match(await textOf(page, ".record-more"), /1 to 100 of 200/);
      await close();
    });

    // WebDriver BiDi has no paper.
    if (name === "chrome") test("a log on paper: the subject of a line has the width of the page, and no view of many pages is added", async () => {
      const { page, close } = await open(browser, site.url, { width: 760 });
      await put(page, `${many(60).join("\n")}\n`);
      await page.waitForSelector(".record-subject");
      await page.waitForSelector(".output .lines");
      await page.emulateMediaType("print");
      const { subject, line } = await page.evaluate(() => ({
        subject: document.querySelector(".record-subject").getBoundingClientRect().width,
        line: document.querySelector(".record-head").getBoundingClientRect().width,
      }));
      assert.equal(subject, line);
      const seen = (selector) => page.$$eval(selector, (list) => list.filter((one) => one.checkVisibility({ visibilityProperty: true })).length);
      for (const selector of [".reason", ".record"]) assert.ok(await seen(selector), selector);
      for (const selector of [".output", ".log-hint", ".log-filter", 'a[href^="reference/"]']) assert.equal(await seen(selector), 0, selector);
      await close();
    });

    test("the rows of a long log are few, whatever its length", async () => {
      const { page, close } = await open(browser, site.url);
      const drawn = [];
      for (const lines of [2000, 30_000]) {
        await drop(page, ["connections.log", `${many(lines).join("\n")}\n`]);
        assert.match(await textOf(page, ".verdict"), new RegExp(lines.toLocaleString("en-US")));
        if (drawn.length === 0) {
          assert.equal((await page.$$(".record")).length, 20);
          await press(page, ".record-more button", "Show all"); // the page remembers that
        }
        await press(page, ".record-more button", "After");
        assert.equal((await page.$$(".record")).length, 100);
        drawn.push(await page.evaluate(() => document.querySelectorAll("*").length));
        await press(page, "#clear");
      }
      assert.ok(Math.abs(drawn[1] - drawn[0]) < 100 && drawn[1] < 4000, drawn.join());
      await close();
    });

    test("lines are listed by reason, client, certificate, time and words, together", async () => {
      const { page, close } = await open(browser, site.url);
      const lines = many(150).map((line, i) => line.replace("17:05:15", `17:${String(Math.floor(i / 3)).padStart(2, "0")}:00`));
      await put(page, lines.join("\n"));
      const listed = async () => (await textOf(page, "[data-log-lines] output")).replace(", failed first", "");
      assert.match(await textOf(page, "[data-log-lines] output"), /failed first$/);
      const count = (pattern) => lines.filter((line) => pattern.test(line)).length;
      assert.equal(await listed(), "150 lines");
      await press(page, ".reason:nth-child(1) .reason-show button");
      assert.equal(await listed(), `${count(/ClientCertExpired/)} of 150 lines`);
      await press(page, '.pill[aria-label^="Remove: ClientCertExpired"]');
      await press(page, ".log-clients tbody .step-button", "203.0.113.4");
      assert.equal(await listed(), `${count(/ 203\.0\.113\.4 /)} of 150 lines`);
      await press(page, ".pill", "failed");
      assert.equal(await listed(), `${count(/ 203\.0\.113\.4 .* Failed/)} of 150 lines`);
      await press(page, ".log-filter .text-button", "All lines");
      await press(page, ".log-certificates .step-button", "CN=device-3.com");
      assert.equal(await listed(), `${count(/CN=device-3\.com/)} of 150 lines`);
      await press(page, ".log-filter .text-button", "All lines");
      await page.type(".log-words", "DEVICE-7 success");
      assert.equal(await listed(), `${count(/device-7.*Success/)} of 150 lines`);
      await page.$eval(".log-words", (input) => { input.value = ""; input.dispatchEvent(new InputEvent("input", { bubbles: true })); });
      // Fifty minutes in sixty bars: a bar holds the lines of one minute, or none.
      const bars = await page.$$eval(".log-bar", (all) => all.map((one) => one.getAttribute("aria-label")));
      assert.equal(bars.reduce((sum, text) => sum + Number(/: (\d+)/.exec(text.slice(20))[1]), 0), 150);
      await press(page, ".log-bar");
      assert.equal(await listed(), "3 of 150 lines");
      await axe(page, "a narrowed log");
      await close();
    });

    test("a line is opened with the keyboard and stays open; reasons unfold", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, many(40).join("\n"));
      assert.equal((await page.$$(".record-fold[open]")).length, 0);
      await page.focus(".record:nth-child(4) summary");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".record:nth-child(4) .fields");
      await page.focus(".reason:nth-child(2) summary");
      await page.keyboard.press(" ");
      await page.waitForSelector(".reason:nth-child(2) .reason-body");
      await page.focus("#paste");
      await page.keyboard.down("Control");
      await page.keyboard.press("End");
      await page.keyboard.up("Control");
      await page.keyboard.type("\n");
      await settled(page);
      assert.equal((await page.$$(".record-fold[open]")).length, 1);
      await press(page, ".record:nth-child(4) .record-body .text-button");
      const failed = (line) => line.includes(" Failed:");
      assert.equal(await selection(page), many(40).toSorted((a, b) => failed(b) - failed(a))[3]);
      await page.keyboard.press("Escape");
      assert.match(await page.evaluate(() => document.activeElement.textContent), /^Show this line/);
      await close();
    });

    test("a long log is held, its lines are shown in it", async () => {
      const { page, close } = await open(browser, site.url);
      const lines = many(5000);
      await drop(page, ["conn_log.log", lines.join("\r\n")]);
      assert.match(await textOf(page, "#held"), /conn_log\.log.*5,000 lines/);
      await press(page, ".reason-show button:last-child");
      assert.equal(await page.$eval(".held-mark", (mark) => mark.textContent.trimEnd()), lines[3]);
      await press(page, ".reason-show button:last-child");
      assert.equal(await page.$eval(".held-mark", (mark) => mark.textContent.trimEnd()), lines[13]);
      await close();
    });

    test("axe finds nothing, and nothing scrolls sideways", async () => {
      for (const width of [360, 900, 1440]) {
        const { page, close } = await open(browser, site.url, { width });
        for (const text of [failure, many(60).join("\n")]) {
          await put(page, text);
          await page.evaluate(() => { for (const closed of document.querySelectorAll("details:not([open])")) closed.open = true; });
          await new Promise((resolve) => setTimeout(resolve, 100));
          assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${width} pixels`);
          if (width === 900) await axe(page, "the log");
        }
        await close();
      }
    });
  });
}

async function selection(page) {
  return page.$eval("#paste", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
}
