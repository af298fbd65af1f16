// The page as others see it: in colors that the system forces.

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
    }
  });
}
