// The main paths in WebKit, the third engine: the site and the single file. The tests
// of the page's details run in the other two.

import assert from "node:assert/strict";
import { createServer, request } from "node:http";
import { after, before, describe, test } from "node:test";
import { certificate, facts, paste, singleFile, startSite } from "./kit.mjs";
import { missing, startWebKit } from "./webdriver.mjs";

const skip = missing();
if (skip !== "") console.log(skip);

let site;
before(async () => { if (skip === "") site = await startSite(); });
after(() => site?.stop());

/** A way to the site that can be closed. */
async function way() {
  const { port: target } = new URL(site.url);
  const server = createServer((incoming, answer) => request({ port: target, host: "127.0.0.1", path: incoming.url, method: incoming.method, headers: { ...incoming.headers, host: `127.0.0.1:${target}` } }, (response) => {
    answer.writeHead(response.statusCode, response.headers);
    response.pipe(answer);
  }).on("error", () => answer.destroy()).end());
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }) };
}

const ready = (page) => page.wait(() => document.querySelector("#result")?.hasAttribute("data-ready"));
const settled = (page) => page.wait(() => document.querySelector("#result").getAttribute("aria-busy") === "false");

async function put(page, text) {
  await page.run((text) => {
    const area = document.querySelector("#paste");
    area.focus();
    area.select();
    document.execCommand("insertText", false, text);
  }, text);
  await settled(page);
}

for (const build of ["site", "single file"]) {
  describe(`${build} in webkit`, { skip: skip || false }, () => {
    let page;
    before(async () => {
      page = await startWebKit();
      await page.size(1280, 900);
    });
    after(() => page?.close());

    const start = async () => {
      await page.open("about:blank");
      await page.open(build === "site" ? site.url : singleFile);
      await ready(page);
    };

    test("a paste is answered, its places are marked and selected", async () => {
      await start();
      await put(page, paste("plus-became-space.txt"));
      assert.match(await page.text("#verdict"), /client-1\.example/);
      const marks = await page.run(() => document.querySelectorAll(".mirror mark").length);
      assert.ok(marks > 3, `${marks} marks`);
      await page.run(() => [...document.querySelectorAll('[data-finding="plus-became-space"] .text-button')].find((one) => one.textContent.startsWith("Show in paste")).click());
      const selected = await page.run(() => {
        const area = document.querySelector("#paste");
        return area.value.slice(area.selectionStart, area.selectionEnd);
      });
      assert.equal(selected, " ", "a blank where a + stood");
      // A mark lies under its letters: the mirror is as wide and as high as the text.
      const fits = await page.run(() => {
        const [area, mirror] = ["#paste", "#mirror"].map((id) => document.querySelector(id));
        return [area.clientWidth - mirror.clientWidth, area.scrollHeight - mirror.scrollHeight];
      });
      assert.deepEqual(fits, [0, 0]);
    });

    test("views, fields and signatures come from the lab", async () => {
      await start();
      await put(page, paste("chain.pem"));
      await page.wait(() => [...document.querySelectorAll(".join")].filter((one) => /The signature verifies/.test(one.textContent)).length === 2);
      const values = await page.run(() => [...document.querySelectorAll(".card[open] .value")].map((one) => one.textContent));
      for (const key of ["subject", "issuer", "serial", "sha256"]) assert.ok(values.includes(facts("client-1")[key]), key);
      const tab = (name) => page.run((name) => document.querySelector(`.outputs [data-tab="${name}"]`).click(), name);
      await tab("text");
      await page.wait(() => document.querySelector("pre.output")?.textContent.startsWith("Certificate:"));
      await tab("pem");
      await page.wait((pem) => document.querySelector('pre[aria-label="PEM"]:not([data-stale])')?.textContent.includes(pem), certificate("client-1").trim());
      await tab("json");
      await page.wait(() => document.querySelector('pre[aria-label="JSON"]:not([data-stale])')?.textContent.startsWith("{"));
      await tab("asn1");
      await page.wait(() => document.querySelectorAll(".asn1-row").length > 5);
      assert.match(await page.run(() => location.hash), /^#decode\/view\/asn1$/);
      await page.run(() => history.back());
      await page.wait(() => document.querySelector('.outputs [data-tab="json"]')?.getAttribute("aria-selected") === "true");
    });

    test("Simulate and Issue", async () => {
      await start();
      await page.run(() => document.querySelector('[data-part="simulate"]').click());
      await page.wait(() => document.querySelector('#sim-verdict [data-status="Success"]'));
      await page.run(() => document.querySelector('[data-part="issue"]').click());
      await page.wait(() => document.querySelector('[data-preset="expired"]'));
      await page.run(() => document.querySelector('[data-preset="expired"]').click());
      await page.wait(() => document.querySelector('[data-file="certificate.crt"]') && !document.querySelector(".issued[data-busy]"));
      await page.run(() => document.querySelector("#use-in-simulate").click());
      await page.wait(() => document.querySelector('#sim-verdict [data-status="Failed:ClientCertExpired"]'));
    });

    test("what was cleared comes back; a link holds the paste", async () => {
      await start();
      const text = paste("leaf-value.txt").trim();
      await put(page, text);
      await page.run(() => document.querySelector("#clear").click());
      await settled(page);
      await page.run(() => document.querySelector("#undo-paste").click());
      await settled(page);
      assert.equal(await page.run(() => document.querySelector("#paste").value), text);
      await page.run(() => document.querySelector("#share-open").click());
      const link = await page.wait(() => document.querySelector("#share[open] #share-link")?.value);
      await page.open("about:blank");
      await page.open(link);
      await ready(page);
      await page.wait((text) => document.querySelector("#paste").value === text, text);
    });

    if (build === "site") {
      test("the server is stopped: reload and all of it works", async () => {
        const server = await way();
        await page.open(server.url);
        await ready(page);
        await page.wait(() => document.querySelector('#proof-open[data-offline="complete"]'));
        await server.stop();
        await page.reload();
        await ready(page);
        await put(page, paste("chain.pem"));
        assert.match(await page.text("#result"), /client-1\.example/);
        await page.wait(() => [...document.querySelectorAll(".join")].some((one) => /The signature verifies/.test(one.textContent)));
        await page.run(() => document.querySelector('[data-part="simulate"]').click());
        await page.wait(() => document.querySelector('#sim-verdict [data-status="Success"]'));
      });
    }
  });
}
