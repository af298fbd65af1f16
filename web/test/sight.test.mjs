// The page as others see it: in colors that the system forces, in larger text, on paper; and as it is
// told to those who do not see it.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { browsers, launch, open, paste, press, put, startSite } from "./kit.mjs";
import { go, issue, simulated } from "./lab-kit.mjs";

let site;
before(async () => { site = await startSite(); });
after(() => site?.stop());

for (const name of browsers) {
  describe(`the page in ${name}`, () => {
    let browser;
    before(async () => { browser = await launch(name); });
    after(() => browser?.close());

    // WebDriver BiDi has no command for it.
    if (name === "chrome") {
      test("forced colors keep arrows, life lines, the current tab and the chosen element", async () => {
        const { page, close } = await open(browser, site.url);
        const session = await page.createCDPSession();
        await session.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
        assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
        // The style of an element or of what stands before or after its content.
        const style = (selector, property, pseudo) => page.$eval(selector, (element, property, pseudo) => getComputedStyle(element, pseudo)[property], property, pseudo);
        const [ground, text] = await page.evaluate(() => ["Canvas", "CanvasText"].map((color) => {
          const probe = document.body.appendChild(document.createElement("i"));
          probe.style.color = color;
          const seen = getComputedStyle(probe).color;
          probe.remove();
          return seen;
        }));
        assert.notEqual(ground, text);

        await put(page, paste("leaf-value.txt"));
        await press(page, '[data-tab="asn1"]');
        await page.waitForSelector('.asn1-row[aria-selected="true"] .asn1-tag');
        assert.notEqual(await style('.asn1-row[aria-selected="true"] .asn1-tag', "color"), await style('.asn1-row[aria-selected="true"]', "backgroundColor"));
        assert.equal(await style('.asn1-row[aria-selected="true"] .asn1-tag', "color"), await style('.asn1-row[aria-selected="true"]', "color"));

        await go(page, "simulate");
        await simulated(page);
        assert.equal(await style(".part[aria-current]", "borderBottomStyle", "::after"), "solid");
        assert.equal(await style(".part:not([aria-current])", "content", "::after"), "none");
        assert.equal(await style(".part:not([aria-current])", "borderBottomStyle"), "none");
        assert.equal(await style(".arrow", "backgroundColor", "::after"), text);
        assert.equal(await style(".messages", "borderLeftColor", "::before"), text);
        assert.equal(await style(".messages", "borderLeftColor", "::after"), text);
        await close({ quiet: false });
      });

      test("on paper stands the report: no paste, no control, all of every line", async () => {
        const { page, close } = await open(browser, site.url, { width: 760, scheme: "dark" });
        await put(page, paste("verify-mismatch.txt"));
        await page.waitForSelector("pre.output");
        await page.emulateMediaType("print");
        const seen = (selector) => page.$$eval(selector, (list) => list.filter((one) => one.checkVisibility({ visibilityProperty: true })).length);
        for (const selector of [".client-name", ".answer", ".finding", ".sender", ".card .field", ".headers tbody tr", "pre.output"]) assert.ok(await seen(selector), selector);
        for (const selector of [".paste", ".welcome", ".parts", ".offline", "button:not(.step-button, .elision)", "#simulate-part", "#issue-part"]) assert.equal(await seen(selector), 0, selector);
        assert.deepEqual(await page.$$eval(".output, .value", (list) => list.filter((one) => one.checkVisibility() && (one.scrollHeight > one.clientHeight + 1 || one.scrollWidth > one.clientWidth + 1) && getComputedStyle(one).display !== "inline").map((one) => one.textContent.slice(0, 40))), []);
        assert.equal(await page.evaluate(() => getComputedStyle(document.body).colorScheme), "light");
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
        await close();
      });
    }

    test("headings skip no level, and each control has a name of its own", async () => {
      const { page, close } = await open(browser, site.url);
      for (const file of ["verify-mismatch.txt", "passthrough-chain.txt", "passthrough-two-requests.txt", "lambda-event-multi.json", "private-key.pem"]) {
        await put(page, paste(file));
        await openAll(page, "#answer");
        assert.deepEqual(await skipped(page), [], file);
        assert.deepEqual(await namesakes(page), [], file);
      }
      await go(page, "issue");
      await issue(page);
      await openAll(page, "#issue-part");
      assert.deepEqual(await skipped(page), [], "Issue");
      assert.deepEqual(await namesakes(page), [], "Issue");
      await go(page, "simulate");
      await simulated(page);
      await openAll(page, "#simulate-part");
      await press(page, '[data-tab="rules"]');
      assert.deepEqual(await skipped(page), [], "Simulate");
      assert.deepEqual(await namesakes(page), [], "Simulate");
      await close({ quiet: false });
    });

    test("the headings of a request stand below its own", async () => {
      const { page, close } = await open(browser, site.url);
      const levels = () => page.$$eval(".group-title, .heading > :first-child, .card-title", (list) => list.map((one) => `${one.localName} ${one.textContent}`));
      await put(page, paste("passthrough-two-requests.txt"));
      const two = await levels();
      assert.ok(two.includes("h2 Request 1") && two.includes("h3 Chain") && two.includes("h4 client-2.example"), two.join());
      await put(page, paste("leaf-value.txt"));
      const one = await levels();
      assert.ok(one.includes("h2 Chain") && one.includes("h3 client-1.example"), one.join());
      await close();
    });

    for (const width of [1280, 640, 360]) {
      test(`text of twice the size has its room, at ${width} pixels`, async () => {
        const { page, close } = await open(browser, site.url, { width, height: 1000 });
        const sizes = () => page.evaluate(() => ["body", ".brand", ".part", ".offline", ".verdict", ".paste-text", ".asn1-row", ".hex-row", ".timeline-drawing text"].map((one) => {
          const element = document.querySelector(one);
          return element ? [one, Number.parseFloat(getComputedStyle(element).fontSize)] : [one, 0];
        }));
        await put(page, paste("verify-mismatch.txt"));
        await press(page, '[data-tab="asn1"]');
        await page.waitForSelector(".hex-row");
        const usual = await sizes();
        await page.evaluate(() => { document.documentElement.style.fontSize = "200%"; });
        assert.deepEqual(await sizes(), usual.map(([one, size]) => [one, 2 * size]));
        await page.evaluate(() => document.querySelector("#asn1-tree").dispatchEvent(new Event("scroll")));
        assert.equal(await page.$$eval(".asn1-row", ([first, second]) => second.getBoundingClientRect().top >= first.getBoundingClientRect().bottom - 1), true, "rows of the tree lie on each other");
        assert.deepEqual(await crowded(page), [], "Decode");
        await go(page, "issue");
        await page.waitForSelector("[data-preset]");
        await page.click(".sheet-more > summary");
        assert.deepEqual(await crowded(page), [], "Issue");
        await go(page, "simulate");
        await simulated(page);
        assert.deepEqual(await crowded(page), [], "Simulate");
        assert.deepEqual(await page.$$eval(".message-name", (names) => names.filter((one) => one.getClientRects().length > 1).map((one) => one.textContent)), [], "a message's name is broken");
        // Without room for life lines a message says in words what the arrow between them says.
        const said = await page.$$eval(".message-way", (ways) => ways.filter((one) => one.clientWidth > 1).map((one) => one.textContent));
        assert.equal(said.length > 0, width < 1000);
        if (said.length > 0) assert.deepEqual([said[0], said.at(-1)], ["client to load balancer: ", "load balancer to client: "]);
        await close({ quiet: false });
      });
    }
  });
}

/** Opens whatever can be opened, until there is nothing more. */
async function openAll(page, part) {
  for (let left = Infinity; ; ) {
    const closed = await page.$$eval(`${part} details:not([open])`, (list) => { for (const one of list) one.open = true; return list.length; });
    if (closed === 0 || closed >= left) return;
    left = closed;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve))); // their bodies are made
  }
}

/** skipped names the headings that stand more than one level below the one before. */
function skipped(page) {
  return page.$$eval("h1, h2, h3, h4, h5, h6", (list) => {
    const shown = list.filter((one) => one.checkVisibility()).map((one) => [Number(one.localName[1]), one.textContent]);
    return shown.filter(([level], i) => level > (shown[i - 1]?.[0] ?? 0) + 1).map(([, text]) => text);
  });
}

/** namesakes are the names that several controls have; links to one address may share theirs. */
function namesakes(page) {
  return page.$$eval("button, summary, select, input, textarea, a[href]", (list) => {
    const names = list.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.ariaHidden).map((one) => {
      const labels = [...(one.labels ?? [])].map((label) => label.textContent).join(" ");
      const name = (one.getAttribute("aria-label") || labels || one.textContent || one.title).replace(/\s+/g, " ").trim();
      return `${one.localName} ${name || `nameless: ${one.outerHTML.slice(0, 80)}`} ${one.href ?? ""}`;
    });
    return [...new Set(names.filter((name, i) => names.indexOf(name) !== i && !name.startsWith("a ")).concat(names.filter((name) => name.includes(" nameless: "))))];
  });
}

/** crowded names what scrolls the page sideways, and words that are cut off by what they stand in. */
function crowded(page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const cut = [...document.querySelectorAll("button, summary, h2, h3, dt, th, label, .chip, .part")].filter((one) => {
      const { clipPath, display } = getComputedStyle(one);
      return one.checkVisibility({ visibilityProperty: true }) && !one.closest(".visually-hidden") && clipPath === "none" && display !== "inline" && one.scrollWidth > one.clientWidth + 1;
    });
    return [...(scrollWidth > clientWidth ? [`the page: ${scrollWidth} of ${clientWidth}`] : []), ...cut.map((one) => `${one.className || one.localName}: ${one.textContent.slice(0, 60)}`)];
  });
}
