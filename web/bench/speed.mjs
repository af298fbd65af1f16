// Measures how long the page takes over large and crafted inputs:
//
//	node bench/speed.mjs            # all of bench/inputs.mjs, in Chromium
//	node bench/speed.mjs text log   # those whose name begins so
//
// MTLENS_BROWSERS=firefox measures there; MTLENS_URL measures a page that is
// served already. Times are milliseconds: "all" from the drop to the answer
// painted, "decode" from the question to the worker until its answer arrives,
// "stuck" the longest that the page did not react. Nothing is asserted: a
// machine that is busy or slow is no fault. Over the bound of the input stands
// a mark.

import { browsers, launch, open, startSite } from "../test/kit.mjs";
import { inputs } from "./inputs.mjs";

const chosen = process.argv.slice(2);
const site = await startSite();
try {
  for (const name of process.env.MTLENS_BROWSERS ? browsers : ["chrome"]) {
    console.log(`\n${name}${" ".repeat(18 - name.length)}   MB      all   decode    stuck`);
    for (const input of inputs) {
      if (chosen.length > 0 && !chosen.some((start) => input.name.startsWith(start))) continue;
      // A browser of its own for each: no memory is left over from another.
      const browser = await launch(name);
      try {
        const { all, decode, stuck, bytes, verdict } = await measure(browser, input);
        const cell = (n) => String(Math.round(n)).padStart(8);
        console.log(input.name.padEnd(16), (bytes / 1e6).toFixed(1).padStart(6), cell(all), cell(decode), cell(stuck), all > input.most ? "  over" : "      ", verdict.slice(0, 70));
      } finally {
        await browser.close();
      }
    }
  }
} finally {
  site.stop();
}

async function measure(browser, input) {
  const { page } = await open(browser, site.url);
  page.setDefaultTimeout(180_000);
  // The text is made in the page: 40 MB over the wire of the test would take longer than all else.
  await page.evaluate(`globalThis.made = (${input.make})(); 0`);
  return page.evaluate(async () => {
    const file = new File([globalThis.made], "input.txt");
    delete globalThis.made;
    let decode = 0;
    const [worker] = globalThis.workers;
    const post = worker.postMessage;
    worker.postMessage = (...given) => {
      const asked = performance.now();
      worker.addEventListener("message", () => { decode ||= performance.now() - asked; }, { once: true });
      return post.apply(worker, given);
    };
    const data = new DataTransfer();
    data.items.add(file);
    const result = document.querySelector("#result");
    const began = performance.now();
    let last = began, stuck = 0;
    const watch = new MessageChannel();
    watch.port1.onmessage = () => {
      const now = performance.now();
      stuck = Math.max(stuck, now - last);
      last = now;
      setTimeout(() => watch.port2.postMessage(0), 1);
    };
    watch.port2.postMessage(0);
    result.dispatchEvent(new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
    await new Promise((resolve) => {
      let asked = false;
      const look = () => {
        const busy = result.getAttribute("aria-busy") === "true";
        asked ||= busy || decode > 0;
        if (asked && !busy) resolve();
        else setTimeout(look, 4);
      };
      look();
    });
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const all = performance.now() - began;
    await new Promise((resolve) => setTimeout(resolve, 500)); // what comes after counts as being stuck, too
    watch.port1.close();
    return { all, decode, stuck, bytes: file.size, verdict: document.querySelector("#verdict").textContent };
  });
}
