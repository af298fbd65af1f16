// Offline is true: what the page needs is kept by its service worker, and all of it
// works with the server gone. A proxy between browser and server counts what is asked
// for, changes files on the way, and is stopped.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, launch, open, paste, press, proxy, put, singleFile, startSite, textOf } from "./kit.mjs";
import { go, issue, simulated, statusOf } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

const complete = (page) => page.waitForSelector('#proof-open[data-offline="complete"]');

for (const name of browsers) {
  describe(`without a network, in ${name}`, () => {
    let browser;
    let way;
    let context;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());
    const fresh = async () => {
      way = await proxy(site);
      context = await browser.createBrowserContext();
      return context;
    };

    test("the server is stopped after the load: reload, views, signatures, Simulate and Issue work", async () => {
      const { page } = await open(await fresh(), way.url);
      await complete(page);
      assert.match(await textOf(page, "#proof-open"), /Offline, complete/);
      await way.stop();
      await page.reload();
      await page.waitForFunction(() => document.querySelector("#result")?.hasAttribute("data-ready"));
      await complete(page);
      await put(page, paste("chain.pem"));
      await page.waitForFunction(() => [...document.querySelectorAll(".join")].filter((one) => /The signature verifies/.test(one.textContent)).length === 2);
      await press(page, '[data-tab="text"]');
      await page.waitForFunction(() => document.querySelector("pre.output")?.textContent.startsWith("Certificate:"));
      await press(page, '[data-tab="asn1"]');
      await page.waitForSelector(".asn1-row");
      await go(page, "simulate");
      await simulated(page);
      assert.equal(await statusOf(page), "Success");
      await go(page, "issue");
      await issue(page);
      await press(page, "#proof-open");
      assert.match(await textOf(page, "#proof-offline"), /every file of this build is kept/);
      assert.equal(await textOf(page, "#proof-refused"), "0");
      assert.match(await textOf(page, "#proof-requests"), /, 0 of them to the server/);
      assert.equal((await page.$$("#proof-requests .tone-bad")).length, 0, "each is one of the page's own");
      await axe(page, "the proof");
      await context.close();
    });

    test("what the browser asks for an installed page is one of the page’s own; anything else stands out", async () => {
      const { page } = await open(await fresh(), way.url);
      await complete(page);
      const own = await page.evaluate(async () => {
        const { icons } = await (await fetch("manifest.webmanifest")).json();
        for (const { src } of icons) await (await fetch(src)).blob();
        await (await fetch("nobodys.txt")).blob();
        return ["manifest.webmanifest", ...icons.map(({ src }) => src)];
      });
      await press(page, "#proof-open");
      const told = await page.$$eval("#proof-requests li", (list) => list.map((one) => [one.textContent, one.className]));
      for (const name of own) assert.ok(told.some(([text, look]) => text.startsWith(name) && look === ""), `${name} in ${told}`);
      assert.deepEqual(told.filter(([, look]) => look === "tone-bad").map(([text]) => text.split(" ")[0]), ["nobodys.txt"]);
      await context.close();
      await way.stop();
    });

    test("each request of the first visit is told; the second asks for the worker alone", async () => {
      const { page } = await open(await fresh(), way.url);
      await complete(page);
      await put(page, paste("leaf-value.txt"));
      await page.waitForSelector("[data-strict]");
      await press(page, "#proof-open");
      const told = await page.$$eval("#proof-requests li", (list) => list.map((one) => one.textContent));
      assert.ok(told.length > 0 && told.every((text) => !text.includes("not one of the page")), told.join());
      // What the server was asked for after the page was there, is told.
      for (const path of new Set(way.asked.filter((path) => /lab-|icon|manifest|LICENSES/.test(path)))) {
        if (name === "firefox" && /icon|manifest/.test(path)) continue; // the browser's own, for its menu
        assert.ok(told.some((text) => text.startsWith(path.slice(1))), `${path} in ${told}`);
      }
      const before = way.asked.length;
      const second = await open(context, way.url);
      await complete(second.page);
      await put(second.page, paste("leaf-value.txt"));
      await second.page.waitForSelector("[data-strict]");
      const again = way.asked.slice(before);
      assert.ok(again.every((path) => path === "/service.js"), again.join());
      await context.close();
      await way.stop();
    });

    test("a newer build is offered and waits; the press of the button loads it", async () => {
      const { page } = await open(await fresh(), way.url);
      await complete(page);
      way.changed.set("/service.js", (text) => `${text}\n// newer`);
      await page.reload();
      await page.waitForSelector("#update:not([hidden])");
      await put(page, paste("leaf-value.txt"));
      assert.match(await textOf(page, "#verdict"), /client-1/, "nothing was loaded anew");
      await axe(page, "with an update");
      const dialogs = [];
      page.on("dialog", (dialog) => { dialogs.push(dialog.message()); void dialog.accept(); });
      await page.evaluate(() => { window.before = true; });
      await page.click("#update");
      await page.waitForFunction(() => !window.before && document.querySelector("#result")?.hasAttribute("data-ready"));
      assert.match(dialogs.join(), /forgotten/);
      assert.equal(await page.$eval("#update", (button) => button.hidden), true);
      await context.close();
      await way.stop();
    });

    test("a file that is not as it was built is not kept, and the badge says so", async () => {
      await fresh();
      way.changed.set("/LICENSES.txt", () => "something else");
      const { page } = await open(context, way.url);
      await page.waitForSelector('#proof-open[data-offline="absent"]');
      assert.match(await textOf(page, "#proof-open"), /Needs the network/);
      await context.close();
      await way.stop();
    });

    test("the single file needs no worker and asks for nothing", async () => {
      const { page, close } = await open(browser, singleFile);
      await complete(page);
      await put(page, paste("leaf-value.txt"));
      await page.waitForSelector("[data-strict]");
      await press(page, "#proof-open");
      assert.equal(await textOf(page, "#proof-requests"), "0");
      await close();
    });

    test("the manifest and its icons are there, so that a browser may install the site", async () => {
      const { page, close } = await open(browser, site.url);
      const found = await page.evaluate(async () => {
        const manifest = await (await fetch(document.querySelector('link[rel="manifest"]').href)).json();
        const sizes = await Promise.all(manifest.icons.map((icon) => new Promise((resolve, reject) => {
          const image = new Image();
          image.onload = () => resolve(`${icon.sizes} ${image.naturalWidth}`);
          image.onerror = () => reject(new Error(icon.src));
          image.src = icon.src;
        })));
        return { display: manifest.display, start: manifest.start_url, sizes };
      });
      assert.deepEqual({ display: found.display, start: found.start }, { display: "standalone", start: "./" });
      assert.ok(found.sizes.includes("192x192 192") && found.sizes.includes("512x512 512"), found.sizes.join());
      await close({ quiet: false });
    });
  });
}
