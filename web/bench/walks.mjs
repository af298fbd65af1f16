// Measures how long the page does not react at most, on the ways that people go:
//
//	node bench/walks.mjs
//
// It needs dist/bench/leaves.txt ("go run ./build bench"). MTLENS_BROWSERS=firefox
// measures there; MTLENS_URL measures a page that is served already. Nothing is
// asserted: on a machine that does something else, whoever waits for the processor
// counts as standing still. So for Chromium the second figure is the processor's time
// of the longest task on the page's thread, by its trace.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { browsers, launch, open, root, startSite } from "../test/kit.mjs";
import { inputs } from "./inputs.mjs";

/** What comes after the answer, signatures and views, is waited for so long. */
const quiet = 3000;

const leaves = readFileSync(join(root, "dist/bench/leaves.txt"), "utf8");
const few = leaves.split("\n\n").slice(0, 20).join("\n\n");
const log = inputs.find(({ name }) => name === "connection-log").make;

const goTo = (hash) => (page) => page.evaluate((hash) => { location.hash = hash; }, hash);
const fill = (selector, value) => (page) => page.$eval(selector, (field, value) => {
  field.value = value;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}, value);

/** Each walk begins where the one before it ended. What is given was made before it is watched. */
const walks = [
  ["open the page", (page) => page.reload()],
  ["paste 20 requests", take, few],
  ["1,000 requests", take, leaves],
  ["the table of certificates: filter", fill(".grid-words", "example 7")],
  ["JSON", goTo("decode/view/json")],
  ["ASN.1", goTo("decode/view/asn1")],
  ["Simulate", goTo("simulate")],
  ["back to Decode", goTo("decode")],
  ["100,000 lines of a log", take, log],
];

// What is long is made in the page: over the wire of the test it would take longer than all else.
async function make(page, text) {
  if (typeof text === "string") await page.evaluate((text) => { window.file = new File([text], "input.txt"); }, text);
  else await page.evaluate(`window.file = new File([(${text})()], "input.txt"); 0`);
}

async function take(page) {
  await page.evaluate(() => {
    const data = new DataTransfer();
    data.items.add(window.file);
    const before = document.querySelector("#result").textContent;
    document.querySelector("#result").dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    window.moved = () => document.querySelector("#result").textContent !== before;
  });
  await page.waitForFunction(() => window.moved(), { polling: 200 });
}

// A message that the page sends to itself comes late by what it does meanwhile.
function watch(page) {
  return page.evaluate(() => {
    window.beat?.port1.close();
    window.stuck = 0;
    const beat = new MessageChannel();
    let last = performance.now();
    beat.port1.onmessage = () => {
      const now = performance.now();
      window.stuck = Math.max(window.stuck, now - last);
      last = now;
      setTimeout(() => beat.port2.postMessage(0), 1);
    };
    beat.port2.postMessage(0);
    window.beat = beat;
  });
}

/** The browser has pages of its own: the thread of ours is the one with this mark. */
const mark = "walked";

/** longest is the processor's time of the longest task of the page's thread, in milliseconds. */
function longest(trace) {
  const ours = trace.find(({ name }) => name === mark);
  const tasks = trace.filter(({ name, pid, tid }) => /RunTask$/.test(name) && pid === ours.pid && tid === ours.tid);
  return tasks.reduce((most, { tdur = 0 }) => Math.max(most, tdur / 1000), 0);
}

const site = await startSite();
try {
  for (const name of process.env.MTLENS_BROWSERS ? browsers : ["chrome"]) {
    console.log(`\n${name}, ms at most${" ".repeat(24 - name.length)} stuck     task`);
    const browser = await launch(name);
    try {
      const { page } = await open(browser, site.url);
      page.setDefaultTimeout(180_000);
      // The first load is not watched: there is no page yet.
      await page.evaluateOnNewDocument(`(${watch})({ evaluate: (run) => run() })`);
      for (const [title, walk, text] of walks) {
        if (text) await make(page, text);
        await watch(page);
        if (name === "chrome") await page.tracing.start({ categories: ["toplevel", "blink.user_timing"] });
        await walk(page);
        await page.waitForFunction(() => document.querySelector("#result")?.hasAttribute("data-ready") && document.querySelector("#result").getAttribute("aria-busy") === "false", { polling: 200 });
        await new Promise((resolve) => setTimeout(resolve, quiet));
        const stuck = await page.evaluate((mark) => {
          performance.mark(mark);
          return window.stuck;
        }, mark);
        const task = name === "chrome" ? longest(JSON.parse(Buffer.from(await page.tracing.stop()).toString()).traceEvents) : NaN;
        console.log(title.padEnd(36), String(Math.round(stuck)).padStart(6), String(Math.round(task)).padStart(8));
      }
    } finally {
      await browser.close();
    }
  }
} finally {
  site.stop();
}
