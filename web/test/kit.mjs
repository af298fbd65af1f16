// What the browser tests share: the browsers, the two builds, a page that is
// watched for errors, and the fixtures with what OpenSSL reads in them.
//
// The tests run against dist/, so "make build" goes before them. MTLENS_BROWSERS
// narrows the browsers ("chrome" or "firefox").

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createInterface } from "node:readline";
import { fileURLToPath, pathToFileURL } from "node:url";
import puppeteer from "puppeteer-core";

export const root = fileURLToPath(new URL("../../", import.meta.url));

const installed = {
  chrome: {
    paths: ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"],
    // As root there is no sandbox; the rest keeps the browser from calling home.
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  },
  firefox: { paths: ["/usr/bin/firefox-esr", "/usr/bin/firefox"], args: [] },
};

export const browsers = (process.env.MTLENS_BROWSERS ?? "chrome,firefox").split(",");

export async function launch(name) {
  const { paths, args } = installed[name];
  const executablePath = process.env[`MTLENS_${name.toUpperCase()}`] ?? paths.find((path) => existsSync(path));
  assert.ok(executablePath, `no ${name} is installed; MTLENS_${name.toUpperCase()} may name one`);
  return puppeteer.launch({ browser: name, executablePath, args, headless: true, extraPrefsFirefox: { "dom.events.testing.asyncClipboard": true } });
}

/** startSite serves dist/site with the program that "make serve" is; MTLENS_URL may name a site that is served already. */
export async function startSite() {
  if (process.env.MTLENS_URL) return { url: process.env.MTLENS_URL, stop() {} };
  const server = spawn("go", ["run", "./build", "serve", "-dir", "dist/site", "-open=false", "-addr", "127.0.0.1:8790"], {
    cwd: root, stdio: ["ignore", "pipe", "inherit"], detached: true,
  });
  for await (const line of createInterface({ input: server.stdout })) {
    const url = line.match(/http:\/\/\S+/)?.[0];
    // "go run" starts a child: the group that is ended is the one made here.
    if (url) return { url, stop: () => process.kill(-server.pid, "SIGTERM") };
  }
  throw new Error("the site was not served");
}

/** proxy stands before the site; changed answers the text of a file instead, refused the status of one. */
export async function proxy(site) {
  const asked = [];
  const changed = new Map();
  const refused = new Map();
  const { port: target } = new URL(site.url);
  const server = createServer((incoming, answer) => {
    asked.push(incoming.url);
    if (refused.has(incoming.url)) {
      answer.writeHead(refused.get(incoming.url)).end();
      return;
    }
    const change = changed.get(incoming.url);
    const headers = { ...incoming.headers, host: `127.0.0.1:${target}` };
    // A changed file is asked for as it is: neither packed nor "not modified".
    if (change) for (const name of ["accept-encoding", "if-none-match"]) delete headers[name];
    request({ port: target, host: "127.0.0.1", path: incoming.url, method: incoming.method, headers }, (response) => {
      const parts = [];
      response.on("data", (part) => parts.push(part));
      response.on("end", () => {
        const body = Buffer.concat(parts);
        const { "content-length": _, etag, ...rest } = response.headers;
        answer.writeHead(response.statusCode, change ? rest : response.headers);
        answer.end(change ? change(body.toString()) : body);
      });
    }).on("error", () => answer.destroy()).end();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/`, asked, changed, refused,
    stop: () => new Promise((resolve) => { server.close(resolve); server.closeAllConnections(); }),
  };
}

export const singleFile = pathToFileURL(join(root, "dist/mtlens.html")).href;

/** What the page fetches of its own after the load, from where it came from. */
const lab = /\/((lab|rest)-[0-9a-f]+\.wasm|worker-[0-9a-f]+\.js|parts-[0-9a-f]+\.(js|css)|meanings-[0-9a-f]+\.txt)$/;

/** What is waited for must come; when, is no matter of these tests, and a machine may be slow. */
const patience = 120_000;

/** A page that knows its errors. Whatever it reports makes the test fail at close. */
export async function open(browser, url, { width = 1280, height = 900, scheme = "light", before } = {}) {
  const page = await browser.newPage();
  page.setDefaultTimeout(patience);
  const errors = [];
  const requests = [];
  const own = [];
  let ready = false;
  page.on("console", (message) => {
    if (["error", "warn"].includes(message.type())) errors.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => {
    // Firefox says so of a file that was on its way through the service worker when the page went.
    if (!/ServiceWorker intercepted the request and encountered an unexpected error/.test(error.message)) errors.push(`page: ${error.message}`);
  });
  page.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) (ready && lab.test(request.url()) ? own : requests).push(request.url());
  });
  await page.setViewport({ width, height });
  if (scheme === "dark") await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.evaluateOnNewDocument(() => {
    window.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => window.violations.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
    // Keeps the workers in sight, so that a test can end one.
    window.workers = [];
    window.Worker = class extends Worker {
      constructor(...given) {
        super(...given);
        this.program = given[1]?.name;
        window.workers.push(this);
      }
    };
  });
  if (before) await page.evaluateOnNewDocument(before);
  await page.goto(url);
  await page.waitForFunction(() => document.querySelector("#result")?.hasAttribute("data-ready"));
  const loaded = requests.length;
  ready = true;
  return {
    page,
    /** The other half of the first program, the lab program and its worker, which come when they are needed or when the page is idle. */
    ownSinceLoad: () => own,
    requestsSinceLoad: () => requests.slice(loaded),
    async close({ quiet = true } = {}) {
      errors.push(...(await page.evaluate(() => window.violations)).map((text) => `policy: ${text}`));
      await page.close();
      assert.deepEqual(errors, []);
      if (quiet) assert.deepEqual(requests.slice(loaded), [], "requests after load");
    },
  };
}

/**
 * everywhere makes the tests of a suite in each browser and in both builds: a test that meets the site in
 * one browser meets the single file in the other. The suite is given what makes a test.
 */
export function everywhere(suite) {
  let site;
  before(async () => { site = await startSite(); });
  after(() => site?.stop());
  for (const name of browsers) {
    describe(`in ${name}`, () => {
      let browser;
      before(async () => { browser = await launch(name); });
      after(() => browser?.close());
      let made = name === "chrome" ? 0 : 1;
      suite((title, run) => {
        const build = ["site", "single file"][made++ % 2];
        test(`${title} (${build})`, () => run((options) => open(browser, build === "site" ? site.url : singleFile, options), build));
      });
    });
  }
}

/** settled waits for the answer to what is in the page. */
export async function settled(page) {
  await page.waitForFunction(() => document.querySelector("#result").getAttribute("aria-busy") === "false");
}

/**
 * put types text into the box in one go, as the browser's own insertion does. That takes a browser a second for
 * 90 KB: a long text is set, as the page itself does with what is pasted.
 */
export async function put(page, text) {
  await page.evaluate((text) => {
    const area = document.querySelector("#paste");
    area.focus();
    area.select();
    if (text.length > 1 << 12) {
      area.value = text;
      area.dispatchEvent(new Event("input", { bubbles: true }));
    } else if (text === "") document.execCommand("delete");
    else document.execCommand("insertText", false, text);
  }, text);
  await settled(page);
}

/** drop lets go of files over the page: each [name, bytes as numbers or a length, or text]. */
export async function drop(page, ...files) {
  const shown = () => ["#paste", "#held", "#notice"].map((id) => document.querySelector(id)).map((one) => one.value ?? one.textContent).join();
  const before = await page.evaluate(shown);
  await page.evaluate((files) => {
    const data = new DataTransfer();
    for (const [name, content] of files) {
      const part = typeof content === "string" ? content : typeof content === "number" ? new Uint8Array(content) : Uint8Array.from(content);
      data.items.add(new File([part], name));
    }
    for (const type of ["dragenter", "dragover", "drop"]) {
      document.querySelector("#result").dispatchEvent(new DragEvent(type, { dataTransfer: data, bubbles: true, cancelable: true }));
    }
  }, files);
  for (const end = Date.now() + patience; (await page.evaluate(shown)) === before; ) {
    assert.ok(Date.now() < end, "what was dropped did not arrive");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  await settled(page);
}

export async function press(page, selector, text) {
  const found = await page.evaluate((selector, text) => {
    const list = [...document.querySelectorAll(selector)];
    const button = text === undefined ? list[0] : list.find((one) => (one.textContent || one.getAttribute("aria-label")).trim().startsWith(text));
    button?.click();
    return Boolean(button);
  }, selector, text);
  assert.ok(found, `no ${selector} "${text ?? ""}"`);
  await settled(page);
}

export async function textOf(page, selector) {
  return page.evaluate((selector) => document.querySelector(selector)?.textContent ?? "", selector);
}

export async function textsOf(page, selector) {
  return page.evaluate((selector) => [...document.querySelectorAll(selector)].map((one) => one.textContent), selector);
}

export const paste = (name) => readFileSync(join(root, "testdata/pastes", name), "utf8");
export const pasteBytes = (name) => [...readFileSync(join(root, "testdata/pastes", name))];
export const certificate = (name) => readFileSync(join(root, "testdata/certs", `${name}.pem`), "utf8");

/** allFields opens all that is in the first card that is open. */
export async function allFields(page) {
  await page.$eval(".card[open] .all-fields:not([open]) > summary", (summary) => summary.click());
  await page.waitForSelector(".card[open] .all-fields[open] .fields");
}

/** facts returns what OpenSSL reads in a fixture (testdata/certs/NAME.facts). */
export function facts(name) {
  const text = readFileSync(join(root, "testdata/certs", `${name}.facts`), "utf8");
  return Object.fromEntries(text.trim().split("\n").map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]));
}

/** report returns the report that the page shows, from its Report view. */
export async function report(page) {
  await press(page, '[data-tab="report"]');
  await page.waitForSelector('pre.output[aria-label="Report"]:not([data-stale])'); // it comes from the lab
  return JSON.parse(await textOf(page, ".output"));
}

const axeSource = readFileSync(new URL("../node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** axe asserts that axe finds nothing on the page as it is. */
export async function axe(page, what) {
  if (!(await page.evaluate(() => Boolean(window.axe)))) await page.evaluate(axeSource);
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { resultTypes: ["violations"] });
    return violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map((node) => `${node.html.slice(0, 160)} ${node.any[0]?.message ?? ""}`) }));
  });
  assert.deepEqual(found, [], what);
}
