// "Show in paste" selects the very characters. What each place must hold is told
// by the fixture: the test undoes the wrapping by itself, with JSON.parse and
// decodeURIComponent, and compares with the certificate's PEM file.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { allFields, browsers, certificate, drop, launch, open, paste, press, put, settled, startSite } from "./kit.mjs";

const pem = certificate("client-1");
const body = pem.split("\n").filter((line) => !line.startsWith("-----")).join("");
const leaf = paste("verify-headers.txt").match(/^X-Amzn-Mtls-Clientcert-Leaf: (\S+)/m)[1];

// Outside the basic plane: two UTF-16 units, four bytes in UTF-8.
const beyond = "😀 𝒳 and 🚀";
const json = (value) => JSON.stringify({ note: beyond, "X-Amzn-Mtls-Clientcert-Leaf": value });
// As above, with every character beyond ASCII escaped.
const ascii = (text) => text.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

const asIs = (text) => text;
const unstring = (text) => JSON.parse(`"${text}"`);
const wrappings = [
  { name: "a header, percent-encoded", text: `${beyond}\nX-Amzn-Mtls-Clientcert-Leaf: ${leaf}\n`, undo: decodeURIComponent },
  { name: "a header as a form decoder leaves it", text: `${beyond}\nX-Amzn-Mtls-Clientcert-Leaf: ${decodeURIComponent(leaf).replaceAll("+", " ")}\n`, undo: (text) => text.replace(/(?<!BEGIN|END) (?!CERT)/g, "+") },
  { name: "a header encoded twice", text: `${beyond}\nX-Amzn-Mtls-Clientcert-Leaf: ${encodeURIComponent(leaf)}\n`, undo: (text) => decodeURIComponent(decodeURIComponent(text)) },
  { name: "PEM between other text", text: `${beyond}\n${beyond}\n${pem}${beyond}\n`, undo: asIs },
  { name: "PEM in a JSON string", text: `${beyond}\n${json(pem)}\n`, undo: unstring },
  { name: "PEM in a JSON string with escapes", text: ascii(json(pem).replaceAll("/", "\\/")), undo: unstring },
  { name: "a percent-encoded header in a JSON string", text: json(leaf), undo: (text) => decodeURIComponent(unstring(text)) },
  { name: "the same, its + lost", text: `${beyond} ${json(leaf.replaceAll("+", " "))}`, undo: (text) => decodeURIComponent(unstring(text).replaceAll(" ", "+")) },
  { name: "the same, as a string in a string", text: JSON.stringify({ note: beyond, message: json(leaf) }), undo: (text) => decodeURIComponent(unstring(unstring(text))) },
  { name: "base64 in one line", text: `${beyond}\nclient: ${body}\n`, undo: asIs },
];

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

for (const name of browsers) {
  describe(`places in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    for (const { name, text, undo } of wrappings) {
      test(`${name}: each step and the certificate`, async () => {
        const { page, close } = await open(browser, site.url);
        await put(page, text);
        const [step, ...more] = (await steps(page)).filter(({ label }) => /^Base64/.test(label));
        assert.deepEqual(more, []);
        assert.equal(undo(step.selected).replace(/\s/g, ""), body, "the base64");
        const [der] = (await steps(page)).filter(({ label }) => /^DER/.test(label));
        assert.equal(der.selected, step.selected);
        for (const { label, selected } of await steps(page)) {
          if (/^(Header|JSON string)/.test(label)) assert.ok(label.includes(selected), `${label}: ${selected}`);
          if (/^PEM/.test(label)) assert.match(undo(selected), /^-----BEGIN CERTIFICATE-----\s[^-]+-----END CERTIFICATE-----$/);
          assert.ok(selected.isWellFormed?.() ?? true, `${label} cuts a character in two`);
        }
        await press(page, ".card-foot button");
        assert.ok(undo(await selection(page)).replace(/\s/g, "").includes(body), "the certificate");
        await close();
      });
    }

    test("each + that was lost, after a character beyond the basic plane and inside a JSON string", async () => {
      const { page, close } = await open(browser, site.url);
      const [value] = json(leaf).match(/-----BEGIN.*%0A/);
      for (const lost of [
        `${beyond}\nX-Amzn-Mtls-Clientcert-Leaf: ${leaf.replaceAll("+", " ")}\n`,
        `${beyond} ${json(leaf.replaceAll("+", " "))}`,
        `${beyond}\nX-Amzn-Mtls-Clientcert-Leaf: ${decodeURIComponent(leaf).replaceAll("+", " ")}\n`,
      ]) {
        await put(page, lost);
        const form = lost.includes("BEGIN CERT");
        const held = form ? decodeURIComponent(leaf) : value;
        const at = lost.indexOf(held.slice(0, 27));
        assert.ok(at > 0);
        const wanted = [...held.matchAll(/\+/g)].map(({ index }) => at + index);
        const selected = new Set();
        for (let i = 0; i < wanted.length; i++) {
          await press(page, '[data-finding="plus-became-space"] .finding-actions .text-button', "Show in paste");
          const { start, end } = await range(page);
          for (let n = start; n < end; n++) selected.add(n);
        }
        assert.deepEqual([...selected].sort((a, b) => a - b), wanted);
        // The marks behind the text cover the same characters.
        const marks = await page.$$eval(".mirror mark", (all) => all.map((mark) => {
          const range = document.createRange();
          range.setStart(document.querySelector("#mirror"), 0);
          range.setEndBefore(mark);
          return range.toString().length;
        }));
        assert.deepEqual(marks, wanted);
      }
      await close();
    });

    test("in a text of CRLF lines, dropped as a file", async () => {
      const { page, close } = await open(browser, site.url);
      await drop(page, ["crlf.pem", `first line ${beyond}\r\n${pem.replaceAll("\n", "\r\n")}`]);
      await press(page, ".card-foot button");
      assert.equal(await selection(page), pem.trimEnd());
      const before = await range(page);
      await allFields(page);
      await press(page, ".unfold");
      assert.deepEqual(await range(page), before, "what is selected stays so");
      await close();
    });

    test("in a text that is held beside the box", async () => {
      const { page, close } = await open(browser, site.url);
      await drop(page, ["long.log", `${`${beyond}, line after line\n`.repeat(60_000)}${pem}${beyond}\n`]);
      await press(page, ".card-foot button");
      assert.equal(await page.$eval(".held-mark", (mark) => mark.textContent), pem.trimEnd());
      await press(page, ".held-edit button");
      await page.waitForSelector("#held:empty");
      assert.equal(await page.$eval("#paste", (area) => area.value), pem);
      await press(page, "#undo-paste", "Undo");
      await page.waitForSelector("#held .held-file");
      await close();
    });
  });
}

async function steps(page) {
  const count = await page.$$eval(".step-button", (all) => all.length);
  const list = [];
  for (let i = 0; i < count; i++) {
    const label = await page.evaluate((i) => {
      const button = document.querySelectorAll(".step-button")[i];
      button.click();
      return button.textContent;
    }, i);
    await settled(page);
    list.push({ label, selected: await selection(page) });
  }
  return list;
}

async function range(page) {
  return page.$eval("#paste", (area) => ({ start: area.selectionStart, end: area.selectionEnd }));
}

async function selection(page) {
  return page.$eval("#paste", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
}
