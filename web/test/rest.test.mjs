// The program that reads a paste comes in two halves. The worker fetches the second right
// after the first answer; a paste that needs it before makes it ask at once.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { browsers, launch, open, paste, press, proxy, put, root, settled, singleFile, startSite, textOf, textsOf } from "./kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

/** Pastes that no ordinary answer enters the readers of. */
const unusual = readFileSync(join(root, "testdata/field/107-xxd.txt"), "utf8");

/** Keeps the word from the worker that it is time to have the rest: it has to ask in the middle of a call. */
function withhold() {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    if ("complete" in message) this.dispatchEvent(new MessageEvent("message", { data: { completed: undefined } }));
    else post.call(this, message, ...more);
  };
}

const complete = (page) => page.waitForSelector('#proof-open[data-offline="complete"]');
/** What decode says of a paste: signatures come later, from another program. */
const said = async (page) => [await textOf(page, "#verdict"), await textsOf(page, ".card h3")];
const isRest = (path) => /^\/rest-[0-9a-f]+\.wasm$/.test(path);

for (const name of browsers) {
  describe(`the rest of the program, in ${name}`, () => {
    let browser;
    let way;
    let context;
    const ways = [];
    before(async () => { browser = await launch(name); });
    // What a failed test has left open would keep the whole run waiting.
    after(() => Promise.allSettled([browser?.close(), ...ways.map((one) => one.stop())]));
    const fresh = async () => {
      way = await proxy(site);
      ways.push(way);
      context = await browser.createBrowserContext();
    };
    const done = async () => {
      await context.close();
      await way.stop();
    };

    test("it is asked for after the first answer, once, and compiled before it is needed", async () => {
      await fresh();
      const { page } = await open(context, way.url);
      await put(page, paste("verify-headers.txt"));
      await complete(page);
      await put(page, unusual);
      assert.match(await textOf(page, "#verdict"), /./);
      assert.equal(await page.$eval("#answer", (answer) => answer.querySelector(".again")), null);
      const asked = way.asked.filter(isRest);
      assert.ok(asked.length >= 1 && asked.length <= 2, "by the worker, and by the service worker if the cache does not answer it");
      assert.ok(way.asked.findIndex((path) => /^\/decode-/.test(path)) < way.asked.findIndex(isRest));
      await done();
    });

    test("a worker that was not told to have it asks for it, and gives the same answer", async () => {
      await fresh();
      const given = await open(context, way.url);
      await complete(given.page);
      await put(given.page, unusual);
      const withheld = await open(context, way.url, { before: withhold });
      await put(withheld.page, paste("verify-headers.txt"));
      await put(withheld.page, unusual);
      assert.deepEqual(await said(withheld.page), await said(given.page));
      await put(withheld.page, paste("verify-headers.txt"));
      await given.page.bringToFront(); // a page behind another draws nothing
      await put(given.page, paste("verify-headers.txt"));
      assert.deepEqual(await said(withheld.page), await said(given.page));
      await done();
    });

    test("without the server the worker has it from the service worker", async () => {
      await fresh();
      const { page } = await open(context, way.url, { before: withhold });
      await complete(page);
      await way.stop();
      await page.reload();
      await page.waitForFunction(() => document.querySelector("#result")?.hasAttribute("data-ready"));
      await put(page, unusual);
      assert.equal(await textOf(page, ".again"), "");
      assert.match(await textOf(page, "#answer"), /Serial/i);
      await context.close();
    });

    test("where it cannot be had the page says so, and the next try has it", async () => {
      await fresh();
      const path = /rest-[0-9a-f]+\.wasm/.exec(await (await fetch(way.url)).text())[0];
      way.refused.set(`/${path}`, 503);
      const { page } = await open(context, way.url);
      await put(page, paste("verify-headers.txt"));
      assert.match(await textOf(page, "#answer"), /client-1/, "an ordinary paste does not need it");
      await put(page, unusual);
      await page.waitForSelector(".again");
      assert.match(await textOf(page, "#result"), /the rest of the program could not be loaded: the server answered 503/);
      way.refused.clear();
      await press(page, ".again button");
      await page.waitForSelector(".card");
      await settled(page);
      assert.match(await textOf(page, "#answer"), /Serial/i);
      await done();
    });

    test("the single file has it inside", async () => {
      const { page, close } = await open(browser, singleFile);
      await put(page, unusual);
      assert.equal(await textOf(page, ".again"), "");
      assert.match(await textOf(page, "#answer"), /Serial/i);
      await close();
    });
  });
}
