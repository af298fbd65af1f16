// PKCS#12 stores and their passwords: in Decode, as a trust store, as the client of
// Simulate. The stores are OpenSSL's; see testdata/README.md.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { axe, browsers, certificate, launch, open, paste, press, put, root, startSite, textOf } from "./kit.mjs";
import { field, go, simulated, statusOf } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

const storeOf = (name) => readFileSync(`${root}testdata/stores/${name}.p12`);
const says = (page, selector, pattern) => page.waitForFunction((selector, source) => new RegExp(source).test(document.querySelector(selector)?.textContent ?? ""), {}, selector, pattern.source);

async function drop(page, selector, name, bytes) {
  await page.waitForSelector(selector);
  await page.evaluate((selector, name, bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(bytes)], name));
    document.querySelector(selector).dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, selector, name, [...bytes]);
}

async function type(page, id, password) {
  await page.waitForSelector(`#${id}`);
  await page.type(`#${id}`, password);
  await page.keyboard.press("Enter");
}

for (const name of browsers) {
  describe(`the site in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("a store in Decode opens with its password, and shows no key", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, `-----BEGIN PKCS12-----\n${storeOf("client-2").toString("base64")}\n-----END PKCS12-----\n`);
      await type(page, "password-0", "wrong");
      await says(page, "#password-0-told", /not that of this file/);
      assert.equal(await page.$eval("#password-0", (input) => `${input.type} ${input.autocomplete} ${input.value}`), "password off ");
      await axe(page, "with a password that is wrong");
      await type(page, "password-0", "mtlens");
      await says(page, "#verdict", /client-2\.example/);
      const text = await page.$eval("#paste", (box) => box.value);
      assert.equal(text.match(/BEGIN CERTIFICATE/g).length, 2);
      assert.doesNotMatch(text, /PRIVATE/);
      assert.equal(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }).includes("mtlens\"") || /client|BEGIN|MII/.test(location.hash)), false);
      await close();
    });

    test("a store without a password opens with an empty one", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, storeOf("empty-password").toString("base64"));
      await press(page, "#password-0-open");
      await says(page, "#verdict", /client-2\.example/);
      await close();
    });

    test("a trust store in PKCS#12 is refused, opened, and used: with its password, or at once where it has none", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("chain-with-text.pem"));
      await press(page, "[data-material]");
      await drop(page, "#give-trustStore", "trust.p12", storeOf("trust"));
      await says(page, "#material .bundle", /would not take this file.*without its password/);
      await type(page, "store-password", "nope");
      await says(page, "#store-password-told", /not that of this file/);
      await type(page, "store-password", "mtlens");
      await says(page, "#material .bundle", /Opened: 2 certificates/);
      await page.waitForSelector("#material [data-used]");
      await says(page, '[data-answer="taken"]', /Yes, with this trust store/);
      await says(page, "#material .bundle", /would not take this file/);
      await close();
    });

    test("a trust store that is dropped in Simulate is judged by its bytes, and used or offered as in Decode", async () => {
      const { page, close } = await open(browser, site.url);
      await go(page, "simulate");
      await page.waitForSelector('[name="f-client"][value="pasted"]');
      await page.click('[name="f-client"][value="pasted"]');
      await field(page, "#f-chain", paste("chain-with-text.pem"));
      const holds = () => page.$eval("#f-trustStore", (area) => area.value.match(/BEGIN CERTIFICATE/g)?.length ?? 0);
      await drop(page, "#f-trustStore", "trust.p12", storeOf("trust"));
      await says(page, "#simulate-part .bundle", /would not take this file.*without its password/);
      await simulated(page);
      await axe(page, "with a store that is locked");
      await type(page, "scene-password", "nope");
      await says(page, "#scene-password-told", /not that of this file/);
      await type(page, "scene-password", "mtlens");
      await says(page, "#simulate-part .bundle", /Opened: 2 certificates/);
      await page.waitForSelector("#simulate-part .bundle [data-used]");
      assert.equal(await holds(), 2);
      // One certificate in DER is no trust store: until it is taken, the one before holds.
      const der = Buffer.from(certificate("root-ca").replace(/-----[^-]+-----/g, ""), "base64");
      await drop(page, "#f-trustStore", "root.der", der);
      await says(page, "#simulate-part .material-file", /root\.der.*would not take this file/);
      assert.equal(await page.$("#simulate-part .bundle [data-used]"), null);
      assert.equal(await holds(), 2);
      await press(page, "#simulate-part .bundle button", "Use it here");
      await page.waitForFunction(() => document.querySelector("#simulate-part .bundle")?.textContent.includes("AWS takes this file"));
      assert.equal(await holds(), 1);
      await close();
    });

    test("Simulate signs with the key in a store", async () => {
      const { page, close } = await open(browser, site.url);
      await go(page, "simulate");
      await page.waitForSelector('[name="f-client"][value="pasted"]');
      await page.click('[name="f-client"][value="pasted"]');
      await drop(page, "#f-chain", "client-2.p12", storeOf("client-2"));
      await field(page, "#f-trustStore", certificate("ec-root-ca"));
      await says(page, "#f-password-problem", /without its password/);
      await field(page, "#f-password", "mtlens");
      await simulated(page);
      await page.waitForFunction(() => document.querySelector("#sim-verdict [data-status]")?.dataset.status === "Success");
      assert.equal(await statusOf(page), "Success");
      assert.doesNotMatch(await textOf(page, "body"), /BEGIN (EC )?PRIVATE KEY/);
      await close();
    });
  });
}
