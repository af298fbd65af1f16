// The headers: those under other names, and the parts of a value that has some.
// Envoy's documentation of x-forwarded-client-cert tells what a part may be, and
// that elements are separated by commas.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, facts, launch, open, paste, press, put, startSite, textOf, textsOf } from "./kit.mjs";

const client = facts("client-1");
const leaf = paste("verify-headers.txt").match(/^X-Amzn-Mtls-Clientcert-Leaf: (\S+)/m)[1];
const xfcc = 'By=spiffe://example.com/gate;Hash=aaaa;Subject="CN=client-1,O=Example";URI=spiffe://example.com/a;DNS=a.example;DNS=b.example,By=spiffe://example.com/inner;Hash=bbbb;URI=spiffe://example.com/gate';

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

for (const name of browsers) {
  describe(`headers in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("a renamed header says what it is read as", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, `Accept: */*\nOur-Client: ${leaf}\nOur-Serial: ${client.serial}\nOur-Name: ${client.subject}\n`);
      const rows = await page.$$eval(".headers tbody tr", (all) => all.map((row) => [row.querySelector(".header-name").textContent, row.querySelector(".header-role")?.textContent, row.dataset.agreement]));
      assert.deepEqual(rows, [
        ["Our-Client", "read as X-Amzn-Mtls-Clientcert-Leaf", "source"],
        ["Our-Serial", "read as X-Amzn-Mtls-Clientcert-Serial-Number", "agrees"],
        ["Our-Name", "read as X-Amzn-Mtls-Clientcert-Subject", "agrees"],
      ]);
      await put(page, paste("verify-lower-case.txt"));
      assert.equal((await page.$$(".header-role")).length, 0, "letter case is no other name");
      await close();
    });

    test("the parts of XFCC stand under it, element by element", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, `x-forwarded-client-cert: ${xfcc}\n`);
      assert.match(await textOf(page, '[data-answer="sender"]'), /Envoy/);
      assert.match(await textOf(page, ".headers tbody tr:first-child"), /^x-forwarded-client-cert/);
      assert.equal((await page.$$(".headers tbody tr:not(.header-part, .header-element)")).length, 1);
      assert.deepEqual(await textsOf(page, ".header-element"), ["Element 1 of 2", "Element 2 of 2"]);
      assert.deepEqual(await textsOf(page, ".header-part .header-name"), ["By", "Hash", "Subject", "URI", "DNS", "DNS", "By", "Hash", "URI"]);
      await press(page, ".header-part:nth-child(8) .header-place");
      assert.equal(await page.$eval("#paste", (area) => area.value.slice(area.selectionStart, area.selectionEnd)), "DNS=b.example");
      await axe(page, "XFCC");
      await close();
    });

    test("one element needs no number", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, `x-forwarded-client-cert: ${xfcc.slice(0, xfcc.indexOf(",By="))}\n`);
      assert.equal((await page.$$(".header-part")).length, 6);
      assert.equal((await page.$$(".header-element")).length, 0);
      await close();
    });
  });
}
