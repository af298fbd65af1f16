// What could not be loaded or made says why, and can be asked for again: the server is
// stopped before the lab is loaded, and nothing keeps the files.

import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { after, before, describe, test } from "node:test";
import { axe, browsers, launch, open, paste, press, put, startSite, textOf } from "./kit.mjs";
import { go, simulated } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

/** A way to the site that can be closed and opened again at the same address. */
async function way() {
  const { port: target } = new URL(site.url);
  const serve = (incoming, answer) => request({ port: target, host: "127.0.0.1", path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: `127.0.0.1:${target}` } }, (response) => {
    answer.writeHead(response.statusCode, response.headers);
    response.pipe(answer);
  }).end();
  let server;
  let port = 0;
  const start = async () => {
    server = createServer(serve);
    await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
    port = server.address().port;
  };
  await start();
  return { url: () => `http://127.0.0.1:${port}/`, start, stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}

for (const name of browsers) {
  describe(`failed loads in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("signatures, views, names, fields, Simulate, Issue and its presets: each says so, and Try again brings it", async () => {
      const server = await way();
      const context = await browser.createBrowserContext();
      const { page } = await open(context, server.url(), { before: () => { delete Navigator.prototype.serviceWorker; } });
      await server.stop();
      await put(page, paste("chain.pem"));
      assert.match(await textOf(page, "#result"), /client-1/, "the answer needs no server");
      const fails = (place) => page.waitForFunction((place) => document.querySelector(`${place} [data-again], ${place} [data-failure="load"] button`)?.textContent.startsWith("Try again"), {}, place);
      await fails(".report");
      for (const tab of ["text", "json", "pem", "asn1", "compare"]) {
        await press(page, `.outputs [data-tab="${tab}"]`);
        await fails(".outputs");
      }
      await page.$eval(".card[open] .all-fields > summary", (summary) => summary.click());
      await fails(".all-fields");
      await page.$eval(".card[open] .names > summary", (summary) => summary.click());
      await fails(".names");
      await axe(page, "failed views");
      await go(page, "simulate");
      await fails("#simulate-part");
      await axe(page, "Simulate, failed");
      await go(page, "issue");
      await fails("#issue-part");
      await axe(page, "Issue, failed");

      await server.start();
      const again = (place) => page.evaluate((place) => document.querySelector(`${place} [data-again], ${place} [data-failure] button`).click(), place);
      await again("#issue-part");
      await page.waitForSelector("[data-preset]");
      await go(page, "simulate");
      await simulated(page);
      await page.click('[data-part="decode"]');
      await page.waitForSelector("#decode:not([hidden])");
      await again(".outputs");
      await page.waitForSelector(".compare-table");
      await again(".all-fields");
      await page.waitForSelector(".all-fields .fields");
      await again(".names");
      await page.waitForSelector(".names .forms");
      for (const [tab, there] of [["asn1", ".asn1-row"], ["text", 'pre[aria-label="Text"]'], ["pem", 'pre[aria-label="PEM"]'], ["json", 'pre[aria-label="JSON"]']]) {
        await press(page, `.outputs [data-tab="${tab}"]`);
        if (await page.$(".outputs [data-again]")) await again(".outputs");
        await page.waitForSelector(there);
      }
      if (await page.$(".report .answer-progress [data-again], .report [data-again]")) await again(".report");
      await page.waitForFunction(() => [...document.querySelectorAll(".join")].some((one) => /The signature verifies/.test(one.textContent)));
      assert.equal((await page.$$(".report [data-again]")).length, 0);
      await context.close();
      await server.stop();
    });
  });
}
