// What is found out after the first answer: the trust store and lists that are given
// beside a paste, and the way to Simulate. What a load balancer says of a chain is from
// AWS's list of reason codes; which certificate signed which, OpenSSL says
// (the .facts beside testdata/certs).

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { axe, browsers, certificate, launch, open, paste, press, put, root, startSite, textOf, textsOf } from "./kit.mjs";
import { simulated, statusOf } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

const taken = '[data-answer="taken"]';

/** give lets go of a file over a slot of the trust store. */
async function give(page, slot, name, bytes) {
  await page.waitForSelector(`#give-${slot}`);
  await page.evaluate((slot, name, bytes) => {
    const data = new DataTransfer();
    data.items.add(new File([Uint8Array.from(bytes)], name));
    document.querySelector(`#give-${slot}`).dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
  }, slot, name, [...bytes]);
}

const says = (page, selector, pattern) => page.waitForFunction((selector, source) => new RegExp(source).test(document.querySelector(selector)?.textContent ?? ""), {}, selector, pattern.source);
const examined = (page) => page.waitForFunction(() => document.querySelector("[data-strict]") && !document.querySelector(".answer-progress"));
const store = Buffer.from(certificate("ec-root-ca"));
const other = Buffer.from(certificate("root-ca"));
const list = readFileSync(`${root}testdata/neighbors/list.pem`);

for (const name of browsers) {
  describe(`the site in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("a bundle of authorities is offered to be checked as a trust store", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("chain-with-text.pem"));
      assert.equal(await page.$("[data-as-store]"), null); // a client is in it
      await put(page, `${store}${other}${other}`);
      await page.waitForSelector("[data-as-store]");
      assert.match(await textOf(page, "#verdict"), /^3 certificates of authorities/);
      await axe(page, "a bundle");
      await press(page, "[data-as-store]");
      await page.waitForSelector("#material .bundle[data-accepted]");
      assert.match(await textOf(page, "#material .bundle"), /3 certificates.*stands in line \d+ already/);
      assert.equal(await page.$("[data-as-store]"), null);
      await close();
    });

    test("a trust store is dropped once and holds for every paste, until it is removed", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("chain-with-text.pem"));
      await examined(page);
      assert.match(await textOf(page, taken), /needs your trust store/);
      await press(page, "[data-material]");
      await give(page, "trustStore", "roots.pem", store);
      await says(page, taken, /Yes, with this trust store/);
      assert.equal(await page.$eval(taken, (one) => one.dataset.tone), "good");
      assert.equal(await page.$eval("#material .bundle", (one) => one.dataset.accepted), "");
      assert.equal((await textsOf(page, ".join")).filter((text) => /The signature verifies/.test(text)).length, 2);
      await axe(page, "with a trust store");
      // Another paste: an expired leaf of the same authorities.
      await put(page, paste("passthrough-chain-ec.txt"));
      await says(page, taken, /ClientCertExpired/);
      await examined(page);
      await press(page, "#material .check input");
      await says(page, taken, /Yes, with this trust store/);
      await press(page, "#material .check input");
      await press(page, '#material [aria-label^="Remove"]');
      await give(page, "trustStore", "others.pem", other);
      await says(page, taken, /ClientCertUntrusted/);
      await page.reload();
      await page.waitForFunction(() => document.querySelector("#result")?.hasAttribute("data-ready"));
      await put(page, paste("chain-with-text.pem"));
      await examined(page);
      assert.match(await textOf(page, taken), /needs your trust store/, "nothing is kept");
      await close({ quiet: false });
    });

    test("whose trust store it is: the question, the rules and the place are that listener's", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("chain-with-text.pem"));
      await press(page, "[data-material]");
      await give(page, "trustStore", "roots.pem", store);
      await says(page, taken, /Would ALB take it.*Yes, with this trust store: Success/);
      await page.select("#listener", "cloudfront");
      await says(page, taken, /Would CloudFront take it.*for a distribution that requires certificates: Success/);
      assert.ok((await textsOf(page, ".strip-go")).includes("Would CloudFront take it"));
      assert.equal(await page.$("#give-lists"), null, "CloudFront takes no lists");
      await axe(page, "a CloudFront distribution");
      await page.select("#listener", "nlb");
      await page.type("#give-filters", "subject-cn=somebody.example");
      await page.$eval("#give-filters", (area) => area.blur());
      await says(page, taken, /Would NLB take it.*No, with this trust store and these identity filters/);
      await page.select("#listener", "alb");
      await says(page, taken, /Would ALB take it.*Yes/);
      assert.equal(await page.$("#give-filters"), null);
      await close();
    });

    test("files are judged as they would be uploaded", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("chain-with-text.pem"));
      await press(page, "[data-material]");
      const der = Buffer.from(certificate("ec-root-ca").replace(/-----.*-----/g, ""), "base64");
      await give(page, "trustStore", "root.der", der);
      await says(page, "#material .bundle", /would not take|refuse|not PEM|PEM/);
      assert.equal(await page.$eval("#material .bundle", (one) => one.dataset.accepted), undefined);
      await give(page, "lists", "list.pem", list);
      await page.waitForFunction(() => document.querySelectorAll("#material .bundle").length === 2);
      assert.equal((await page.$$("#material .material-file")).length, 2);
      await close();
    });

    test("one step to Simulate: chain, trust store and list are there, and the verdict needs no key", async () => {
      const { page, close } = await open(browser, site.url);
      await put(page, paste("chain-with-text.pem"));
      await press(page, "[data-material]");
      await give(page, "trustStore", "roots.pem", store);
      await says(page, taken, /Yes, with this trust store/);
      await page.click("[data-simulate]");
      await simulated(page);
      assert.equal(await statusOf(page), "Success");
      assert.match(await textOf(page, "#keyless"), /private key/);
      assert.equal(await page.$eval("#f-trustStore", (area) => area.value), store.toString());
      assert.equal((await page.$eval("#f-chain", (area) => area.value)).match(/BEGIN CERTIFICATE/g).length, 3);
      assert.ok((await page.$$(".rule")).length > 5);
      await close();
    });

    test("what cannot be checked says why, and is tried again", async () => {
      const { page, close } = await open(browser, site.url, {
        before: () => {
          // The third program that is started is that of the examination: its questions do not come through once.
          const post = Worker.prototype.postMessage;
          window.broken = true;
          Worker.prototype.postMessage = function (message, ...rest) {
            if (message.name === "examine" && window.broken) {
              window.broken = false;
              return post.call(this, { id: -1, name: "gone", request: "{}", bytes: new Uint8Array() }, ...rest);
            }
            return post.call(this, message, ...rest);
          };
        },
      });
      await put(page, paste("chain-with-text.pem"));
      await says(page, taken, /Not checked: the lab program stopped/);
      assert.ok((await textsOf(page, ".join")).every((text) => !/verifies/.test(text)));
      await press(page, "[data-again]");
      await examined(page);
      assert.equal((await textsOf(page, ".join")).filter((text) => /The signature verifies/.test(text)).length, 2);
      await close();
    });
  });
}
