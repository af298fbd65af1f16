// Long lists and long values: certificates made to freeze a page. What counts is how
// much is in the document, with everything open, and that all of it can be had.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { axe, browsers, drop, launch, open, press, settled, startSite } from "./kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

/** More elements than these, and laying them out takes longer than one notices. */
const most = 10_000;
/** As high as some forty screens. */
const highest = 40_000;

// DER (X.690): an element is its identifier, its length, its contents.
function tlv(tag, ...parts) {
  const contents = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))));
  const n = contents.length;
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : n < 0x10000 ? [0x82, n >> 8, n & 255] : [0x83, n >> 16, (n >> 8) & 255, n & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), contents]);
}
const seq = (...parts) => tlv(0x30, ...parts);
const cn = (text) => tlv(0x31, seq(tlv(6, [0x55, 4, 3]), tlv(12, text)));
const rsa = seq(tlv(6, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11]), [5, 0]);
const times = seq(tlv(23, "260101000000Z"), tlv(23, "360101000000Z"));
// Any EC point: nothing here is verified.
const key = seq(seq(tlv(6, [0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1]), tlv(6, [0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7])), tlv(3, [0, 4, ...Array(64).fill(7)]));
const names = (...list) => seq(tlv(6, [0x55, 0x1d, 0x11]), tlv(4, seq(...list)));
const many = (n, make) => Array.from({ length: n }, (_, i) => make(i));
function certificate({ serial = [1], subject = [cn("client")], extensions = [] }) {
  const tbs = seq(tlv(0xa0, [2, 1, 2]), tlv(2, serial), rsa, seq(cn("issuer")), times, seq(...subject), key, extensions.length > 0 ? tlv(0xa3, seq(...extensions)) : []);
  return [...seq(tbs, rsa, tlv(3, [0, 1, 2, 3]))];
}

const inputs = {
  "a name of 60,000 characters": { subject: [cn("x".repeat(60_000))] },
  "4,000 attributes in a name": { subject: many(4000, (i) => cn(`attribute ${i}`)) },
  "a serial number of 60,000 bytes": { serial: Array(60_000).fill(0x5a) },
  "5,000 alternative names": { extensions: [names(...many(5000, (i) => tlv(0x82, `host-${i}.example`)))] },
  "a URI of 60,000 characters": { extensions: [names(tlv(0x86, `https://example/${"a".repeat(60_000)}`))] },
  "5,000 extensions": { extensions: many(5000, (i) => seq(tlv(6, [0x2b, 6, 1, 4, 1, 0x83 + (i >> 7), i & 127]), tlv(4, [4, 1, i & 255]))) },
  "an identifier of 30,000 bytes": { extensions: [seq(tlv(6, [0x2b, 6, ...Array(30_000).fill(1)]), tlv(4, [5, 0]))] },
  "lists in lists": { extensions: many(40, () => names(...many(30, () => tlv(0xa4, seq(...many(30, (i) => cn(`n ${i}`))))))) },
};

/** openAll opens what is closed, over and over, until nothing more opens. */
async function openAll(page) {
  for (let left = 1, rounds = 0; left > 0 && rounds < 6; rounds++) {
    left = await page.evaluate(() => {
      const closed = [...document.querySelectorAll("#answer details:not([open])")];
      for (const one of closed) one.open = true;
      return closed.length;
    });
    await page.waitForFunction(() => ![...document.querySelectorAll('#answer [role="status"]')].some((one) => one.textContent === "One moment …"));
    await settled(page);
  }
}

for (const name of browsers) {
  describe(`long lists and values in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    test("a long text that is pasted is not left to the browser's editor, which inserts line after line", async () => {
      const { page, close } = await open(browser, site.url);
      const pasted = async (text) => {
        const left = await page.$eval("#paste", (area, text) => {
          const data = new DataTransfer();
          data.setData("text/plain", text);
          const event = new Event("paste", { bubbles: true, cancelable: true });
          Object.defineProperty(event, "clipboardData", { value: data }); // Firefox empties what a ClipboardEvent is made with
          return area.dispatchEvent(event);
        }, text);
        await settled(page);
        return [left, await page.$eval("#paste", (area) => area.value)];
      };
      const long = "X-One: a value\r\n".repeat(500);
      const set = long.replaceAll("\r\n", "\n");
      assert.deepEqual(await pasted(long), [false, set], "over an empty box");
      await page.$eval("#paste", (area) => area.setSelectionRange(6, 7));
      assert.deepEqual(await pasted(long), [false, `${set.slice(0, 6)}${set}${set.slice(7)}`], "in the midst of a text");
      assert.equal(await page.$eval("#paste", (area) => area.selectionStart), 6 + set.length);
      assert.equal((await pasted("X-Two: short\n"))[0], true, "a short one is the box's own affair");
      await close({ quiet: false });
    });

    test("what is in the document is bounded, with everything open", async () => {
      const { page, close } = await open(browser, site.url);
      for (const [what, parts] of Object.entries(inputs)) {
        await drop(page, ["certificate.der", certificate(parts)]);
        await page.waitForSelector(".card");
        await openAll(page);
        const { elements, height } = await page.evaluate(() => ({ elements: document.querySelectorAll("*").length, height: document.documentElement.scrollHeight }));
        assert.ok(elements < most, `${what}: ${elements} elements`);
        assert.ok(height < highest, `${what}: ${height} px high`);
        await press(page, "#clear");
      }
      await close();
    });

    test("all of a list, a page at a time; all of a value", async () => {
      const { page, close } = await open(browser, site.url);
      await drop(page, ["certificate.der", certificate(inputs["5,000 alternative names"])]);
      await page.waitForSelector(".card[open] .field-line");
      const listed = () => page.$$eval(".card-body > .fields > .field:last-of-type code, .card-body > .fields code.value", (list) => [...new Set(list.map((one) => one.textContent))].filter((text) => text.startsWith("host-")));
      assert.equal((await listed()).length, 8);
      await press(page, ".card-body .text-button", "Show all 5,000 alternative names");
      assert.deepEqual(await listed(), many(100, (i) => `host-${i}.example`));
      await press(page, ".card-body .pager .text-button", "After");
      assert.deepEqual(await listed(), many(100, (i) => `host-${i + 100}.example`));
      await axe(page, "a page of a long list");
      await press(page, ".card-body .pager .text-button", "Before");
      assert.equal((await listed())[0], "host-0.example");
      await press(page, "#clear");

      await drop(page, ["certificate.der", certificate({ subject: [cn("x".repeat(40_000))] })]);
      await page.waitForSelector(".card[open] .field-line");
      const subject = () => page.$eval(".card[open] code.value", (code) => code.textContent.match(/x+/)[0].length);
      assert.ok((await subject()) <= 1000);
      await press(page, ".card[open] code.value .text-button", "Show all 40,0");
      assert.equal(await subject(), 40_000);
      await close();
    });
  });
}
