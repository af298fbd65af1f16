// Compares mtlens with libraries that read certificates, and with Node's own:
//
//	make bench                              # or, after "go run ./build bench":
//	node bench/peers.mjs                    # all of it, some minutes
//	node bench/peers.mjs node chromium      # decoding alone
//	node bench/peers.mjs first memory start slow sizes
//
// Nothing is asserted on speed: a machine that is busy or slow is no fault. That
// all contenders read the same out of every header is asserted first.

import { readdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as settle } from "node:timers/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import { runInThisContext } from "node:vm";
import { brotliCompressSync, constants } from "node:zlib";
import { launch, root, startSite } from "../test/kit.mjs";
import { inputs } from "./inputs.mjs";
import { decode, memory as taking, start } from "./peers/mtlens.mjs";
import * as native from "./peers/native.mjs";
import { measure } from "./peers/rounds.mjs";

const dist = join(root, "dist/bench");
const libraries = ["asn1js", "fidm", "peculiar", "pkijs", "jsrsasign", "forge"];
const effort = { rounds: 7, share: Number(process.env.MTLENS_SHARE ?? 250) };
const pastes = [["leaf headers", "leaves.txt"], ["headers with a chain of three", "chains.txt"]];
const programs = ["decode.wasm", "rest.wasm", "lab.wasm"];
const starts = 7;
/** How long a browser is busy with itself after its start, in ms. */
const settling = 4000;
/** 10 Mbit/s and 40 ms, in bytes a second. */
const slow = { download: 10e6 / 8, upload: 10e6 / 8, latency: 40 };

const parts = { node: inNode, chromium: inChromium, first: firstCalls, memory, start: coldStart, slow: () => coldStart(slow), sizes };
const chosen = process.argv.slice(2);
console.log(`${cpus()[0].model.trim()}, ${cpus().length} cores, Node ${process.versions.node}`);
for (const [name, part] of Object.entries(parts)) if (chosen.length === 0 || chosen.includes(name)) await part();
process.exit(0); // the program would wait for calls for ever

async function inNode() {
  runInThisContext(readFileSync(join(dist, "wasm_exec.js"), "utf8"));
  await start(...programs.map((name) => readFileSync(join(dist, name))));
  const peers = await Promise.all(libraries.map((name) => import(join(dist, `peer-${name}.js`))));
  for (const [what, file] of pastes) {
    print(`Node: 1,000 ${what}`, await measure(readFileSync(join(dist, file), "utf8"), [...peers, native], effort));
  }
}

async function inChromium() {
  const server = await serve();
  const browser = await launch("chrome");
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(600_000);
    await page.goto(`${server.url}measure.html`);
    for (const [what, file] of pastes) {
      const result = await page.evaluate(async (libraries, programs, file, effort) => {
        const [{ start }, { measure }, ...peers] = await Promise.all(
          ["./peers/mtlens.mjs", "./peers/rounds.mjs", ...libraries.map((name) => `./peer-${name}.js`)].map((url) => import(url)));
        if (!globalThis.mtlens) await start(...await Promise.all(programs.map(async (name) => (await fetch(name)).arrayBuffer())));
        return measure(await (await fetch(file)).text(), peers, effort);
      }, libraries, programs, file, effort);
      print(`${(await browser.version()).replace("/", " ")}: 1,000 ${what}`, result);
    }
  } finally {
    await browser.close();
    server.stop();
  }
}

/** The first call in a page just made, and the one after it: engines compile as they run. */
async function firstCalls() {
  const server = await serve();
  try {
    for (const [what, file] of pastes) {
      console.log(`\nChromium, a fresh page each: 1,000 ${what}, all of them read, in ms: the first time, the second`);
      for (const name of ["mtlens", "asn1js"]) {
        const times = [];
        for (let round = 0; round < starts; round++) times.push(await inFreshPage(server, name, file));
        const of = (k) => Math.round(median(times.map((one) => one[k]))).toString().padStart(8);
        console.log(`  ${name.padEnd(28)}${of(0)}${of(1)}`);
      }
    }
  } finally {
    server.stop();
  }
}

async function inFreshPage(server, name, file) {
  const browser = await launch("chrome");
  try {
    const page = await browser.newPage();
    await page.goto(`${server.url}measure.html`);
    return await page.evaluate(async (name, programs, file) => {
      const paste = await (await fetch(file)).text();
      let read;
      if (name === "mtlens") {
        const mtlens = await import("./peers/mtlens.mjs");
        await mtlens.start(...await Promise.all(programs.slice(0, 2).map(async (program) => (await fetch(program)).arrayBuffer())));
        read = () => mtlens.decode(paste);
      } else {
        const peer = await import(`./peer-${name}.js`);
        const headers = [...paste.matchAll(/^X-Amzn-\S+: (.*)$/gm)].map((line) => line[1]);
        read = () => headers.map(peer.read);
      }
      return [0, 1].map(() => {
        const began = performance.now();
        read();
        return performance.now() - began;
      });
    }, name, programs, file);
  } finally {
    await browser.close();
  }
}

/** What the program that reads a paste has taken after each, in a process of its own. */
async function memory() {
  const log = inputs.find(({ name }) => name === "connection-log").make();
  const pieces = [["1,000 leaf headers", () => read("leaves.txt")], ["1,000 headers with a chain of three", () => read("chains.txt")], ["100,000 lines of a connection log", () => log], ["a bundle of 10,000 certificates", () => bundle(read("leaves.txt"))]];
  const read = (name) => readFileSync(join(dist, name), "utf8");
  if (!globalThis.Go) runInThisContext(read("wasm_exec.js"));
  console.log("\nWebAssembly memory after a paste, in MB, and after the same once more");
  for (const [what, make] of pieces) {
    const text = make();
    await start(...programs.slice(0, 2).map((name) => readFileSync(join(dist, name))));
    const taken = [0, 1].map(() => {
      decode(text);
      return taking().toFixed(0).padStart(8);
    });
    console.log(`  ${what.padEnd(38)}${taken.join("")}`);
  }
}

/** A bundle of the certificates of all headers, ten times, each with another last byte in its signature. */
function bundle(headers) {
  const values = [...headers.matchAll(/^X-Amzn-\S+: (.*)$/gm)].map((line) => decodeURIComponent(line[1]));
  return Array.from({ length: 10 }, (_, round) => values.map((pem) => {
    const der = Buffer.from(pem.replace(/-----.*-----/g, ""), "base64");
    der[der.length - 1] = round;
    return `-----BEGIN CERTIFICATE-----\n${der.toString("base64").replace(/.{1,64}/g, "$&\n")}-----END CERTIFICATE-----\n`;
  }).join("")).join("");
}

/** From navigation to the first answer on the screen, nothing cached. */
async function coldStart(network) {
  const header = readFileSync(join(dist, "leaves.txt"), "utf8").match(/^X-Amzn-\S+: .*$/m)[0];
  const [server, site] = [await serve(), await startSite()];
  const contenders = [["mtlens", site.url], ...libraries.map((name) => [name, `${server.url}start-${name}.html`])];
  const times = new Map(contenders.map(([name]) => [name, []]));
  try {
    for (let round = 0; round < starts; round++) {
      for (const [name, url] of contenders) {
        const browser = await launch("chrome");
        try {
          const page = await browser.newPage();
          // mtlens gets its paste as soon as there is a box, long before its programs.
          if (name === "mtlens") await page.evaluateOnNewDocument(pasteEarly, header);
          if (network) await page.emulateNetworkConditions(network);
          await settle(settling); // a browser that was just started loads pages of its own
          await page.goto(url);
          await page.waitForFunction(() => globalThis.answered > 0, { timeout: 30_000, polling: 20 });
          times.get(name).push(await page.evaluate(() => globalThis.answered));
        } finally {
          await browser.close();
        }
      }
    }
  } finally {
    server.stop();
    site.stop();
  }
  console.log(`\nCold start in Chromium, ${network ? "10 Mbit/s and 40 ms" : "loopback"}: from navigation to the first answer painted, in ms`);
  for (const [name, list] of times) console.log(`  ${name.padEnd(28)}${Math.round(median(list)).toString().padStart(8)}   ${list.map(Math.round).sort((a, b) => a - b).join(" ")}`);
}

function pasteEarly(header) {
  globalThis.answered = 0;
  addEventListener("DOMContentLoaded", () => {
    const area = document.querySelector("#paste");
    area.value = header;
    area.dispatchEvent(new InputEvent("input", { bubbles: true }));
    const watch = new MutationObserver(() => {
      if (!document.querySelector("#answer").textContent.includes("device-")) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => { globalThis.answered = performance.now(); }));
    });
    watch.observe(document.body, { childList: true, subtree: true, characterData: true });
  });
}

function sizes() {
  console.log("\nShipped, KB after brotli 11 (minified; one library each, with what it needs)");
  const line = (name, bytes, note = "") => console.log(`  ${name.padEnd(28)}${(bytes / 1000).toFixed(1).padStart(8)}   ${note}`);
  const site = join(root, "dist/site");
  const packed = (pattern) => readdirSync(site).filter((name) => pattern.test(name)).map((name) => readFileSync(join(site, name)).length).reduce((a, b) => a + b, 0);
  line("mtlens, before the first answer", packed(/^(decode|page|worker|index).*\.br$/), "first half of the program, worker, page, styles");
  line("mtlens, the first half", packed(/^decode-.*\.wasm\.br$/));
  line("mtlens, both halves", packed(/^(decode|rest)-.*\.wasm\.br$/), "the second is loaded after the first answer");
  for (const name of libraries) line(name, brotli(readFileSync(join(dist, `peer-${name}.js`))).length);
}

/** The inputs, the bundles and pages for them, on this machine, compressed as mtlens is. */
async function serve() {
  const packed = new Map();
  const types = { html: "text/html; charset=utf-8", js: "text/javascript", mjs: "text/javascript", wasm: "application/wasm", txt: "text/plain" };
  const header = readFileSync(join(dist, "leaves.txt"), "utf8").match(/^X-Amzn-\S+: (.*)$/m)[1];
  const content = (name) => {
    if (name === "measure.html") return '<!doctype html><script src="wasm_exec.js"></script>';
    const library = /^start-(\w+)\.html$/.exec(name)?.[1];
    if (library) {
      return `<!doctype html><title>${library}</title><textarea>${header}</textarea><dl></dl><script type="module">
import { read } from "./peer-${library}.js";
for (const c of read(document.querySelector("textarea").value)) for (const [k, v] of Object.entries(c)) {
  const [dt, dd] = ["dt", "dd"].map((tag) => document.querySelector("dl").appendChild(document.createElement(tag)));
  [dt.textContent, dd.textContent] = [k, v];
}
requestAnimationFrame(() => setTimeout(() => { globalThis.answered = performance.now(); }));
</script>`;
    }
    return readFileSync(name.startsWith("peers/") ? join(root, "web/bench", name) : join(dist, name));
  };
  const server = createServer((request, response) => {
    const name = request.url.slice(1);
    try {
      if (!packed.has(name)) packed.set(name, brotli(content(name)));
      response.writeHead(200, { "content-type": types[name.split(".").at(-1)], "content-encoding": "br" }).end(packed.get(name));
    } catch {
      response.writeHead(404).end();
    }
  });
  for (const name of libraries) packed.set(`peer-${name}.js`, brotli(readFileSync(join(dist, `peer-${name}.js`))));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, stop: () => server.closeAllConnections() ?? server.close() };
}

function brotli(data, quality = data.length > 1e6 ? 5 : 11) {
  return brotliCompressSync(data, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } });
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}

/** The table; ratios are medians of the rounds' own, to the library that is fastest. */
function print(title, results) {
  const isPeer = ([name]) => !name.startsWith("mtlens") && name !== native.title && !name.includes("only");
  const best = results.filter(isPeer).toSorted((a, b) => median(b[1]) - median(a[1]))[0];
  const reference = results.find(([name]) => name === native.title);
  const ratio = (speeds, to) => `${median(speeds.map((speed, i) => speed / to[1][i])).toFixed(2)} ×`.padStart(10);
  const cell = (n) => Math.round(n).toLocaleString("en").padStart(9);
  console.log(`\n${title}: headers a second, median of ${effort.rounds} rounds\n${"".padEnd(38)}   median    lowest   highest   to ${best[0].split(" ")[0]}${reference ? "   to Node's" : ""}`);
  for (const [name, speeds] of results) {
    console.log(`  ${name.padEnd(36)}${cell(median(speeds))} ${cell(Math.min(...speeds))} ${cell(Math.max(...speeds))}${ratio(speeds, best).padStart(14)}${reference ? ratio(speeds, reference) : ""}`);
  }
}
