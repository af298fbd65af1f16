// Looking closely: ASN.1 beside its bytes, names as other programs print them, two
// certificates side by side. Expected values are OpenSSL's: "openssl asn1parse" of
// the fixtures on this machine, and the .facts beside them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { allFields, axe, browsers, certificate, drop, facts, launch, open, paste, press, put, root, startSite, textOf, textsOf } from "./kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

/** What "openssl asn1parse" says of a fixture: [offset, header length, length] of each element. */
function asn1parse(name) {
  const out = execFileSync("openssl", ["asn1parse", "-in", `${root}testdata/certs/${name}.pem`], { encoding: "utf8" });
  return [...out.matchAll(/^ *(\d+):d=(\d+) +hl=(\d+) +l= *(\d+) (\w+): (.*)$/gm)].map(([, offset, depth, header, length, form, rest]) => ({
    offset: Number(offset), depth: Number(depth), header: Number(header), length: Number(length), form, rest,
  }));
}

async function tree(page) {
  await press(page, '[data-tab="asn1"]');
  await page.waitForSelector(".asn1-row");
}

/** The row that is chosen: its numbers and its words. */
const chosen = (page) => page.$eval('.asn1-row[aria-selected="true"]', (row) => ({
  offset: Number(row.querySelector(".asn1-offset").textContent),
  header: Number(row.querySelector(".asn1-header").textContent),
  length: Number(row.querySelector(".asn1-length").textContent),
  text: row.querySelector(".asn1-line").textContent,
  level: Number(row.ariaLevel), among: `${row.ariaPosInSet} of ${row.ariaSetSize}`,
}));

/** Which of how many elements in the same one: "3 of 8". */
function siblings(all, element) {
  const at = all.indexOf(element);
  const start = all.findLastIndex(({ depth }, i) => i < at && depth < element.depth) + 1;
  const end = all.findIndex(({ depth }, i) => i > at && depth < element.depth);
  const same = all.slice(start, end < 0 ? undefined : end).filter(({ depth }) => depth === element.depth);
  return `${same.indexOf(element) + 1} of ${same.length}`;
}

async function until(what, check) {
  for (const end = Date.now() + 10_000; ; ) {
    if (await check()) return;
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
}

/** The bytes that light up, in hexadecimal. */
const lit = (page) => page.$$eval(".hex-bytes :is(.lit, .lit-header)", (list) => list.map((one) => one.textContent).join("").replaceAll(" ", ""));

for (const name of browsers) {
  describe(`the site in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());
    const start = (options) => open(browser, site.url, options);

    test("the arrow keys go through the tree as openssl asn1parse lists it", async () => {
      const { page, close } = await start();
      await put(page, certificate("client-2"));
      await tree(page);
      await page.focus("#asn1-tree");
      await page.keyboard.press("Home");
      const want = asn1parse("client-2");
      for (const element of want.slice(0, 20)) {
        const { offset, header, length, level, among } = await chosen(page);
        assert.deepEqual({ offset, header, length }, { offset: element.offset, header: element.header, length: element.length });
        assert.deepEqual({ level, among }, { level: element.depth + 1, among: siblings(want, element) });
        await page.keyboard.press("ArrowDown");
      }
      await page.keyboard.press("End");
      const last = want.at(-1);
      assert.ok((await chosen(page)).offset >= last.offset, "the last row is the signature or what is in it");
      await close();
    });

    test("a node lights up its bytes; a byte finds its node; Show in paste its characters", async () => {
      const { page, close } = await start();
      const text = certificate("client-2");
      await put(page, text);
      await tree(page);
      const der = Buffer.from(text.replace(/-----[^-]+-----/g, ""), "base64");
      const serial = asn1parse("client-2").find(({ form, depth, rest }) => form === "prim" && depth === 2 && rest.startsWith("INTEGER"));
      await page.focus("#asn1-tree");
      await page.keyboard.press("Home");
      for (let i = 0; i < 20 && (await chosen(page)).offset !== serial.offset; i++) await page.keyboard.press("ArrowDown");
      const bytes = der.subarray(serial.offset, serial.offset + serial.header + serial.length);
      assert.equal(await lit(page), bytes.toString("hex"));
      assert.match((await chosen(page)).text, /serialNumber/);

      // The first byte of the structure is the outermost SEQUENCE's.
      const first = await page.evaluate(() => {
        document.querySelector("#asn1-hex").scrollTop = 0;
        const { left, top } = document.querySelector('[data-row="0"] .hex-bytes').getBoundingClientRect();
        return { x: left + 3, y: top + 9 };
      });
      await page.mouse.click(first.x, first.y);
      await until("the first byte is the outermost element's", async () => (await chosen(page)).offset === 0);

      // From the keyboard: one to the right is its length.
      await page.focus("#asn1-hex");
      for (let i = 0; i < serial.offset; i++) await page.keyboard.press("ArrowRight");
      await until("the arrow keys reach the serial number", async () => (await chosen(page)).offset === serial.offset);

      await press(page, ".asn1-where .text-button", "Show in paste");
      await until("the place is selected", () => page.$eval("#paste", (area) => area.selectionEnd > area.selectionStart));
      const selected = await page.$eval("#paste", (area) => area.value.slice(area.selectionStart, area.selectionEnd));
      assert.ok(Buffer.from(text.replace(/-----[^-]+-----/g, "").replace(/\s/g, "")).includes(selected.replace(/\s/g, "")), selected);
      assert.ok(selected.replace(/\s/g, "").length >= Math.ceil((bytes.length * 4) / 3), `${selected} for ${bytes.length} bytes`);
      await close();
    });

    test("Show the bytes leads from a field and from a finding to the element", async () => {
      const { page, close } = await start();
      await put(page, certificate("client-2-expired"));
      await allFields(page);
      await press(page, ".card[open] .to-bytes");
      await page.waitForSelector('.asn1-row[aria-selected="true"]');
      await until("the subject is chosen", async () => /subject/.test(await textOf(page, ".asn1-path")));
      await press(page, ".finding-meta .text-button", "DER offset");
      await until("notAfter is chosen", async () => /notAfter/.test((await textOf(page, '.asn1-row[aria-selected="true"]'))));
      assert.equal(await page.evaluate(() => document.activeElement.id), "asn1-tree");
      await close();
    });

    test("strings that hold ASN.1 are open, and close with the arrow keys", async () => {
      const { page, close } = await start();
      await put(page, certificate("client-2"));
      await tree(page);
      await page.focus("#asn1-tree");
      await page.keyboard.press("End");
      await page.waitForSelector('[data-form="wrapping"]');
      await page.$eval('[data-form="wrapping"]', (row) => row.click());
      const rows = await page.$eval(".asn1-rows", (rows) => rows.style.height);
      await page.focus("#asn1-tree");
      await page.keyboard.press("ArrowLeft");
      assert.equal(await page.$eval('.asn1-row[aria-selected="true"]', (row) => row.getAttribute("aria-expanded")), "false");
      assert.notEqual(await page.$eval(".asn1-rows", (rows) => rows.style.height), rows);
      await page.keyboard.press("ArrowRight");
      assert.equal(await page.$eval(".asn1-rows", (rows) => rows.style.height), rows);
      await close();
    });

    test("a request: what is in it, its text as openssl req prints it, and no PEM", async () => {
      const { page, close } = await start();
      await put(page, neighbor("request.pem"));
      await page.waitForSelector(".other .fields-section");
      assert.match(await textOf(page, ".other-body"), /Subject.*CN=request\.example.*Extensions asked for.*192\.0\.2\.10/s);
      await axe(page, "request");
      await press(page, '[data-tab="text"]');
      await until("the text is there", async () => (await textOf(page, "pre.output")).startsWith("Certificate Request:"));
      assert.equal(await textOf(page, "pre.output"), neighbor("request.text"));
      assert.deepEqual(await textsOf(page, ".outputs [role=tab]"), ["Text", "JSON", "Markdown", "ASN.1", "Report"]);
      await close();
    });

    test("a finding about a revocation list leads to its bytes", async () => {
      const { page, close } = await start();
      await put(page, neighbor("list-delta.pem"));
      await page.waitForSelector('[data-finding="revocation-list-overdue"]');
      await press(page, '[data-finding="revocation-list-overdue"] .text-button', "DER offset");
      await until("nextUpdate is chosen", async () => /nextUpdate/.test(await textOf(page, '.asn1-row[aria-selected="true"]')));
      await close();
    });

    test("where a certificate is cut off, the bytes are missing", async () => {
      const { page, close } = await start();
      await put(page, paste("cut-off.txt"));
      await page.waitForSelector('[data-finding="der-truncated"]');
      assert.match(await textOf(page, '[data-finding="der-truncated"] .finding-meta'), /missing at DER offset \d+/);
      await close();
    });

    test("a private key has no tree", async () => {
      const { page, close } = await start();
      await put(page, paste("private-key.pem"));
      await tree(page);
      assert.ok(!(await textsOf(page, ".asn1-choice option")).some((title) => /key/i.test(title)));
      await close();
    });

    test("a revocation list of 40,000 entries: few rows in the page, and a byte in its middle opens its run", async () => {
      const { page, close } = await start();
      await drop(page, ["list.crl", [...list(40_000)]]);
      await tree(page);
      await until("the runs are there", async () => (await textOf(page, ".asn1-rows")).includes("1 to 1000"));
      assert.ok((await page.$$(".asn1-row")).length < 120 && (await page.$$(".hex-row")).length < 120);
      await page.evaluate(() => { const hex = document.querySelector("#asn1-hex"); hex.scrollIntoView({ block: "center" }); hex.scrollTop = hex.scrollHeight / 2; });
      await new Promise((resolve) => setTimeout(resolve, 200));
      const middle = await page.evaluate(() => {
        const { top, height } = document.querySelector("#asn1-hex").getBoundingClientRect();
        const row = [...document.querySelectorAll(".hex-row")].find((row) => row.getBoundingClientRect().top > top + height / 2);
        const { left, top: y } = row.querySelector(".hex-bytes").getBoundingClientRect();
        return { x: left + 3, y: y + 9 };
      });
      // A part that does not come is told, and asked for again.
      await page.evaluate(() => { for (const worker of window.workers) worker.postMessage = () => { throw new Error("gone"); }; });
      await page.mouse.click(middle.x, middle.y);
      await until("the failure is told", async () => /That part of the tree could not be read: gone/.test(await textOf(page, "#asn1-head")));
      await page.evaluate(() => { for (const worker of window.workers) delete worker.postMessage; });
      await press(page, "#asn1-head [data-again]");
      await until("the byte's element is chosen", async () => /elements \d+ to \d+ › /.test(await textOf(page, ".asn1-path")));
      assert.equal((await page.$$("#asn1-head [data-again]")).length, 0);
      await close();
    });

    test("names: OpenSSL's forms, and what a pasted name has to do with the certificate's", async () => {
      const { page, close } = await start();
      await put(page, certificate("client-1"));
      const { subject } = facts("client-1");
      await allFields(page);
      await press(page, ".compare-name");
      await page.waitForSelector(".form .value");
      assert.equal(await textOf(page, ".form .value"), subject);
      const oneline = execFileSync("openssl", ["x509", "-in", `${root}testdata/certs/client-1.pem`, "-noout", "-subject", "-nameopt", "oneline"], { encoding: "utf8" }).trim().replace(/^subject=/, "");
      assert.ok((await textsOf(page, ".form .value")).includes(oneline), oneline);

      const say = async (given, title) => {
        await page.$eval(".given", (area, given) => { area.value = given; area.dispatchEvent(new Event("input", { bubbles: true })); }, given);
        await until(`${given}: ${title}`, async () => (await textOf(page, ".name-check-title")) === title);
      };
      await say(subject, "Equal to the byte");
      await say(oneline, "Equal in reverse order");
      await say(subject.toLowerCase(), "Alike");
      await say(subject.replace("client-1", "client-7"), "Another name");
      assert.deepEqual(await textsOf(page, ".name-rows .differs"), ["7", "1"]);
      await close();
    });

    test("two certificates side by side", async () => {
      const { page, close } = await start();
      await put(page, `${certificate("client-2")}${certificate("client-2-expired")}`);
      await press(page, '[data-tab="compare"]');
      await page.waitForSelector(".compare-table .differ");
      const rows = await page.$$eval(".compare-table .differ", (list) => list.map((row) => [...row.children].map((cell) => cell.textContent)));
      const sha = rows.find(([label]) => label === "SHA-256");
      assert.deepEqual(sha?.slice(1).sort(), [facts("client-2").sha256, facts("client-2-expired").sha256].sort());
      assert.equal((await page.$$(".compare-table .equal")).length < (await page.$$(".compare-table .differ")).length, true);
      await press(page, ".compare-fold input");
      await until("equal fields are shown", async () => (await page.$$(".compare-table .equal")).length > 5);
      await close();
    });

    test("axe finds nothing, and at 360 pixels nothing scrolls sideways", async () => {
      const { page, close } = await start({ width: 360, height: 740 });
      await put(page, paste("passthrough-chain.txt"));
      for (const view of ["asn1", "compare"]) {
        await press(page, `[data-tab="${view}"]`);
        await page.waitForSelector(view === "asn1" ? ".asn1-row" : ".compare-table");
        await axe(page, view);
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, view);
      }
      await allFields(page);
      await press(page, ".compare-name");
      await page.waitForSelector(".form .value");
      await page.$eval(".given", (area) => { area.value = "/C=US/CN=x"; area.dispatchEvent(new Event("input", { bubbles: true })); });
      await page.waitForSelector(".name-rows");
      await axe(page, "names");
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth), 0, "names");
      await close();
    });
  });
}

const neighbor = (name) => readFileSync(`${root}testdata/neighbors/${name}`, "utf8");

/** A revocation list with so many entries; nobody looks at its signature. */
function list(count) {
  const tlv = (tag, ...parts) => {
    const content = Buffer.concat(parts.map((part) => Buffer.from(part)));
    const n = content.length;
    const length = n < 128 ? [n] : n < 256 ? [0x81, n] : n < 65536 ? [0x82, n >> 8, n & 255] : [0x83, n >> 16, (n >> 8) & 255, n & 255];
    return Buffer.concat([Buffer.from([tag, ...length]), content]);
  };
  const time = tlv(0x17, "240102030405Z");
  const algorithm = tlv(0x30, [0x06, 3, 0x2b, 0x65, 0x70]);
  const name = tlv(0x30, tlv(0x31, tlv(0x30, [0x06, 3, 0x55, 4, 3], tlv(0x0c, "Example"))));
  const entries = Array.from({ length: count }, (_, i) => tlv(0x30, tlv(2, [1, i >> 16, (i >> 8) & 255, i & 255]), time));
  return tlv(0x30, tlv(0x30, [2, 1, 1], algorithm, name, time, time, tlv(0x30, ...entries)), algorithm, tlv(3, Buffer.alloc(65)));
}
