// Every certificate that is wrong on purpose, shown in Decode: without a trust store what
// can be told, with its own the reason code. Which code AWS documents for what,
// lab.test.mjs holds; here the answer of Decode is that of the list, or says less.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browsers, launch, open, settled, startSite } from "./kit.mjs";
import { fileText, go, issue } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

/** What a paste does not say makes another answer right: which TLS there was, so both codes are told, that of TLS 1.3 first. */
const otherwise = { "sha1-tls12": "ClientCertUntrusted" };

/** Nothing says that a client presented it: what is told of it says "if". */
const supposed = new Set(["ca-as-client"]);

/** answer waits until nothing is on its way, and reads whether an ALB would take the paste. */
async function answer(page) {
  await settled(page);
  await page.waitForFunction(() => document.querySelector("[data-strict]") && ![...document.querySelectorAll('.answer-progress, #material [role="status"]')].some((one) => /Checking|Judging/.test(one.textContent)));
  return page.evaluate(() => {
    const taken = document.querySelector('[data-answer="taken"]');
    return taken ? { tone: taken.dataset.tone, text: taken.querySelector(".answer-text").textContent } : undefined;
  });
}

/** give drops a text where a trust store or a list goes. */
async function give(page, selector, text) {
  await page.evaluate((selector, text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], "given.pem"));
    document.querySelector(selector).dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, selector, text);
}

for (const name of browsers) {
  describe(`wrong on purpose, in Decode, in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("without a trust store what can be told, with it the code", async () => {
      const { page, close } = await open(browser, site.url);
      await go(page, "issue");
      await page.waitForSelector("[data-preset]");
      const presets = await page.$$eval("[data-preset]", (list) => list.map((one) => [one.dataset.preset, one.querySelector(".preset-code")?.textContent ?? "Success"]));
      assert.ok(presets.length >= 46);
      for (const [preset, listed] of presets) {
        const code = preset in otherwise ? otherwise[preset] : listed.replace("Failed:", "");
        await go(page, "issue");
        await issue(page, `[data-preset="${preset}"]`);
        const store = await fileText(page, "trust-store.pem");
        const list = (await page.$('[data-file="revocation-list.pem"]')) ? await fileText(page, "revocation-list.pem") : "";
        await page.click("#show-in-decode");
        const without = await answer(page);
        const tellable = code !== "Success" && !/^(unknown-ca|self-signed|missing-intermediate|bad-signature|revoked|revoked-intermediate|crl-.*)$/.test(preset);
        if (tellable) assert.ok(without.text.includes(code), `${preset}, without a trust store: ${without.text}`);
        else assert.match(without.text, /needs your trust store/, preset);
        assert.notEqual(without.tone, "good", preset);
        const lead = supposed.has(preset) ? "If a client presented it: " : "";
        await page.click("[data-material]");
        await page.waitForSelector("#give-trustStore");
        await give(page, "#give-trustStore", store);
        if (list !== "") await give(page, "#give-lists", list);
        await page.waitForSelector("#material .bundle");
        const { tone, text } = await answer(page);
        assert.ok(text.startsWith(`${lead}${code === "Success" ? "Yes, with this trust store: Success" : `No, with this trust store: ${code}`}`), `${preset}: ${text}`);
        assert.ok(text.includes(listed.replace("Failed:", "")), `${preset}: ${text}`);
        assert.equal(tone, supposed.has(preset) ? "info" : code === "Success" ? "good" : "bad", preset);
        await page.evaluate(() => { for (const button of document.querySelectorAll('#material [aria-label^="Remove"]')) button.click(); });
      }
      await close();
    });
  });
}
