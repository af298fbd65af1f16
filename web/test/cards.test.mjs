// The empty page teaches, and keys lead about: each card does what it says, each key
// what the list says, and none does while something is typed.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, launch, open, paste, press, put, settled, startSite, textOf } from "./kit.mjs";
import { simulated } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

const focused = (page) => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.slice(0, 60));

for (const name of browsers) {
  describe(`welcome in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("each card leads to what it speaks of", async () => {
      const { page, close } = await open(browser, site.url);
      const card = async (title) => {
        await press(page, ".welcome-card", title);
        await settled(page);
      };
      await card("A header my parser refuses");
      await page.waitForSelector('[data-finding="plus-became-space"]');
      await press(page, "#clear");
      await card("A client is reset");
      await page.waitForSelector(".record");
      assert.match(await textOf(page, "#answer"), /ClientCertUntrusted/);
      await press(page, "#clear");
      await card("Whose header is this?");
      await page.waitForSelector('[data-sender][data-family="envoy"]');
      await press(page, "#clear");
      await card("The name is not in the allow-list");
      await page.waitForFunction(() => document.activeElement.matches(".given") && /Client-2/.test(document.activeElement.value));
      await page.waitForFunction(() => /client-2/.test(document.querySelector(".name-check")?.textContent));
      await press(page, "#clear");
      await card("Is my trust store right?");
      await page.waitForFunction(() => document.activeElement.id === "f-trustStore");
      await page.goBack();
      await page.waitForSelector(".welcome-card");
      await card("What would an ALB send?");
      await simulated(page);
      await page.goBack();
      await card("I need certificates that fail");
      await page.waitForSelector("#issue-part [data-preset]");
      await close();
    });

    test("keys: the paste, findings, sections, parts, undo, the list; not while one types", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("verify-mismatch.txt"));
      await page.keyboard.type("j1?");
      assert.match(await page.$eval("#paste", (area) => area.value), /j1\?/, "they are typed there");
      await put(page, paste("verify-mismatch.txt"));
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("j");
      const first = await page.evaluate(() => document.activeElement.closest("[data-finding]")?.dataset.finding);
      assert.equal(await page.evaluate(() => location.hash), `#decode/finding/${first}`);
      await page.keyboard.press("j");
      const second = await page.evaluate(() => [...document.querySelectorAll("[data-finding]")].indexOf(document.activeElement.closest("[data-finding]")));
      assert.ok(second > 0, "the next one");
      await page.keyboard.press("k");
      assert.equal(await page.evaluate(() => document.activeElement.closest("[data-finding]")?.dataset.finding), first);
      await page.keyboard.press("n");
      const heading = await focused(page);
      await page.keyboard.press("n");
      assert.notEqual(await focused(page), heading);
      await page.keyboard.press("p");
      assert.equal(await focused(page), heading);
      await page.keyboard.press("3");
      await page.waitForFunction(() => !document.querySelector("#issue-part").hidden);
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("/");
      assert.equal(await focused(page), "paste");
      await press(page, "#clear");
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("u");
      await settled(page);
      assert.ok((await page.$eval("#paste", (area) => area.value)).length > 100);
      await page.keyboard.press("?");
      await page.waitForSelector("#keys[open]");
      await axe(page, "the list of keys");
      await page.click("#keys-on");
      await page.keyboard.press("Escape");
      await page.keyboard.press("?");
      assert.equal(await page.$eval("#keys", (dialog) => dialog.open), false, "switched off");
      await page.evaluate(() => localStorage.clear());
      await close();
    });
  });
}
