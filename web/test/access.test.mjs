// Everybody can use the page: axe finds nothing, the keyboard reaches
// everything, nothing scrolls sideways on a narrow screen.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, certificate, launch, open, paste, press, put, startSite, textOf, textsOf } from "./kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

for (const name of browsers) {
  describe(`the site in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    for (const scheme of name === "chrome" ? ["light", "dark"] : ["light"]) {
      test(`axe finds nothing, ${scheme}`, async () => {
        const { page, close } = await open(browser, site.url, { scheme });
        await axe(page, "empty");
        for (const name of ["verify-mismatch.txt", "passthrough-shuffled.txt", "broken-san.pem", "private-key.pem", "plus-became-space.txt", "random-text.txt", "passthrough-two-requests.txt"]) {
          await put(page, paste(name));
          await page.evaluate(() => { for (const closed of document.querySelectorAll("details:not([open])")) closed.open = true; });
          await new Promise((resolve) => setTimeout(resolve, 100));
          const fix = await page.$(".finding-actions [aria-expanded=false]");
          if (fix) await press(page, ".finding-actions [aria-expanded=false]");
          await axe(page, name);
        }
        await press(page, "#proof-open");
        await axe(page, "proof");
        await page.keyboard.press("Escape");
        await press(page, "#keys-open");
        await axe(page, "keys");
        await close();
      });
    }

    test("at 360 pixels nothing scrolls sideways", async () => {
      const { page, close } = await open(browser, site.url, { width: 360, height: 740 });
      for (const name of ["verify-mismatch.txt", "passthrough-chain.txt", "broken-san.pem", "private-key.pem", "lambda-event.json"]) {
        await put(page, paste(name));
        await page.evaluate(() => { for (const closed of document.querySelectorAll("details:not([open])")) closed.open = true; });
        await new Promise((resolve) => setTimeout(resolve, 100));
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, name);
      }
      await close();
    });

    test("at 360 pixels the languages and programs of a fix wrap, and long lines scroll in their frame", async () => {
      const { page, close } = await open(browser, site.url, { width: 360, height: 740 });
      await put(page, certificate("client-2").replaceAll("\n", " "));
      const row = '[data-finding="line-breaks-lost"]';
      await press(page, `${row} [aria-expanded=false]`);
      const tabs = await textsOf(page, `${row} .tab`);
      assert.ok(["shell", "YAML", "nginx", "Go", "Java"].every((name) => tabs.includes(name)), tabs.join());
      await press(page, `${row} .tab`, "YAML");
      assert.match(await page.$eval(`${row} .snippet`, (pre) => pre.textContent), /^cert: \|.*\n {2}-----BEGIN CERTIFICATE-----\n/);
      await press(page, `${row} .tab`, "PHP");
      assert.match(await textOf(page, `${row} .snippet`), /rawurlencode/);
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0);
      await axe(page, "a fix on a narrow page");
      await close();
    });

    test("an example folds the paste on a narrow page, and the fold opens it", async () => {
      const { page, close } = await open(browser, site.url, { width: 360, height: 740 });
      await press(page, ".example");
      assert.equal(await visible(page, "#box"), false);
      await press(page, ".fold-button");
      assert.equal(await visible(page, "#box"), true);
      await close();
    });

    test("the Tab key goes through the page in order and sees a focus ring everywhere", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("plus-became-space.txt"));
      await page.evaluate(() => { document.activeElement.blur(); window.scrollTo(0, 0); });
      await page.evaluate(() => { document.querySelector(".skip").focus(); });
      const seen = ["skip"];
      for (let i = 0; i < 120; i++) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => {
          const element = document.activeElement;
          if (!element || element === document.body) return undefined;
          const style = getComputedStyle(element);
          const box = element.closest(".box");
          const ring = style.outlineStyle !== "none" || (box && getComputedStyle(box).boxShadow !== "none");
          const rect = element.getBoundingClientRect();
          const name = element.id || element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40);
          return { name, ring, size: Math.min(rect.width, rect.height), tag: element.tagName };
        });
        if (!at) break;
        assert.ok(at.ring, `${at.name} shows no focus`);
        if (at.tag === "BUTTON" || at.tag === "SUMMARY") assert.ok(at.size >= 24, `${at.name} is ${at.size} pixels`);
        seen.push(at.name);
      }
      const wanted = ["skip", "proof-open", "theme", "keys-open", "open", "share-open", "clear", "paste", "keep", "splitter", "Show in paste", "Subject"];
      const places = wanted.map((name) => seen.findIndex((one) => one.startsWith(name)));
      assert.ok(places.every((place) => place >= 0), `${wanted.filter((_, i) => places[i] < 0)} not reached: ${seen}`);
      assert.deepEqual(places, [...places].sort((a, b) => a - b));
      await close();
    });

    test("tabs, cards, dialog and theme work with the keyboard", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("chain.pem"));
      await page.focus('[data-tab="text"]');
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.evaluate(() => document.activeElement.dataset.tab), "json");
      assert.equal(await page.$eval('[data-tab="json"]', (tab) => tab.getAttribute("aria-selected")), "true");
      await page.focus(".link:nth-child(3) .card summary");
      await page.keyboard.press("Enter");
      await page.waitForSelector(".link:nth-child(3) .card[open] .fields");
      await page.focus("#proof-open");
      await page.keyboard.press("Enter");
      assert.equal(await page.$eval("#proof", (dialog) => dialog.open), true);
      await page.keyboard.press("Escape");
      await page.waitForFunction(() => !document.querySelector("#proof").open);
      assert.equal(await page.evaluate(() => document.activeElement.id), "proof-open");
      await page.focus("#theme");
      await page.keyboard.press("Enter");
      await page.keyboard.press("Enter");
      assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme), "dark");
      await page.reload();
      assert.equal(await page.evaluate(() => document.documentElement.dataset.theme), "dark", "the theme is remembered");
      await page.evaluate(() => localStorage.clear());
      await close({ quiet: false });
    });

    test("the verdict is announced, once", async () => {
      const { page, close } = await open(browser, site.url);
      assert.equal(await page.$eval("#verdict", (verdict) => verdict.getAttribute("role")), "status");
      await page.evaluate(() => {
        window.changes = 0;
        new MutationObserver((list) => { window.changes += list.length; }).observe(document.querySelector("#verdict"), { childList: true, subtree: true, characterData: true });
      });
      await put(page, paste("leaf-value.txt"));
      assert.ok((await page.evaluate(() => window.changes)) > 0);
      await page.evaluate(() => { window.changes = 0; });
      await put(page, `${paste("leaf-value.txt")}\n\n`);
      assert.equal(await page.evaluate(() => window.changes), 0, "the same verdict is not announced again");
      assert.match(await textOf(page, "#verdict"), /client-1/);
      await close();
    });
  });
}

async function visible(page, selector) {
  return page.$eval(selector, (element) => element.getClientRects().length > 0);
}
