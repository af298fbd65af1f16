// Nothing pasted is lost, and nothing of it gets where it does not belong: undo, Back
// and Forward, what a reload keeps, addresses, titles, links.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, certificate, drop, facts, launch, open, paste, press, put, settled, startSite, textOf } from "./kit.mjs";
import { go, issue, simulated } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

const pasted = (page) => page.$eval("#paste", (area) => area.value);
const hash = (page) => page.evaluate(() => location.hash);
const holds = (page, text) => page.waitForFunction((text) => document.querySelector("#paste").value === text, {}, text);
const loaded = (page) => page.waitForFunction(() => document.querySelector("#result")?.hasAttribute("data-ready"));

for (const name of browsers) {
  describe(`memory in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("Clear, an example, a file and Show in Decode can be undone, and Back and Forward lead to each paste", async () => {
      const { page, close } = await open(browser, site.url);
      const text = paste("leaf-value.txt");
      await put(page, text);
      await press(page, "#clear");
      assert.equal(await pasted(page), "");
      assert.match(await textOf(page, "#undo"), /The paste was cleared/);
      await axe(page, "with Undo");
      await press(page, "#undo-paste");
      assert.equal(await pasted(page), text);
      assert.match(await textOf(page, "#verdict"), /client-1/);
      await drop(page, ["b.pem", certificate("client-2")]);
      await press(page, "#undo-paste");
      assert.equal(await pasted(page), text);
      await press(page, "#undo-paste", "Redo");
      assert.equal(await pasted(page), certificate("client-2"));
      await page.goBack();
      await holds(page, text);
      await page.goForward();
      await holds(page, certificate("client-2"));
      await go(page, "issue");
      await issue(page);
      await press(page, "#show-in-decode");
      await page.waitForFunction(() => document.querySelector("#paste").value.startsWith("-----BEGIN") && !document.querySelector("#decode").hidden);
      await press(page, "#undo-paste");
      assert.equal(await pasted(page), certificate("client-2"));
      await page.goBack();
      await page.goBack();
      await page.waitForFunction(() => !document.querySelector("#issue-part").hidden);
      await close();
    });

    test("a reload forgets the paste; asked to, the tab keeps it; never with a private key", async () => {
      const { page, close } = await open(browser, site.url);
      const stored = () => page.evaluate(() => JSON.stringify({ ...sessionStorage }) + JSON.stringify({ ...localStorage }));
      await put(page, paste("leaf-value.txt"));
      assert.match(await textOf(page, "#keeping"), /A reload forgets the paste/);
      assert.doesNotMatch(await stored(), /MII/);
      await page.reload();
      await loaded(page);
      assert.equal(await pasted(page), "");
      await put(page, paste("leaf-value.txt"));
      await page.click("#keep");
      await page.waitForSelector('#kept[data-kept="kept"]');
      await page.reload();
      await loaded(page);
      await settled(page);
      assert.equal(await pasted(page), paste("leaf-value.txt").replaceAll("\r\n", "\n"));
      await put(page, paste("private-key.pem"));
      await page.waitForSelector('#kept[data-kept="secret"]');
      assert.match(await textOf(page, "#kept"), /Not kept: there is a private key/);
      assert.doesNotMatch(await stored(), /MII|PRIVATE/);
      await page.reload();
      await loaded(page);
      assert.equal(await pasted(page), "");
      await put(page, paste("leaf-value.txt"));
      await page.waitForSelector('#kept[data-kept="kept"]');
      await page.click("#keep");
      assert.doesNotMatch(await stored(), /mtlens\.(keep|paste)/);
      await close({ quiet: false });
    });

    test("views, outputs and parts have addresses; Back and Forward go through them", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("chain.pem"));
      await press(page, '[data-tab="json"]');
      assert.equal(await hash(page), "#decode/view/json");
      await go(page, "simulate");
      await simulated(page);
      await press(page, '[data-tab="rules"]');
      assert.equal(await hash(page), "#simulate/output/rules");
      await page.evaluate(() => history.back()); // puppeteer waits for a load, which there is none of
      await page.waitForSelector('#simulate-part [data-tab="transcript"][aria-selected="true"]');
      await page.evaluate(() => history.back());
      await page.waitForFunction(() => !document.querySelector("#decode").hidden && document.querySelector('[data-tab="json"][aria-selected="true"]'));
      await page.evaluate(() => history.back());
      await page.waitForSelector('[data-tab="text"][aria-selected="true"]');
      await page.evaluate(() => history.forward());
      await page.waitForSelector('[data-tab="json"][aria-selected="true"]');
      assert.equal(await page.$eval("#paste", (area) => area.value.length > 100), true, "the paste stayed");
      await close();
    });

    test("examples, findings, reason codes, families and presets are reached by their addresses", async () => {
      const at = async (fragment) => open(browser, `${site.url}#${fragment}`);
      const example = await at("decode/example/the-plus-bug");
      await example.page.waitForSelector('[data-finding="plus-became-space"]');
      assert.match(await example.page.title(), /^1 warning · mtlens$/);
      await example.page.evaluate(() => { location.hash = "decode/finding/plus-became-space"; });
      await example.page.waitForFunction(() => document.activeElement.closest('[data-finding="plus-became-space"]'));
      // The link on a finding writes the same address, and a step back leads to where one was.
      await example.page.evaluate(() => { location.hash = "decode/view/json"; });
      await example.page.waitForSelector('[data-tab="json"][aria-selected="true"]');
      await example.page.$eval('[data-finding="plus-became-space"] .address', (link) => link.click());
      await example.page.waitForFunction(() => location.hash === "#decode/finding/plus-became-space");
      await example.page.evaluate(() => history.back());
      await example.page.waitForFunction(() => location.hash === "#decode/view/json");
      assert.match(await example.page.$eval("#paste", (area) => area.value), /^X-Amzn-Mtls-Clientcert-Leaf/);
      await example.page.evaluate(() => { location.hash = "decode/finding/sha1-signature"; });
      await example.page.waitForFunction(() => /does not have/.test(document.querySelector("#notice").textContent));
      await example.page.evaluate(() => { location.hash = "decode/reason/ClientCertUntrusted"; });
      await holds(example.page, "ClientCertUntrusted");
      await example.page.goBack();
      await example.page.waitForFunction(() => document.querySelector("#paste").value.startsWith("X-Amzn-Mtls-Clientcert-Leaf"));
      await example.close();
      const family = await at("decode/example/alb-verify-headers");
      await family.page.waitForSelector("[data-sender]");
      await family.page.evaluate(() => { location.hash = "decode/family/alb"; });
      await family.page.waitForFunction(() => document.activeElement.closest('[data-family="alb"]'));
      assert.equal(await family.page.$eval('[data-family="alb"] .address', (link) => link.getAttribute("href")), "#decode/family/alb");
      await family.close();
      const preset = await at("issue/preset/expired");
      await preset.page.waitForFunction(() => document.activeElement.dataset.preset === "expired");
      await preset.close({ quiet: false });
    });

    test("no address and no title holds a piece of the paste, but for the link that was made", async () => {
      const { page, close } = await open(browser, site.url);
      const name = facts("client-1").subject;
      await put(page, paste("verify-headers.txt"));
      for (const tab of ["json", "pem", "asn1", "text"]) {
        await press(page, `[data-tab="${tab}"]`);
        const { title, href } = await page.evaluate(() => ({ title: document.title, href: decodeURIComponent(location.href) }));
        for (const piece of [...name.split(/[=,]/).filter((part) => part.length > 3), facts("client-1").serial]) assert.ok(!title.includes(piece) && !href.includes(piece), `${piece} in ${title} ${href}`);
      }
      await press(page, "#share-open");
      await page.waitForSelector("#share[open] #share-link");
      await axe(page, "Share");
      assert.match(await textOf(page, "#share"), /browsers keep links in their history/);
      assert.equal(await textOf(page, ".share-text"), paste("verify-headers.txt"));
      const link = await page.$eval("#share-link", (input) => input.value);
      assert.match(link, /#paste\/1\.t\.[\w-]+$/);
      assert.match(await textOf(page, "#share"), new RegExp(`a link of ${link.length.toLocaleString("en-US")} characters`));
      assert.doesNotMatch(await page.evaluate(() => location.href), /paste/);
      await page.keyboard.press("Escape");
      const other = await open(browser, link);
      await other.page.waitForFunction(() => document.querySelector("#verdict").textContent.includes("client-1"));
      assert.equal(await pasted(other.page), paste("verify-headers.txt").replaceAll("\r\n", "\n"));
      await other.page.evaluate(() => { document.querySelector("#paste").focus(); document.execCommand("insertText", false, "x"); });
      assert.equal(await hash(other.page), "#decode", "what was changed is no longer what the link holds");
      await other.close();
      const broken = await open(browser, link.slice(0, -9));
      await broken.page.waitForFunction(() => /The link is damaged/.test(document.querySelector("#notice").textContent));
      await broken.close();
      await put(page, paste("private-key.pem"));
      await press(page, "#share-open");
      await page.waitForSelector("#share[open] #share-refused");
      assert.match(await textOf(page, "#share"), /There is a private key in the paste/);
      assert.equal(await page.$("#share-link"), null);
      await close();
    });
  });
}
