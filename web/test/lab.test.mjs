// Issue, Simulate and what Decode gains from the lab program: the same tests
// for the site and for the single file, in each browser. What a load balancer
// should say is from AWS's list of reason codes; what is in a certificate, and
// whether it verifies, OpenSSL says.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { everywhere, paste, press, put, report, textOf, textsOf } from "./kit.mjs";
import { field, fileText, go, issue, simulated, statusOf } from "./lab-kit.mjs";

everywhere(suite);

function suite(test) {
  test("the lab program comes after the first answer, and checks signatures", async (start, build) => {
    const { page, ownSinceLoad, close } = await start();
    // What the page gets by itself it has when the badge says so: the other half of its first program, the files to keep.
    await waitText(page, "#proof-open", /Offline, complete/);
    const lab = () => ownSinceLoad().filter((url) => url.includes("/lab-"));
    assert.deepEqual(lab(), [], "nothing of it before an answer, however long the page is idle");
    assert.equal(await page.evaluate(() => window.workers.length), 1);
    await put(page, paste("passthrough-chain.txt"));
    assert.deepEqual(lab(), [], "the first answer does not wait for it");
    assert.ok((await textsOf(page, ".join")).every((text) => !/signature verifies/.test(text)));
    await waitText(page, ".join", /signature verifies/);
    assert.deepEqual((await textsOf(page, ".join")).map((text) => /signature verifies/.test(text)), [true, true]);
    assert.deepEqual(await page.$$eval(".strict", (list) => list.map((one) => one.dataset.strict)), ["ok", "ok", "ok"]);
    if (build === "site") assert.equal(lab().length, 1);
    await press(page, "#proof-open");
    assert.match(await textOf(page, "#proof-requests"), build === "site" ? /lab-[0-9a-f]+\.wasm/ : /^0$/);
    assert.equal((await page.$$("#proof-requests .tone-bad")).length, 0);
    await page.keyboard.press("Escape");
    // One bit of the leaf's signature.
    await press(page, '[data-tab="pem"]');
    const pem = await waitText(page, "#decode .output", /BEGIN/);
    const [leaf, ...others] = pem.match(/-----BEGIN[\s\S]*?END CERTIFICATE-----\n/g);
    const der = Buffer.from(leaf.replace(/-----.*-----/g, ""), "base64");
    der[der.length - 1] ^= 1;
    await put(page, `-----BEGIN CERTIFICATE-----\n${der.toString("base64")}\n-----END CERTIFICATE-----\n${others.join("")}`);
    await page.waitForSelector('.join[data-tone="bad"]');
    assert.match(await textOf(page, '.join[data-tone="bad"]'), /does not verify/);
    await put(page, paste("broken-san.pem"));
    await page.waitForSelector('[data-strict="refused"]');
    assert.match(await textOf(page, "[data-strict]"), /strict parser refuses/);
    await close();
  });

  for (const mode of ["verify", "passthrough", "off"]) {
    test(`the circle in mode ${mode}: issue, simulate, decode, the same certificate`, async (start, build) => {
      const { page, ownSinceLoad, close } = await start();
      await go(page, "issue");
      await issue(page);
      assert.deepEqual(await page.$$eval("[data-file]", (list) => list.map((one) => one.dataset.file)), ["private-key.pem", "certificate.crt", "trust-store.pem"]);
      const key = await fileText(page, "private-key.pem");
      const certificate = await fileText(page, "certificate.crt");
      const trustStore = await fileText(page, "trust-store.pem");
      const facts = openssl({ certificate, trustStore, key });

      await page.click("#use-in-simulate");
      await simulated(page);
      if (mode !== "verify") {
        await page.click(`[name="f-mode"][value="${mode}"]`);
        await simulated(page);
      }
      assert.equal(await statusOf(page), "Success");
      await press(page, '[data-tab="log"]');
      assert.match(await textOf(page, "#simulate-part .output"), / Success TID_/);
      await press(page, '[data-tab="headers"]');
      const added = await textsOf(page, ".sent-line[data-added] b");
      assert.equal(added.length, { verify: 5, passthrough: 1, off: 0 }[mode], String(added));

      await page.click("#to-decode");
      await page.waitForFunction(() => location.hash === "#decode" && document.querySelector("#paste").value !== "");
      await page.waitForFunction(() => document.querySelector("#result").getAttribute("aria-busy") === "false");
      if (mode !== "off") {
        await page.waitForSelector(".card[open] .value");
        assert.equal(await page.$eval("[data-mode]", (one) => one.dataset.mode), mode);
        if (facts) assert.ok((await textsOf(page, ".card[open] .value")).includes(facts.sha256), facts.sha256);
        await press(page, '[data-tab="pem"]');
        assert.equal(pemOnly(await waitText(page, "#decode .output", /BEGIN/)), pemOnly(certificate));
        await keptIn(page, key);
      } else assert.equal((await page.$$(".card")).length, 0);
      if (build === "site") assert.ok(ownSinceLoad().filter((url) => url.includes("/lab-")).length === 1);
      await close();
    });
  }

  test("Show in Decode gives the certificate and never the key", async (start) => {
    const { page, close } = await start();
    await go(page, "issue");
    await issue(page);
    const key = await fileText(page, "private-key.pem");
    await page.click("#show-in-decode");
    await page.waitForSelector(".card[open] .value");
    assert.doesNotMatch(await page.$eval("#paste", (area) => area.value), /PRIVATE/);
    await keptIn(page, key);
    await close();
  });

  // The code that AWS documents for each; those of the name's shape are taken.
  const codes = {
    "expired": "Failed:ClientCertExpired", "not-yet-valid": "Failed:ClientCertNotYetValid", "wrong-eku": "Failed:ClientCertPurposeInvalid",
    "unknown-ca": "Failed:ClientCertUntrusted", "ed25519": "Failed:ClientCertTypeUnsupported", "five-deep": "Failed:ClientCertMaxChainDepthExceeded",
    "revoked": "Failed:ClientCertCrlHit", "over-16k": "Failed:ClientCertMaxSizeExceeded", "commas-in-name": "Success",
  };
  test("wrong on purpose: each gives its code, in the list and in the simulation", async (start) => {
    const { page, close } = await start();
    for (const [name, code] of Object.entries(codes)) {
      await go(page, "issue");
      await issue(page, `[data-preset="${name}"]`);
      assert.equal(await page.$eval("#issued [data-status]", (one) => one.dataset.status), code, name);
      await page.click("#use-in-simulate");
      await simulated(page);
      assert.equal(await statusOf(page), code, name);
      await press(page, '[data-tab="rules"]');
      const failed = await page.$$eval('.rule[data-outcome="failed"]', (list) => list.length);
      assert.equal(failed, code === "Success" ? 0 : 1, `${name}: one rule decides`);
    }
    await close();
  });

  test("Simulate is useful at once, and follows every change", async (start) => {
    const { page, close } = await start();
    await go(page, "simulate");
    await simulated(page);
    assert.equal(await statusOf(page), "Success");
    await page.select("#f-preset", "expired");
    await waitStatus(page, "Failed:ClientCertExpired");
    await page.click("#f-ignoreExpiry");
    await waitStatus(page, "Success");
    await page.click("#f-ignoreExpiry");
    await waitStatus(page, "Failed:ClientCertExpired");
    await page.click('[name="f-client"][value="none"]');
    await page.waitForFunction(() => /no certificate/.test(document.querySelector(".why")?.textContent));
    await page.click('[name="f-mode"][value="passthrough"]');
    await waitStatus(page, "Success");
    await page.click('[name="f-mode"][value="verify"]');
    await page.click('[name="f-client"][value="issued"]');
    await page.select("#f-preset", "valid");
    await waitStatus(page, "Success");
    // The clock: a client certificate lasts less than ten years.
    await page.click('[name="f-clock"][value="at"]');
    await field(page, "#f-at", "2035-01-01T00:00");
    await waitStatus(page, "Failed:ClientCertExpired");
    await page.click('[name="f-clock"][value="now"]');
    await waitStatus(page, "Success");
    await page.click("#f-wrongKey");
    await page.waitForFunction(() => /did not prove/.test(document.querySelector(".why")?.textContent));
    await page.click("#f-wrongKey");
    // A trust store that AWS would not take (a blank line), with a cleaned one to download.
    const store = await page.$eval("#f-trustStore", (area) => area.value);
    await field(page, "#f-trustStore", `${store}\n\n${store}`);
    await page.waitForSelector("#cleaned");
    assert.equal(await page.$eval(".bundle", (one) => one.hasAttribute("data-accepted") && one.dataset.accepted !== "false"), false);
    await field(page, "#f-trustStore", "");
    await waitStatus(page, "Failed:ClientCertUntrusted");
    await close();
  });

  test("what is wrong with the form stands at its field", async (start) => {
    const { page, close } = await start();
    await go(page, "issue");
    await page.waitForSelector(".sheet-more summary");
    await page.click(".sheet-more summary");
    await page.waitForSelector("#f-serial");
    await field(page, "#f-serial", "xyz");
    await page.click("#issue");
    await page.waitForSelector("#f-serial[aria-invalid]");
    const described = await page.$eval("#f-serial", (one) => document.getElementById(one.getAttribute("aria-describedby"))?.textContent);
    assert.match(described, /hexadecimal/);
    await field(page, "#f-serial", "03:A5:B1");
    await field(page, "#f-subject-1-value", "Ünïcode, \"quoted\"");
    await issue(page);
    const facts = openssl({ certificate: await fileText(page, "certificate.crt"), trustStore: await fileText(page, "trust-store.pem"), key: await fileText(page, "private-key.pem") });
    if (facts) assert.equal(facts.serial, "03A5B1");
    await close();
  });

  test("a long errand can be canceled, and a program that stops starts again", async (start) => {
    const { page, close } = await start();
    await go(page, "issue");
    await page.waitForSelector(".sheet-more summary");
    await page.click(".sheet-more summary");
    await page.waitForSelector("#f-key");
    await page.select("#f-key", "rsa-4096");
    await page.click("#issue");
    await page.waitForSelector("#issue-part [data-stop]");
    assert.match(await textOf(page, "#issue-part .hold"), /RSA 4096/);
    await page.click("#issue-part [data-stop]");
    await page.waitForSelector('#issue-part [data-failure="canceled"]');
    await page.select("#f-key", "p-256");
    await issue(page);
    assert.equal((await page.$$("[data-failure]")).length, 0);
    const workers = await page.evaluate(() => window.workers.length);
    await page.evaluate(() => window.workers.at(-1).postMessage({ id: -1, name: "gone", request: "{}", bytes: new Uint8Array() }));
    await page.waitForFunction((n) => window.workers.length > n, {}, workers);
    await issue(page, '[data-preset="valid"]');
    assert.match(await textOf(page, "#issued .verdict"), /Valid/);
    await close();
  });

  test("all as zip, in this page", async (start) => {
    const { page, close } = await start();
    await go(page, "issue");
    await page.waitForSelector("#zip");
    await page.evaluate(() => {
      HTMLAnchorElement.prototype.click = function () { window.saved = { name: this.download, bytes: fetchBlob(this.href) }; };
      const blobs = new Map();
      const make = URL.createObjectURL;
      URL.createObjectURL = (blob) => { const url = make.call(URL, blob); blobs.set(url, blob); return url; };
      const fetchBlob = async (url) => [...new Uint8Array(await blobs.get(url).arrayBuffer())];
    });
    await page.click("#zip");
    await page.waitForFunction(() => window.saved);
    const { name, bytes } = await page.evaluate(async () => ({ name: window.saved.name, bytes: await window.saved.bytes }));
    assert.match(name, /\.zip$/);
    const zip = Buffer.from(bytes);
    assert.equal(zip.toString("latin1", 0, 4), "PK\u0003\u0004");
    for (const one of ["expired/", "revoked/", "manifest.json"]) assert.ok(zip.includes(one), one);
    await close();
  });

  test("the parts have addresses; the back button goes back", async (start) => {
    const { page, close } = await start();
    await page.click('[data-part="simulate"]');
    await page.waitForFunction(() => location.hash === "#simulate" && !document.querySelector("#simulate-part").hidden && document.querySelector("#decode").hidden);
    await page.focus('[data-part="issue"]');
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => !document.querySelector("#issue-part").hidden && document.title.startsWith("Issue"));
    await page.evaluate(() => history.back());
    await page.waitForFunction(() => !document.querySelector("#simulate-part").hidden && document.querySelector('[data-part="simulate"]').getAttribute("aria-current") === "page");
    await page.evaluate(() => history.back());
    await page.waitForFunction(() => !document.querySelector("#decode").hidden);
    await close();
  });
}

// No part of a private key is in Decode, its report, the address or the storage.
async function keptIn(page, key) {
  const secret = key.split("\n")[1];
  assert.ok(secret.length > 40);
  const json = JSON.stringify(await report(page));
  const around = await page.evaluate(() => [document.querySelector("#decode").outerHTML, document.querySelector("#paste").value, location.href, JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage }), document.cookie].join("\n"));
  for (const text of [json, around]) assert.ok(!text.includes(secret) && !text.includes("PRIVATE KEY"), "a private key left its place");
}

async function waitStatus(page, status) {
  await page.waitForFunction((status) => document.querySelector("#sim-verdict [data-status]")?.dataset.status === status && !document.querySelector(".outcome[data-stale]"), {}, status);
}

async function waitText(page, selector, pattern) {
  await page.waitForFunction((selector, source, flags) => new RegExp(source, flags).test(document.querySelector(selector)?.textContent ?? ""), {}, selector, pattern.source, pattern.flags);
  return textOf(page, selector);
}

const pemOnly = (text) => text.match(/-----BEGIN[\s\S]*?-----END [A-Z ]+-----/g).join("\n");

let told = false;

/** openssl verifies what was issued and reads it; undefined on a machine without. */
function openssl({ certificate, trustStore, key }) {
  const folder = mkdtempSync(join(tmpdir(), "mtlens-"));
  const at = (name, text) => { writeFileSync(join(folder, name), text); return join(folder, name); };
  const run = (...args) => execFileSync("openssl", args, { encoding: "utf8" }).trim();
  try {
    run("version");
  } catch {
    if (!told) console.log("# openssl is not installed: certificates are not checked with it");
    told = true;
    return undefined;
  }
  try {
    const crt = at("certificate.crt", certificate);
    assert.match(run("verify", "-purpose", "sslclient", "-CAfile", at("trust-store.pem", trustStore), "-untrusted", crt, crt), /OK$/);
    assert.equal(run("pkey", "-in", at("private-key.pem", key), "-pubout"), run("x509", "-in", crt, "-noout", "-pubkey"), "the key is that of the certificate");
    return {
      sha256: run("x509", "-in", crt, "-noout", "-fingerprint", "-sha256").split("=")[1].replaceAll(":", "").toLowerCase(),
      serial: run("x509", "-in", crt, "-noout", "-serial").split("=")[1],
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
