// A client written out for other tools. What is written is tested where it is made;
// here it is asked for, chosen, copied and saved.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, launch, open, paste, press, put, startSite, textOf, textsOf } from "./kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

async function unfold(page) {
  await press(page, ".out > summary");
  await page.waitForSelector("#out-text");
}

for (const name of browsers) {
  describe(`the site in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("translates, and says what is lost", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("passthrough-chain-ec.txt"));
      await unfold(page);
      await page.select("#out-item", "nginx");
      await page.waitForFunction(() => document.querySelector("#out-text").textContent.includes("X-SSL-Verified: SUCCESS"));
      assert.match((await textsOf(page, ".written-notes li")).join(" "), /The chain is lost/);
      assert.match(await textOf(page, ".written-trial"), /recorded/);
      await axe(page);
      await close();
    });

    test("writes a request to send again, with another sender's headers", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("verify-headers-ec.txt"));
      await unfold(page);
      await press(page, '[data-tab="replay"]');
      await page.waitForFunction(() => document.querySelector("#out-text")?.textContent.startsWith("curl "));
      assert.match(await textOf(page, "#out-text"), /--header 'X-Amzn-Mtls-Clientcert-Leaf: -----BEGIN%20CERTIFICATE/);
      await page.select("#out-headers", "envoy");
      await page.waitForFunction(() => document.querySelector("#out-text").textContent.includes("x-forwarded-client-cert: Hash="));
      await page.select("#out-item", "lambda");
      const event = JSON.parse(await textOf(page, "#out-text"));
      assert.equal(event.httpMethod, "GET");
      await close();
    });

    test("a paste without a certificate says that it cannot be translated", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, "X-Amzn-Mtls-Clientcert-Subject: CN=a,O=b\nX-Amzn-Mtls-Clientcert-Serial-Number: 01AB\n");
      await press(page, ".out > summary");
      await page.waitForSelector(".written-about");
      assert.match(await textOf(page, ".written-about"), /no client certificate/);
      await close();
    });
  });
}
