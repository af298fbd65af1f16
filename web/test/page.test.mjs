// The page does its job: the same tests for the site and for the single file
// opened from disk, in each browser. Expected values are OpenSSL's reading of the
// fixtures, or facts of the fixture itself.

import assert from "node:assert/strict";
import { certificate, drop, everywhere, facts, paste, pasteBytes, press, put, report, settled, textOf, textsOf } from "./kit.mjs";

everywhere(suite);

function suite(test) {
  const client = facts("client-1");

  test("it is empty at first, and again after Clear", async (start) => {
    const { page, close } = await start();
    const empty = await textOf(page, "#verdict");
    assert.match(empty, /Paste/);
    assert.ok((await page.$$("#answer .welcome-card")).length >= 8, "it says what one may come with");
    await put(page, certificate("client-1"));
    assert.notEqual(await textOf(page, "#verdict"), empty);
    await press(page, "#clear");
    assert.equal(await textOf(page, "#verdict"), empty);
    assert.equal(await page.$eval("#paste", (area) => area.value), "");
    await close();
  });

  test("verify headers: who the client is, as OpenSSL says it", async (start) => {
    const { page, close } = await start();
    await put(page, paste("verify-headers.txt"));
    assert.match(await textOf(page, "#verdict"), /client-1\.example/);
    const values = await textsOf(page, ".card[open] .value");
    for (const key of ["subject", "issuer", "serial", "sha256"]) assert.ok(values.includes(client[key]), `${key}: ${client[key]}`);
    assert.deepEqual(await textsOf(page, ".headers tbody tr[data-agreement=agrees] .header-agreement"), ["agrees", "agrees", "agrees", "agrees"]);
    assert.equal(await page.$eval("[data-sender]", (panel) => `${panel.dataset.family} ${panel.dataset.mode}`), "alb verify");
    assert.equal(await textOf(page, ".client-name"), "client-1.example");
    assert.deepEqual(await page.$$eval("[data-answer]", (list) => list.map((one) => `${one.dataset.answer} ${one.dataset.tone}`)), ["sender good", "agreement good", "verified ", "taken info"]);
    const { certificates, groups, senders } = await report(page);
    assert.equal(certificates.length, 1);
    assert.equal(certificates[0].subject, client.subject);
    assert.equal(senders[groups[0].sender].mode, "verify");
    await close();
  });

  test("a mismatch shows both values", async (start) => {
    const { page, close } = await start();
    await put(page, paste("verify-mismatch.txt"));
    const shown = await textsOf(page, ".difference dd .value");
    assert.ok(shown.includes(client.serial), "the leaf's serial stands beside the header's");
    assert.ok((await textsOf(page, ".differs")).length > 0, "what differs is marked");
    await close();
  });

  test("each example fills the box and is answered", async (start) => {
    const { page, close } = await start();
    const names = await textsOf(page, ".example");
    assert.ok(names.length >= 6);
    for (const name of names) {
      await press(page, ".example", name);
      assert.equal((await page.$$(".welcome")).length, 0);
      assert.ok((await page.$eval("#paste", (area) => area.value)).length > 100, name);
      assert.ok((await textOf(page, "#verdict")).length > 10, name);
      assert.ok((await page.$$(".card, .record")).length > 0, `${name} shows a certificate or a line of the log`);
      await press(page, "#clear");
    }
    await close();
  });

  test("text is pasted with the keyboard", async (start) => {
    const { page, close } = await start();
    await put(page, certificate("client-2"));
    await page.focus("#paste");
    for (const key of ["a", "c", "a"]) await chord(page, key);
    await page.keyboard.press("Delete");
    await settled(page);
    assert.equal((await page.$$(".card")).length, 0);
    await chord(page, "v");
    await page.waitForSelector(".card");
    assert.ok((await textsOf(page, ".card[open] .value")).includes(facts("client-2").sha256));
    await close();
  });

  test("text pasted anywhere on the page replaces the paste", async (start) => {
    const { page, close } = await start();
    await put(page, certificate("client-2"));
    await page.focus("#paste");
    await chord(page, "a");
    await chord(page, "c");
    await put(page, "something else");
    await page.focus("#proof-open");
    await chord(page, "v");
    await page.waitForSelector(".card");
    assert.equal(await page.$eval("#paste", (area) => area.value), certificate("client-2"));
    await close();
  });

  test("files are dropped: binary, text, several, and in other encodings", async (start) => {
    const { page, close } = await start();
    await drop(page, ["client.der", pasteBytes("leaf.der")]);
    assert.match(await textOf(page, "#held"), /client\.der.*\d bytes · binary/);
    const der = await report(page);
    assert.equal(der.input.binary, true);
    const [{ sha256 }] = der.certificates;
    assert.equal(sha256, facts("client-2").sha256);
    await press(page, '#held [aria-label^="Remove"]');
    assert.equal(await textOf(page, "#held"), "");

    await drop(page, ["a.pem", certificate("client-1").trimEnd()], ["b.pem", certificate("client-2")]);
    const both = await report(page);
    assert.deepEqual(both.certificates.map((one) => one.sha256), [client.sha256, facts("client-2").sha256]);

    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(certificate("client-2"), "utf16le")]);
    await drop(page, ["utf16.pem", [...utf16]]);
    assert.equal((await report(page)).certificates[0].sha256, facts("client-2").sha256);

    const latin = Buffer.concat([Buffer.from("Zertifikat f\xfcr client-1\n", "latin1"), Buffer.from(certificate("client-1"))]);
    await drop(page, ["latin.txt", [...latin]]);
    assert.match(await page.$eval("#paste", (area) => area.value), /^Zertifikat für client-1\n/);
    await close();
  });

  test("a file is opened", async (start) => {
    const { page, close } = await start();
    const input = await page.$("#file");
    await input.uploadFile(new URL("../../testdata/pastes/chain.pem", import.meta.url).pathname);
    await page.waitForSelector(".card");
    await settled(page);
    assert.deepEqual(await textsOf(page, ".card .role"), ["leaf", "intermediate", "root"]);
    await close();
  });

  test("a + that became a space is put back, and Show in paste selects each of them", async (start) => {
    const { page, close } = await start();
    const text = paste("plus-became-space.txt");
    await put(page, text);
    assert.equal((await report(page)).certificates[0].sha256, client.sha256);
    // The fixture is the Leaf header of client-1 with each "+" of its base64 now a space.
    const lines = certificate("client-1").trim().split("\n");
    const value = lines.map((line) => `${line.replaceAll(" ", "%20")}%0A`).join("");
    const at = text.indexOf(value.slice(0, 27));
    const lost = [...value].flatMap((c, i) => (c === "+" ? [at + i] : []));
    assert.ok(lost.length > 3);
    const row = ".finding[data-tone=warn]";
    const selected = [];
    for (let i = 0; i < lost.length; i++) {
      await press(page, `${row} .finding-actions .text-button`, "Show in paste");
      selected.push(...(await page.$eval("#paste", (area) => {
        const { selectionStart: start, selectionEnd: end } = area;
        return Array.from({ length: end - start }, (_, i) => start + i);
      })));
    }
    assert.deepEqual([...new Set(selected)].sort((a, b) => a - b), lost);
    assert.equal(await page.evaluate(() => document.activeElement.id), "paste");
    assert.ok((await page.$$(".mirror mark")).length > 0, "the places are marked");
    await page.keyboard.press("Escape");
    assert.match(await page.evaluate(() => document.activeElement.textContent), /^Show in paste/);
    await press(page, `${row} [aria-expanded]`);
    assert.match(await textOf(page, ".snippet"), /\S/);
    await close();
  });

  test("a broken certificate is an error, and the rest of it is shown", async (start) => {
    const { page, close } = await start();
    await put(page, paste("broken-san.pem"));
    assert.ok((await page.$$(".finding[data-tone=bad]")).length > 0);
    // The fixture is client-2 with a length in its alternative names changed.
    assert.ok((await textsOf(page, ".card[open] .value")).includes(facts("client-2").subject));
    await close();
  });

  test("text with nothing in it is said to have nothing", async (start) => {
    const { page, close } = await start();
    await put(page, paste("random-text.txt"));
    assert.match(await textOf(page, ".verdict"), /\S/);
    assert.equal((await page.$$(".card")).length, 0);
    assert.equal((await page.$$(".finding[data-tone=bad]")).length, 0);
    await close();
  });

  test("what is pasted stays text, and unseen characters are seen", async (start) => {
    const { page, close } = await start();
    await put(page, "X-Amzn-Mtls-Clientcert-Subject: CN=<img src=x onerror=alert(1)>,O=\u202eevil\u202c</code><script>alert(1)</script>\nX-Amzn-Mtls-Clientcert-Serial-Number: 01\n");
    const shown = await textOf(page, "#answer");
    assert.ok(shown.includes("CN=<img src=x onerror=alert(1)>"));
    assert.ok(shown.includes("O=U+202EevilU+202C</code><script>"));
    assert.equal((await page.$$("img, #result script")).length, 0);
    await close();
  });

  test("a private key is named and never shown", async (start) => {
    const { page, close } = await start();
    const text = paste("private-key.pem");
    await put(page, text);
    assert.match(await textOf(page, ".others"), /private key/i);
    const key = text.slice(text.indexOf("PRIVATE KEY-----"));
    const body = key.split("\n").filter((line) => /^[A-Za-z0-9+/=]{16,}$/.test(line));
    assert.ok(body.length > 2);
    for (const tab of ["json", "pem", "text", "report"]) {
      await press(page, `[data-tab="${tab}"]`);
      await page.waitForSelector(".output");
      const shown = await textOf(page, "#result");
      for (const line of body.slice(0, 4)) assert.ok(!shown.includes(line), `the ${tab} view shows the key`);
    }
    await close();
  });

  test("the views are text and PEM of the certificate", async (start) => {
    const { page, close } = await start();
    await put(page, paste("leaf-value.txt"));
    await press(page, '[data-tab="text"]');
    await page.waitForFunction(() => /Subject:/.test(document.querySelector(".output")?.textContent ?? ""));
    await press(page, '[data-tab="pem"]');
    await page.waitForFunction(() => /^-----BEGIN CERTIFICATE-----/m.test(document.querySelector(".output")?.textContent ?? ""));
    const pem = (text) => text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/)[0];
    assert.equal(pem(await textOf(page, ".output")), pem(certificate("client-1")));
    await close();
  });

  test("JSON for programs is of its own form, with signatures checked", async (start) => {
    const { page, close } = await start();
    await put(page, paste("passthrough-chain.txt"));
    await press(page, '[data-tab="json"]');
    await page.waitForSelector('pre.output[aria-label="JSON"]:not([data-stale])');
    const { schema, units, certificates } = JSON.parse(await textOf(page, ".output"));
    assert.equal(schema, 1);
    assert.deepEqual(units[0].chain.map(({ role, signature }) => `${role} ${signature}`), ["leaf verified", "intermediate verified", "root not-checked"]);
    assert.deepEqual(certificates.map(({ sha256 }) => sha256), ["client-1", "issuing-ca", "root-ca"].map((name) => facts(name).sha256));
    await close();
  });

  test("a value is copied, a view is downloaded", async (start) => {
    const { page, close } = await start({
      before: () => {
        const make = URL.createObjectURL;
        URL.createObjectURL = (blob) => { window.made = blob; return make.call(URL, blob); };
        HTMLAnchorElement.prototype.click = function () { window.saved = this.download; };
      },
    });
    await put(page, paste("leaf-value.txt"));
    await page.evaluate(() => document.querySelector('.card [aria-label^="Copy"]').scrollIntoView({ block: "center" }));
    await page.evaluate(() => {
      // The tick goes after a moment, so it is noted when it comes.
      new MutationObserver((list) => { window.ticked ||= list.some(({ target }) => target.matches(".copy[data-done]")); })
        .observe(document.querySelector(".card"), { subtree: true, attributeFilter: ["data-done"] });
    });
    await page.click('.card [aria-label^="Copy"]');
    await page.waitForFunction(() => window.ticked && document.querySelector("#spoken").textContent === "Copied");
    await page.focus("#proof-open");
    await chord(page, "v");
    await page.waitForFunction(() => !document.querySelector("#paste").value.includes("BEGIN"));
    assert.equal(await page.$eval("#paste", (area) => area.value), client.subject);

    await put(page, paste("leaf-value.txt"));
    const shown = await report(page);
    await press(page, "#save");
    assert.equal(await page.evaluate(() => window.saved), "report.json");
    assert.deepEqual(JSON.parse(await page.evaluate(() => window.made.text())), shown);
    await close();
  });

  test("what is open stays open, and nothing else moves, while the paste is edited", async (start) => {
    const { page, close } = await start();
    await put(page, paste("chain.pem"));
    await press(page, ".link:nth-child(2) .card > summary");
    await page.waitForSelector(".link:nth-child(2) .card[open] .fields");
    // What comes after the answer is there too.
    const all = () => document.querySelectorAll("[data-strict]").length === 3 && document.querySelector("pre.output:not([data-stale])")?.textContent
      && ![...document.querySelectorAll(".join")].some((one) => /not checked yet/.test(one.textContent));
    await page.waitForFunction(all);
    await page.evaluate(() => { document.querySelector(".link:nth-child(2) .card").dataset.same = "yes"; window.scrollTo(0, 300); });
    // What grows above, the browser scrolls away: what is in sight stays where it is.
    const place = () => page.$eval(".link:nth-child(2) .card", (card) => Math.round(card.getBoundingClientRect().top));
    const before = await place();
    await page.evaluate(() => document.querySelector("#paste").focus({ preventScroll: true }));
    await page.evaluate(() => {
      const area = document.querySelector("#paste");
      area.setSelectionRange(0, 0);
      document.execCommand("insertText", false, "a line before\n");
    });
    await settled(page);
    await page.waitForFunction(all);
    assert.equal(await page.$eval(".link:nth-child(2) .card", (card) => `${card.open} ${card.dataset.same}`), "true yes");
    assert.equal(await place(), before);
    assert.equal(await page.evaluate(() => document.activeElement.id), "paste");
    await close();
  });

  test("100 MB are refused with the limit and the size, and the paste stays", async (start) => {
    const { page, close } = await start();
    const text = certificate("client-1");
    await put(page, text);
    await drop(page, ["dump.bin", 100 << 20]);
    await page.waitForSelector("#notice .notice");
    assert.match(await textOf(page, "#notice"), /dump\.bin is 100 MiB\. The limit is 64 MiB/);
    assert.equal(await page.$eval("#paste", (area) => area.value), text);
    assert.match(await textOf(page, "#verdict"), /client-1\.example/);
    await put(page, certificate("client-2"));
    assert.equal(await textOf(page, "#notice"), "");
    await close();
  });

  test("Show in paste scrolls a text to the place, however long it is", async (start) => {
    const { page, close } = await start();
    const inSight = () => page.evaluate(() => {
      const area = document.querySelector("#paste");
      const box = document.querySelector("#box");
      const scroller = box.dataset.long === undefined ? box : area;
      return { scrolled: scroller.scrollTop > 0, start: area.value.slice(area.selectionStart, area.selectionStart + 27) };
    });
    for (const lines of [300, 4000]) {
      await page.evaluate((text) => {
        const area = document.querySelector("#paste");
        area.value = text;
        area.dispatchEvent(new InputEvent("input"));
      }, `${"some line before the certificate\n".repeat(lines)}${certificate("client-1")}`);
      await settled(page);
      await press(page, ".card-foot button");
      assert.deepEqual(await inSight(), { scrolled: true, start: "-----BEGIN CERTIFICATE-----" }, `${lines} lines`);
    }
    await close();
  });

  test("a long text is held beside the box, and its places are shown in it", async (start) => {
    const { page, close } = await start();
    await drop(page, ["long.log", `${"nothing here, line after line\n".repeat(60_000)}${certificate("client-1")}`]);
    assert.match(await textOf(page, "#held"), /long\.log.*lines · 1\.7 MiB/);
    assert.equal((await report(page)).certificates[0].sha256, client.sha256);
    await press(page, ".card-foot button");
    assert.match(await textOf(page, ".held-mark"), /BEGIN CERTIFICATE|MII/);
    await close();
  });

  test("a program that dies is replaced, and the paste stays", async (start) => {
    const { page, close } = await start();
    const text = paste("leaf-value.txt");
    await put(page, text);
    await page.evaluate(() => {
      // No export has this name, so the worker gives up, as it does when its program throws.
      const call = { id: -1, name: "gone", request: "{}", bytes: new Uint8Array() };
      const area = document.querySelector("#paste");
      const [worker] = window.workers;
      const post = worker.postMessage.bind(worker);
      worker.postMessage = () => post(call); // the next question does not reach it
      area.focus();
      area.setSelectionRange(0, 0);
      document.execCommand("insertText", false, " ");
    });
    await page.waitForFunction(() => /The decode program stopped/.test(document.querySelector("#verdict").textContent));
    assert.equal(await page.$eval("#paste", (area) => area.value), ` ${text}`.replaceAll("\r\n", "\n"));
    await press(page, ".again button");
    await page.waitForSelector(".card");
    assert.ok((await textsOf(page, ".card[open] .value")).includes(client.sha256));
    assert.equal(await page.evaluate(() => window.workers.filter(({ program }) => program.startsWith("mtlens decode")).length), 2);
    await close({ quiet: false }); // the site's worker script comes from the browser's cache
  });

  test("a program that does not answer is stopped", async (start) => {
    const { page, close } = await start({
      before: () => {
        // The page waits 20 seconds; the test does not, but for the second try.
        const timeout = window.setTimeout;
        let short = true;
        window.setTimeout = (run, wait, ...given) => {
          const cut = short && wait === 20_000;
          if (cut) short = false;
          return timeout(run, cut ? 400 : wait, ...given);
        };
      },
    });
    await page.evaluate(() => {
      window.workers[0].postMessage = () => {};
      document.querySelector("#paste").focus();
      document.execCommand("insertText", false, "x");
    });
    await page.waitForFunction(() => /took too long/.test(document.querySelector("#verdict").textContent));
    await press(page, ".again button");
    await page.waitForFunction(() => !/took too long/.test(document.querySelector("#verdict").textContent));
    assert.equal(await page.$eval("#paste", (area) => area.value), "x");
    await close({ quiet: false });
  });

  test("the proof: policy, no request since load, the build", async (start) => {
    const { page, requestsSinceLoad } = await start();
    await put(page, paste("passthrough-chain.txt"));
    await press(page, "#proof-open");
    assert.deepEqual(await textsOf(page, "#proof-requests .tone-bad"), [], "each request is one of the page’s own");
    assert.equal(await textOf(page, "#proof-refused"), "0");
    assert.match(await textOf(page, "#proof-policy"), /default-src 'none'/);
    assert.match(await textOf(page, "#proof-build"), /^\w+/);
    assert.deepEqual(requestsSinceLoad(), []);
    assert.deepEqual(await page.evaluate(() => window.violations), []);
    // The policy is enforced, not only shown: a request elsewhere does not leave.
    const sent = await page.evaluate(() => fetch("https://example.com/").then(() => true, () => false));
    assert.equal(sent, false);
    assert.match(await page.evaluate(() => window.violations.join()), /connect-src/);
    await page.close();
  });
}

async function chord(page, key) {
  await page.keyboard.down("Control");
  await page.keyboard.press(key);
  await page.keyboard.up("Control");
}
