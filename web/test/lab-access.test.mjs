// Everybody can use Issue and Simulate: axe finds nothing, the keyboard reaches
// everything, nothing scrolls sideways on a narrow screen.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, launch, open, press, startSite } from "./kit.mjs";
import { field, go, issue, simulated } from "./lab-kit.mjs";

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
        await go(page, "issue");
        await page.waitForSelector("[data-preset]");
        await axe(page, "Issue, empty");
        await fill(page);
        await axe(page, "Issue, with a certificate and a problem");
        await issue(page, '[data-preset="revoked"]');
        await axe(page, "Issue, wrong on purpose");
        await page.click("#use-in-simulate");
        await simulated(page);
        await field(page, "#f-trustStore", "no certificate\n\n");
        await simulated(page);
        for (const tab of ["transcript", "headers", "log", "rules"]) {
          await press(page, `[data-tab="${tab}"]`);
          await axe(page, `Simulate, ${tab}`);
        }
        await page.click('[name="f-client"][value="pasted"]');
        await page.click('[name="f-mode"][value="passthrough"]');
        await simulatedOrNot(page);
        await axe(page, "Simulate, nothing pasted");
        await close();
      });
    }

    test("at 360 pixels nothing scrolls sideways", async () => {
      const { page, close } = await open(browser, site.url, { width: 360, height: 740 });
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      await go(page, "issue");
      await page.waitForSelector("[data-preset]");
      await fill(page);
      assert.equal(await wide(), 0, "Issue");
      await page.click("#use-in-simulate");
      await simulated(page);
      for (const tab of ["transcript", "headers", "log", "rules"]) {
        await press(page, `[data-tab="${tab}"]`);
        assert.equal(await wide(), 0, `Simulate, ${tab}`);
      }
      await close();
    });

    for (const part of ["issue", "simulate"]) {
      test(`${part}: the Tab key reaches every control, sees a focus ring, and each is large enough`, async () => {
        const { page, close } = await open(browser, site.url);
        await go(page, part);
        if (part === "simulate") await simulated(page);
        else await page.waitForSelector("[data-preset]").then(() => fill(page));
        await page.evaluate(() => { document.querySelector(".skip").focus(); });
        const wanted = await page.evaluate((part) => [...document.querySelectorAll(`#${part}-part :is(button, input:not([type=radio]), select, textarea, summary, a)`)].filter((one) => !one.disabled && one.checkVisibility?.({ visibilityProperty: true }) !== false && one.tabIndex >= 0).length, part);
        const seen = new Set();
        for (let i = 0; i < 160; i++) {
          await page.keyboard.press("Tab");
          const at = await page.evaluate(() => {
            const element = document.activeElement;
            if (!element || element === document.body || !document.hasFocus()) return undefined; // it is the browser's own now
            window.order ??= new Map();
            if (!window.order.has(element)) window.order.set(element, window.order.size);
            const shows = element.matches(".segment input") ? element.nextElementSibling : element.matches("[type=file]") ? element.parentElement : element;
            const { width, height } = (element.closest("label") ?? element).getBoundingClientRect();
            return { id: window.order.get(element), name: element.id || element.getAttribute("aria-label") || element.textContent.trim().slice(0, 40), ring: getComputedStyle(shows).outlineStyle !== "none", size: Math.min(width, height), inside: Boolean(element.closest("main")), radio: element.type === "radio" };
          });
          if (!at) break;
          if (!at.inside) continue;
          assert.ok(at.ring, `${at.name} shows no focus`);
          assert.ok(at.size >= 24, `${at.name} is ${at.size} pixels`);
          if (!at.radio) seen.add(at.id);
        }
        assert.ok(seen.size >= wanted, `${part}: ${seen.size} of ${wanted} controls reached`);
        await close();
      });
    }
  });
}

// Issues a certificate, opens all there is, and leaves a problem at a field.
async function fill(page) {
  await issue(page);
  await page.evaluate(() => { for (const closed of document.querySelectorAll("#issue-part details:not([open])")) closed.open = true; });
  await page.waitForSelector("#f-serial");
  await page.evaluate(() => { for (const one of document.querySelectorAll("[data-file] [aria-expanded=false]")) one.click(); });
  await press(page, "#issue-part .text-button", "Add a name");
  await page.waitForSelector("#f-names-0-value");
  await field(page, "#f-serial", "xyz");
  await page.click("#issue");
  await page.waitForSelector("#f-serial[aria-invalid]");
}

async function simulatedOrNot(page) {
  await page.waitForFunction(() => document.querySelector("#simulate-result").getAttribute("aria-busy") === "false");
}
