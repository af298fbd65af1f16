// The page never stands still: what would make it, held by its causes. Nothing large is
// copied to a worker or read in one piece, no program of the site is compiled on the
// page's own thread, and a large answer is read and drawn a part at a time.

import assert from "node:assert/strict";
import { certificate, drop, everywhere, paste, press, textOf } from "./kit.mjs";

everywhere(suite);

/** Counts what the page does on its own thread, before any of its scripts runs. */
function count() {
  window.counted = { copied: 0, handed: 0, compiled: 0, parsed: 0, busy: 0 };
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...more) {
    if (message.bytes instanceof Blob) window.counted.handed++;
    else window.counted.copied += message.bytes?.length ?? 0;
    return post.call(this, message, ...more);
  };
  for (const name of ["compile", "compileStreaming"]) {
    const compile = WebAssembly[name];
    WebAssembly[name] = (...given) => {
      window.counted.compiled++;
      return compile.apply(WebAssembly, given);
    };
  }
  const parse = JSON.parse;
  JSON.parse = (text, ...more) => {
    window.counted.parsed = Math.max(window.counted.parsed, text.length);
    return parse(text, ...more);
  };
  const read = Blob.prototype.arrayBuffer;
  Blob.prototype.arrayBuffer = function () {
    window.counted.read = Math.max(window.counted.read ?? 0, this.size);
    return read.call(this);
  };
}

const counted = (page) => page.evaluate(() => window.counted);

function suite(test) {
  test("a large file is read in pieces and copied to no worker, and the page of the site compiles no program", async (start, build) => {
    const { page, close } = await start({ before: count });
    const line = "a line of a long file that has a certificate somewhere in it\n";
    await drop(page, ["long.txt", `${line.repeat(30_000)}${certificate("client-1")}${line.repeat(30_000)}`]);
    await page.waitForSelector("[data-strict]"); // the lab has answered, too
    const { copied, handed, compiled, read } = await counted(page);
    assert.ok(handed >= 2, "to decode, and to the lab");
    assert.equal(copied, 0);
    assert.ok(read <= 1 << 20, `${read} bytes at once`);
    assert.equal(compiled, build === "site" ? 0 : 3, "programs");
    await press(page, ".card-foot button");
    await page.waitForSelector(".held-mark");
    assert.match(await textOf(page, ".held-mark"), /BEGIN CERTIFICATE|MII/);
    await close();
  });

  test("an answer of hundreds of requests is read in slices and drawn in parts, busy until the last", async (start) => {
    const { page, close } = await start({ before: count });
    await page.evaluate(() => {
      window.counted.parts = new Set();
      new MutationObserver(() => {
        const sections = document.querySelectorAll(".report > *").length;
        if (sections > 0) window.counted.parts.add(`${sections} ${document.querySelector("#result").getAttribute("aria-busy")}`);
      }).observe(document.querySelector("#result"), { childList: true, subtree: true });
    });
    const one = paste("leaf-value.txt").trim();
    const text = Array.from({ length: 400 }, (_, i) => `GET /${i} HTTP/1.1\nHost: api.example.com\nX-Amzn-Mtls-Clientcert-Leaf: ${one}\n`).join("\n");
    await drop(page, ["requests.txt", text]);
    await page.waitForSelector(".groups");
    const parts = await page.evaluate(() => [...window.counted.parts]);
    assert.ok(parts.filter((part) => part.endsWith("true")).length >= 2, parts.join());
    assert.match(await textOf(page, ".report"), /400 requests/);
    const { parsed } = await counted(page);
    assert.ok(parsed <= 1 << 18, `${parsed} characters of JSON at once`);
    await close();
  });

  test("a long view comes over in pieces, and of its lines those far from sight are not laid out", async (start) => {
    const { page, close } = await start({ before: count });
    const one = paste("leaf-value.txt").trim();
    await drop(page, ["requests.txt", Array.from({ length: 400 }, (_, i) => `GET /${i} HTTP/1.1\nHost: api.example.com\nX-Amzn-Mtls-Clientcert-Leaf: ${one}\n`).join("\n")]);
    await page.evaluate(() => { location.hash = "decode/view/json"; });
    await page.waitForSelector(".lines");
    const { blocks, most, whole } = await page.evaluate(() => {
      const all = [...document.querySelectorAll(".lines")];
      return { blocks: all.length, most: Math.max(...all.map(({ textContent }) => textContent.split("\n").length - 1)), whole: document.querySelector(".output").textContent };
    });
    assert.ok(blocks > 20, `${blocks} blocks`);
    assert.equal(most, 50);
    assert.ok(whole.startsWith('{\n  "') && whole.length > 100_000);
    const cut = await page.evaluate(() => [...document.querySelectorAll(".lines")].filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length);
    assert.equal(cut, 0, "a long line is scrolled to, not cut off");
    assert.ok(await page.$$eval(".lines", (all) => all.every((one) => getComputedStyle(one).contentVisibility === "auto")));
    await close();
  });

  test("what is done in another part, or in one table, draws nothing else again", async (start) => {
    const { page, close } = await start({ before: count });
    const one = paste("leaf-value.txt").trim();
    await drop(page, ["requests.txt", Array.from({ length: 400 }, (_, i) => `GET /${i} HTTP/1.1\nHost: api.example.com\nX-Amzn-Mtls-Clientcert-Leaf: ${one}\n`).join("\n")]);
    await page.waitForSelector(".group-row:nth-child(100)");
    // JSON tells of all that is found out later: when it is there, nothing more comes.
    await page.evaluate(() => { location.hash = "decode/view/json"; });
    await page.waitForSelector("#result[aria-busy=false] .output[aria-label=JSON]:not([data-stale])");
    // Each element that is drawn again is given its listeners again.
    await page.evaluate(() => {
      window.counted.rows = 0;
      const remove = EventTarget.prototype.removeEventListener;
      EventTarget.prototype.removeEventListener = function (...given) {
        if (this instanceof Element && this.closest(".group-row")) window.counted.rows++;
        if (this instanceof Element && this.closest("#answer")) window.counted.answer = (window.counted.answer ?? 0) + 1;
        return remove.apply(this, given);
      };
    });
    await press(page, ".group-row:nth-child(3) summary");
    await page.waitForFunction(() => document.querySelector(".group-row:nth-child(3) .group-body .header-value"));
    const { rows } = await counted(page);
    assert.ok(rows > 0 && rows < 100, `${rows} listeners`);
    await page.evaluate(() => { location.hash = "simulate"; });
    await page.waitForSelector("#simulate-part:not([hidden])");
    const away = await page.$eval("#decode", (part) => [part.getBoundingClientRect().height, getComputedStyle(part).contentVisibility, part.querySelector(".group-row").checkVisibility()]);
    assert.deepEqual(away, [0, "hidden", false], "it takes no room, and keeps how it was laid out");
    await page.evaluate(() => { window.counted.answer = 0; location.hash = "decode/view/json"; });
    await page.waitForSelector("#decode:not([hidden])");
    assert.equal((await counted(page)).answer, 0);
    await close();
  });
}
