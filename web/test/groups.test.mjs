// Many requests in one paste: a list that is narrowed by words, by certificate
// and by finding. What is in each request is told by the fixtures it is made of.

import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { axe, browsers, certificate, drop, facts, launch, open, paste, press, put, root, settled, startSite, textOf, textsOf } from "./kit.mjs";

const rsa = paste("verify-headers.txt").trim(); // client-1
const ec = paste("verify-headers-ec.txt").trim(); // client-2
const mismatch = paste("verify-mismatch.txt").trim(); // client-1, two headers that differ

/** requests makes as many: every third of client-2, every tenth with headers that differ, the others of client-1. */
function requests(n) {
  const kind = (i) => (i % 3 === 2 ? ec : i % 10 === 0 ? mismatch : rsa);
  const kinds = Array.from({ length: n }, (_, i) => kind(i));
  return {
    text: kinds.map((headers, i) => `GET /orders/${i} HTTP/1.1\nHost: shop-${i}.example\n${headers}\n\n`).join(""),
    of: (headers) => kinds.filter((one) => one === headers).length,
    ec: kinds.filter((one) => one === ec).length,
    differing: kinds.flatMap((one, i) => (one === mismatch ? [`Request ${i + 1}`] : [])),
  };
}

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

for (const name of browsers) {
  describe(`many requests in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("one request is shown as it is, three are open, more are a list", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, requests(1).text);
      assert.equal((await page.$$(".group")).length, 0);
      await put(page, requests(12).text);
      assert.equal((await page.$$(".group")).length, 12);
      assert.equal((await page.$$(".group[open]")).length, 0);
      assert.equal(await textOf(page, ".filter ~ .groups .group-row:nth-child(3) .group-who"), "client-2.example");
      await put(page, requests(3).text);
      assert.equal((await page.$$(".group[open]")).length, 3);
      assert.equal((await page.$$(".filter")).length, 0);
      await close();
    });

    test("by certificate: chosen in the list, or by the number beside a request", async () => {
      const { page, close } = await open(browser, site.url);
      const many = requests(60);
      await put(page, many.text);
      assert.equal(await textOf(page, "output"), "60 requests");
      const options = await textsOf(page, "#filter-certificate option");
      assert.match(options[1], new RegExp(`client-1\\.example.*\\(${60 - many.ec}\\)`));
      assert.match(options[2], new RegExp(`client-2\\.example.*\\(${many.ec}\\)`));
      await page.select("#filter-certificate", await page.$eval("#filter-certificate option:nth-child(3)", (option) => option.value));
      assert.deepEqual([...new Set(await textsOf(page, ".group-who"))], ["client-2.example"]);
      assert.equal(await textOf(page, "output"), `${many.ec} of 60 requests`);
      await press(page, ".filter .icon-button");
      assert.equal(await textOf(page, "output"), "60 requests");
      assert.equal(await page.$eval("#filter-certificate", (select) => select.value), "");
      // The number says how many carry it; pressed, it lists these; pressed again, all.
      const number = ".group-row:nth-child(1) .group-shared";
      assert.match(await textOf(page, number), new RegExp(`^${60 - many.ec}\\b`));
      await press(page, number);
      assert.equal((await page.$$(".group")).length, 60 - many.ec);
      assert.equal(await page.$eval(number, (button) => button.getAttribute("aria-pressed")), "true");
      assert.notEqual(await page.$eval("#filter-certificate", (select) => select.value), "");
      await press(page, number);
      assert.equal((await page.$$(".group")).length, 60);
      await close();
    });

    test("by finding, and from a finding to its request", async () => {
      const { page, close } = await open(browser, site.url);
      const many = requests(60);
      await put(page, many.text);
      await page.select("#filter-finding", "header-differs");
      assert.deepEqual(await textsOf(page, ".group-title"), many.differing);
      assert.match((await textsOf(page, ".tally"))[0], /^2 errors/, "serial number and subject");
      // A finding of a request that the filter hides shows all again, and goes there.
      await page.select("#filter-finding", "");
      await page.type("#filter-text", "client-2");
      await press(page, '.finding[data-finding="header-differs"] .finding-meta button', many.differing[0]);
      await page.waitForFunction(() => document.activeElement?.matches(".group > summary"));
      assert.match(await page.evaluate(() => document.activeElement.textContent), new RegExp(`^${many.differing[0]}`));
      assert.equal(await page.evaluate(() => document.activeElement.parentElement.open), true);
      await close();
    });

    test("by words, in any letter case, together with the others", async () => {
      const { page, close } = await open(browser, site.url);
      const many = requests(60);
      await put(page, many.text);
      await page.type("#filter-text", "CLIENT-2 payments");
      assert.equal((await page.$$(".group")).length, many.ec);
      await page.select("#filter-finding", "header-differs");
      assert.equal((await page.$$(".group")).length, 0);
      assert.match(await textOf(page, ".group-more"), /No request fits/);
      await press(page, ".group-more button");
      assert.equal((await page.$$(".group")).length, 60);
      assert.equal(await page.$eval("#filter-text", (input) => input.value), "");
      await page.type("#filter-text", "client-9"); // the subject that differs
      assert.deepEqual(await textsOf(page, ".group-title"), many.differing);
      await page.keyboard.press("Escape");
      assert.equal((await page.$$(".group")).length, 60);
      // The filter stays while the paste is edited, and goes with another file.
      await page.type("#filter-text", "client-2");
      await page.focus("#paste");
      await page.keyboard.type("\n");
      await settled(page);
      assert.equal((await page.$$(".group")).length, many.ec);
      await drop(page, ["other.txt", many.text]);
      assert.equal((await page.$$(".group")).length, 60);
      await close();
    });

    test("the keyboard goes through the list", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, requests(20).text);
      await page.focus(".group-row:nth-child(1) summary");
      for (const key of ["ArrowDown", "ArrowDown", "ArrowUp", "ArrowDown", "Enter"]) await page.keyboard.press(key);
      await page.waitForSelector(".group-row:nth-child(3) .group-body .card");
      assert.match(await page.evaluate(() => document.activeElement.textContent), /^Request 3/);
      await page.keyboard.press("End");
      assert.match(await page.evaluate(() => document.activeElement.textContent), /^Request 20/);
      await close();
    });

    test("a thousand requests: a page of rows at a time", async () => {
      const { page, close } = await open(browser, site.url);
      const many = requests(1000);
      await drop(page, ["requests.txt", many.text]);
      assert.equal(await textOf(page, "output"), "1,000 requests");
      assert.equal((await page.$$(".group")).length, 100);
      const first = () => page.$eval(".group-row", (row) => Number(row.dataset.group));
      await press(page, ".group-more button", "After");
      assert.deepEqual([(await page.$$(".group")).length, await first()], [100, 100]);
      await press(page, ".group-more button", "Before");
      assert.deepEqual([(await page.$$(".group")).length, await first()], [100, 0]);
      await press(page, ".group-more button", "After");
      await page.type("#filter-text", "client-2");
      assert.equal(await textOf(page, "output"), `${many.ec} of 1,000 requests`);
      await close();
    });

    test("many certificates: the fields of one far down come when it is opened, and those of all into the file", async () => {
      const names = readdirSync(join(root, "testdata/certs")).filter((file) => file.endsWith(".pem")).map((file) => file.slice(0, -4));
      assert.ok(names.length > 30);
      const { page, close } = await open(browser, site.url);
      await put(page, names.map(certificate).join(""));
      await press(page, ".text-button", `Show all ${names.length}`);
      for (const i of [2, 30]) {
        const card = `.card[data-certificate="${i}"]`;
        await page.$eval(`${card} > summary`, (summary) => summary.click());
        await page.waitForSelector(`${card} .fields-section`);
        const values = await textsOf(page, `${card} .value`);
        const { subject, serial, sha256 } = facts(names[i]);
        for (const value of [subject, serial, sha256]) assert.ok(values.includes(value), `${names[i]}: ${value}`);
      }
      const saved = page.evaluate(() => new Promise((resolve) => {
        const create = URL.createObjectURL;
        URL.createObjectURL = (blob) => { void blob.text().then(resolve); return create.call(URL, blob); };
      }));
      await press(page, '[data-tab="report"]');
      await page.waitForSelector("#save");
      await press(page, "#save");
      const { certificates } = JSON.parse(await saved);
      assert.deepEqual(certificates.map(({ sha256 }) => sha256), names.map((one) => facts(one).sha256));
      assert.ok(certificates.every(({ sections }) => sections.length > 0), "the file holds everything");
      await close();
    });

    test("axe finds nothing, and nothing scrolls sideways", async () => {
      for (const width of [360, 900, 1440]) {
        const { page, close } = await open(browser, site.url, { width });
        await put(page, requests(12).text);
        await press(page, ".group-shared.text-button");
        await page.evaluate(() => { document.querySelector(".group").open = true; });
        await page.waitForSelector(".group-body .card");
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, `${width} pixels`);
        await axe(page, `${width} pixels`);
        await close();
      }
    });
  });
}
