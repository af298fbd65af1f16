// Many certificates as a table, what a word means, the report for a ticket, and the
// bytes with the whole page. Expected values are OpenSSL's, from the .facts.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { axe, browsers, certificate, facts, launch, open, paste, press, put, root, startSite, textOf, textsOf } from "./kit.mjs";

const names = readdirSync(join(root, "testdata/certs")).filter((file) => file.endsWith(".pem")).map((file) => file.slice(0, -4));

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

for (const name of browsers) {
  describe(`tables in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("certificates are ordered, narrowed, copied; a row opens the card", async () => {
      const { page, close } = await open(browser, site.url, { before: () => { if (navigator.clipboard) navigator.clipboard.writeText = async (text) => { window.copied = text; }; } });
      await put(page, names.map(certificate).join(""));
      assert.equal((await page.$$(".grid-row")).length, names.length);
      await press(page, '[data-column="expires"] .grid-sort');
      const ends = names.map((one) => facts(one).notAfter.slice(0, 10)).sort();
      assert.deepEqual(await textsOf(page, '.grid-row > [data-column="expires"]'), ends);
      await press(page, ".grid-filter .csv");
      const lines = (await page.evaluate(() => window.copied)).trimEnd().split("\r\n");
      assert.equal(lines.length, names.length + 1);
      assert.match(lines[0], /^Name,Expires,Key,Issuer,Findings,/);
      await page.type(".grid-words", "client-2.example");
      const left = await textsOf(page, ".grid-open");
      assert.ok(left.length >= 2 && left.every((text) => text === "client-2.example"), left.join());
      await press(page, ".grid-open");
      const row = await page.$eval(".grid-row[data-chosen]", (one) => one.dataset.row);
      await page.waitForSelector(`.card[data-certificate="${row}"][open]`);
      await axe(page, "the table");
      await close();
    });

    test("a field tells what it means where the focus is, and the arrows go on", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("verify-headers.txt"));
      await page.focus(".card[open] dt");
      const means = (words) => page.waitForFunction((words) => new RegExp(words).test(document.querySelector("#meaning").textContent), {}, words);
      await means("^Subject .*RFC 5280"); // the table comes when it is asked for
      await page.keyboard.press("ArrowDown");
      await means("^Issuer Who signed");
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Copy Issuer");
      assert.equal(await page.$$eval('.card[open] [data-section], .card[open] .fields', (all) => all[0].querySelectorAll('[tabindex="0"]').length), 1);
      await close();
    });

    test("a report for a ticket", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("verify-headers.txt"));
      await press(page, '[data-tab="markdown"]');
      await page.waitForSelector('pre.output[aria-label="Markdown"]:not([data-stale])');
      const text = await textOf(page, ".output");
      for (const fact of ["subject", "issuer", "serial", "sha256"]) assert.ok(text.includes(`\`${facts("client-1")[fact]}\``), fact);
      await close();
    });

    test("the bytes take the page, with the paste beside them, and give it back", async () => {
      const { page, close } = await open(browser, site.url, { width: 1440 });
      const pem = certificate("client-2");
      await put(page, pem);
      await press(page, '.strip-view[data-go="asn1"]');
      await page.waitForSelector(".asn1-row");
      await page.type(".asn1-search input", "serialNumber");
      await page.keyboard.press("Enter");
      await press(page, ".asn1-full");
      await page.waitForSelector(".asn1-paste mark");
      // 13 bytes from the 14th on are in these characters of the base64 (openssl asn1parse: offset 13, header 2, length 11).
      const body = pem.split("\n").slice(1).join("");
      const marked = (await textOf(page, ".asn1-paste mark")).replaceAll("\n", "");
      assert.ok(body.includes(marked) && Buffer.from(body, "base64").subarray(13, 26).toString("hex").includes("6e0b11d27a5f4c8899a03b"));
      assert.equal(body.indexOf(marked), Math.floor((13 * 4) / 3));
      assert.equal(await page.$eval("#paste-panel", (panel) => panel.getClientRects().length), 0);
      assert.ok((await page.$$(".byte-tag")).length > 10);
      await page.keyboard.press("Escape");
      assert.ok(await page.$eval("#paste-panel", (panel) => panel.getClientRects().length > 0));
      await close();
    });
  });
}
