// WebKit by its driver: WebKitGTK's own small browser, steered with the plain calls of
// the WebDriver protocol (W3C WebDriver). Without a screen it runs under Xvfb.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What is waited for must come; a machine may be slow. */
const patience = 120_000;

const inPath = (program) => spawnSync("which", [program]).status === 0;
/** Where Debian and others put WebKitGTK's small browser. */
const folders = () => ["/usr/libexec", "/usr/lib", ...readdirSync("/usr/lib").map((name) => join("/usr/lib", name))];

const miniBrowser = () => (process.env.MTLENS_WEBKIT ? [process.env.MTLENS_WEBKIT] : folders().flatMap((folder) => ["webkit2gtk-4.1", "webkit2gtk-4.0", "webkitgtk-6.0"].map((name) => join(folder, name, "MiniBrowser")))).find((path) => existsSync(path));

/** missing says what there is not for WebKit to be tested here; empty if all is there. */
export function missing() {
  const names = [];
  if (!inPath("WebKitWebDriver")) names.push("WebKitWebDriver");
  if (!miniBrowser()) names.push("MiniBrowser of WebKitGTK");
  if (!process.env.DISPLAY && !inPath("Xvfb")) names.push("Xvfb");
  return names.length === 0 ? "" : `WebKit is not tested: there is no ${names.join(", no ")} (Debian: webkit2gtk-driver, xvfb)`;
}

async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function screen() {
  if (process.env.DISPLAY) return { display: process.env.DISPLAY, stop() {} };
  const xvfb = spawn("Xvfb", ["-displayfd", "3", "-screen", "0", "1600x1200x24", "-nolisten", "tcp"], { stdio: ["ignore", "ignore", "ignore", "pipe"] });
  const number = await new Promise((resolve, reject) => {
    xvfb.stdio[3].once("data", (data) => resolve(String(data).trim()));
    xvfb.once("exit", () => reject(new Error("Xvfb ended")));
  });
  return { display: `:${number}`, stop: () => xvfb.kill() };
}

/** startWebKit opens a browser with a profile of its own. */
export async function startWebKit() {
  const { display, stop: stopScreen } = await screen();
  const home = mkdtempSync(join(tmpdir(), "mtlens-webkit-"));
  const port = await freePort();
  const env = {
    ...process.env, DISPLAY: display, HOME: home, XDG_DATA_HOME: home, XDG_CACHE_HOME: home, XDG_CONFIG_HOME: home, XDG_RUNTIME_DIR: home,
    // No session to speak to, no sandbox inside a container, no card that draws.
    DBUS_SESSION_BUS_ADDRESS: "disabled:", GIO_USE_VFS: "local", NO_AT_BRIDGE: "1", WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", WEBKIT_DISABLE_COMPOSITING_MODE: "1", LIBGL_ALWAYS_SOFTWARE: "1",
  };
  const driver = spawn("WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], { env, stdio: "ignore" });
  const stop = () => {
    driver.kill();
    stopScreen();
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const send = async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body), headers: { "content-type": "application/json" } });
    const { value } = await answer.json();
    if (!answer.ok) throw new Error(`${value?.error}: ${value?.message}`);
    return value;
  };
  try {
    for (const end = Date.now() + patience; ; ) {
      const up = await send("GET", "/status").then(() => true, () => false);
      if (up) break;
      assert.ok(Date.now() < end, "WebKitWebDriver does not answer");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const options = { binary: miniBrowser(), args: ["--automation"] };
    const { sessionId, capabilities } = await send("POST", "/session", { capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } } });
    const at = `/session/${sessionId}`;
    await send("POST", `${at}/timeouts`, { script: patience, pageLoad: patience });
    return new WebKit((method, path, body) => send(method, at + path, body), capabilities, async () => {
      await send("DELETE", at).catch(() => undefined);
      stop();
    });
  } catch (reason) {
    stop();
    throw reason;
  }
}

/** WebKit is a page in that browser. Functions run in the page; what they are given and give goes as JSON. */
class WebKit {
  #send;
  constructor(send, capabilities, close) {
    this.#send = send;
    this.version = capabilities.browserVersion;
    this.close = close;
  }

  open(url) {
    return this.#send("POST", "/url", { url });
  }

  reload() {
    return this.#send("POST", "/refresh", {});
  }

  size(width, height) {
    return this.#send("POST", "/window/rect", { width, height });
  }

  run(script, ...args) {
    return this.#send("POST", "/execute/sync", { script: `return (${script}).apply(null, arguments)`, args });
  }

  async wait(script, ...args) {
    for (const end = Date.now() + patience; ; ) {
      // Between two pages there is none to ask.
      const found = await this.run(script, ...args).catch(() => false);
      if (found) return found;
      assert.ok(Date.now() < end, `waited for ${script}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  text(selector) {
    return this.run((selector) => document.querySelector(selector)?.textContent ?? "", selector);
  }
}
