// The strip of places: what is in the answer and how much of it, always in sight,
// one stop of the Tab key.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, launch, open, paste, press, put, startSite, textsOf } from "./kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

const top = (page, selector) => page.$eval(selector, (element) => element.getBoundingClientRect().top);

for (const name of browsers) {
  describe(`the strip in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("it counts, leads to its places and stays in sight", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("verify-mismatch.txt"));
      assert.deepEqual(await textsOf(page, ".strip-go"), ["Findings2", "Headers5", "Chain1", "Would ALB take it", "Names", "Sender"]);
      assert.deepEqual(await textsOf(page, ".strip-view"), ["ASN.1", "Text", "JSON", "PEM", "Markdown", "Report"]);
      for (const [id, target] of [["headers", '[data-place="headers"]'], ["senders", '[data-place="senders"]'], ["names", ".card .names"], ["taken", '[data-answer="taken"]']]) {
        await press(page, `.strip-go[data-go="${id}"]`);
        await page.waitForFunction((target) => document.querySelector(target)?.contains(document.activeElement), {}, target);
        const [at, under] = [await top(page, target), await page.$eval(".strip", (strip) => strip.getBoundingClientRect().bottom)];
        const end = await page.evaluate(() => scrollY + innerHeight >= document.documentElement.scrollHeight - 1);
        assert.ok(at >= under - 1 || end || at >= 0, `${id} is hidden`);
        assert.ok(await page.$eval(".strip", (strip) => strip.getBoundingClientRect().top >= 0), "the strip went out of sight");
      }
      await press(page, '.strip-view[data-go="json"]');
      await page.waitForSelector('pre.output[aria-label="JSON"]');
      assert.equal(await page.$eval('[data-tab="json"]', (tab) => tab.getAttribute("aria-selected")), "true");
      await axe(page, "the strip");
      await close();
    });

    test("one stop of the Tab key, the arrows go along", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("verify-mismatch.txt"));
      assert.equal(await page.$$eval('.strip [tabindex="0"]', (all) => all.length), 1);
      await page.focus(".strip-go");
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.evaluate(() => document.activeElement.dataset.go), "headers");
      await page.keyboard.press("End");
      assert.equal(await page.evaluate(() => document.activeElement.dataset.go), "report");
      assert.equal(await page.$$eval('.strip [tabindex="0"]', (all) => all.length), 1);
      await close();
    });

    test("at 360 pixels it scrolls inside itself", async () => {
      const { page, close } = await open(browser, site.url, { width: 360, height: 740 });
      await put(page, paste("verify-mismatch.txt"));
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      assert.ok(await page.$eval(".strip-row", (row) => row.scrollWidth > row.clientWidth));
      await close();
    });
  });
}
