// The page as others see it: in colors that the system forces, in larger text, on paper.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browsers, launch, open, paste, press, put, startSite } from "./kit.mjs";
import { go, simulated } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

for (const name of browsers) {
  describe(`the page in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    // WebDriver BiDi has no command for it.
    if (name === "chrome") {
      test("forced colors keep arrows, life lines, the current tab and the chosen element", async () => {
        const { page, close } = await open(browser, site.url);
        const session = await page.createCDPSession();
        await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
        assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
        // The style of an element or of what stands before or after its content.
        const style = (selector, property, pseudo) => page.$eval(selector, (element, property, pseudo) => getComputedStyle(element, pseudo)[property], property, pseudo);
        const [ground, text] = await page.evaluate(() => ["Canvas", "CanvasText"].map((color) => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style.color = color;
          const seen = getComputedStyle(probe).color;
          probe.remove();
          return seen;
        }));
        assert.notEqual(ground, text);

        await put(page, paste("leaf-value.txt"));
        await press(page, '[data-tab="asn1"]');
        await page.waitForSelector('.asn1-row[aria-selected="true"] .asn1-tag');
        assert.notEqual(await style('.asn1-row[aria-selected="true"] .asn1-tag', "color"), await style('.asn1-row[aria-selected="true"]', "backgroundColor"));
        assert.equal(await style('.asn1-row[aria-selected="true"] .asn1-tag', "color"), await style('.asn1-row[aria-selected="true"]', "color"));

        await go(page, "simulate");
        await simulated(page);
        assert.equal(await style(".part[aria-current]", "borderBottomStyle", "::after"), "solid");
        assert.equal(await style(".part:not([aria-current])", "content", "::after"), "none");
        assert.equal(await style(".part:not([aria-current])", "borderBottomStyle"), "none");
        assert.equal(await style(".arrow", "backgroundColor", "::after"), text);
        assert.equal(await style(".messages", "borderLeftColor", "::before"), text);
        assert.equal(await style(".messages", "borderLeftColor", "::after"), text);
        await close({ quiet: false });
      });

      test("on paper stands the report: no paste, no control, all of every line", async () => {
        const { page, close } = await open(browser, site.url, { width: 760, scheme: "dark" });
        await put(page, paste("verify-mismatch.txt"));
        await page.waitForSelector("pre.output");
        await page.emulateMediaType("print");
        const seen = (selector) => page.$$eval(selector, (list) => list.filter((one) => one.checkVisibility({ visibilityProperty: true })).length);
        for (const selector of [".verdict", ".finding", ".mode", ".card .field", ".headers tbody tr", "pre.output"]) assert.ok(await seen(selector), selector);
        for (const selector of [".paste", ".example", ".parts", ".offline", "button:not(.step-button, .elision)", "#simulate-part", "#issue-part"]) assert.equal(await seen(selector), 0, selector);
        assert.deepEqual(await page.$$eval(".output, .value", (list) => list.filter((one) => one.checkVisibility() && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1) && getComputedStyle(one).display !== "inline").map((one) => one.textContent.slice(0, 40))), []);
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme), "light");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await close();
      });
    }

    for (const width of [1280, 640]) {
      test(`text of twice the size has its room, at ${width} pixels`, async () => {
        const { page, close } = await open(browser, site.url, { width, height: 1000 });
        const sizes = () => page.evaluate(() => ["body", ".brand", ".part", ".offline", ".verdict", ".paste-text", ".asn1-row", ".hex-row", ".timeline-drawing text"].map((one) => {
          const element = document.querySelector(one);
          return element ? [one, Number.parseFloat(getComputedStyle(element).fontSize)] : [one, 0];
        }));
        await put(page, paste("verify-mismatch.txt"));
        await press(page, '[data-tab="asn1"]');
        await page.waitForSelector(".hex-row");
        const usual = await sizes();
        await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
        assert.deepEqual(await sizes(), usual.map(([one, size]) => [one, 2 * size]));
        await page.evaluate(() => document.querySelector("#asn1-tree").dispatchEvent(new Event("scroll")));
        assert.equal(await page.$$eval(".asn1-row", ([first, second]) => second.getBoundingClientRect().top >= first.getBoundingClientRect().bottom - 1), true, "rows of the tree lie on each other");
        assert.deepEqual(await crowded(page), [], "Decode");
        await go(page, "issue");
        await page.waitForSelector("[data-preset]");
        await page.click(".sheet-more > summary");
        assert.deepEqual(await crowded(page), [], "Issue");
        await go(page, "simulate");
        await simulated(page);
        assert.deepEqual(await crowded(page), [], "Simulate");
        await close({ quiet: false });
      });
    }
  });
}

/** crowded names what scrolls the page sideways, and words that are cut off by what they stand in. */
function crowded(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const cut = [...document.querySelectorAll("button, summary, h2, h3, dt, th, label, .chip, .part")].filter((one) => {
      const { clipPath, display } = getComputedStyle(one);
      return one.checkVisibility({ visibilityProperty: true }) && !one.closest(".visually-hidden") && clipPath === "none" && display !== "inline" && one.scrollWidth > one.clientWidth + 1;
    });
    return [...(scrollWidth > clientWidth ? [`the page: ${scrollWidth} of ${clientWidth}`] : []), ...cut.map((one) => `${one.className || one.localName}: ${one.textContent.slice(0, 60)}`)];
  });
}
