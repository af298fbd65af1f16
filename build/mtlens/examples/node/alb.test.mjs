// Tests an application behind "mtlens alb", the stand-in for an Application Load
// Balancer with mutual TLS: node --test
import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, test } from "node:test";

const mtlens = process.env.MTLENS ?? "mtlens";

// The application is yours. This one says who the client is, by the certificate that
// the load balancer has verified.
function application(req, res) {
  const value = req.headers["x-amzn-mtls-clientcert-leaf"];
  if (value === undefined) {
    res.writeHead(401).end("no client certificate");
    return;
  }
  // decodeURIComponent leaves "+" alone; a form decoder would not.
  const leaf = new X509Certificate(decodeURIComponent(value));
  res.end(`hello ${leaf.subjectAltName}`);
}

const dir = mkdtempSync(join(tmpdir(), "mtlens-"));
const folder = (name) => join(dir, name);
const server = createServer(application);
const started = [];

/** Makes a client's files in a folder. */
function issue(name, ...flags) {
  execFileSync(mtlens, ["issue", "-out", folder(name), ...flags], { stdio: "pipe" });
}

/** Starts the stand-in in front of the application. */
async function balancer(name, ...flags) {
  const ready = folder(`${name}.json`);
  const target = `http://127.0.0.1:${server.address().port}`;
  const child = spawn(mtlens, ["alb", "-listen", "127.0.0.1:0", "-target", target, "-ready", ready, ...flags], { stdio: ["ignore", "ignore", "pipe"] });
  started.push(child);
  await new Promise((resolve, reject) => {
    child.on("exit", (code) => reject(new Error(`mtlens ended with ${code}`)));
    createInterface(child.stderr).on("line", (line) => {
      if (line === "mtlens alb: ready") resolve();
    });
  });
  const { url, serverCertificate } = JSON.parse(readFileSync(ready, "utf8")).listeners[0];
  return { url, ca: serverCertificate };
}

/** Asks as the client whose files are in the folder; as none without one. */
function get({ url, ca }, name) {
  const client = name === undefined ? {} : {
    cert: readFileSync(join(folder(name), "certificate.crt")),
    key: readFileSync(join(folder(name), "private-key.pem")),
  };
  return new Promise((resolve, reject) => {
    request(url, { ca, ...client, agent: false, headers: { "X-Amzn-Mtls-Clientcert-Leaf": "forged" } }, (res) => {
      let body = "";
      res.setEncoding("utf8").on("data", (part) => { body += part; });
      res.on("end", () => resolve({ status: res.statusCode, body }));
    }).on("error", reject).end();
  });
}

before(async () => {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  issue("good", "-dns", "good.example", "-save-authority", folder("root.pem"));
  issue("expired", "-authority", folder("root.pem"), "-not-before", "2020-01-01", "-days", "30");
  issue("server", "-authority", folder("root.pem"), "-ext-key-usage", "serverAuth");
  issue("stranger");
});

after(async () => {
  for (const child of started) {
    child.removeAllListeners("exit");
    const ended = new Promise((resolve) => child.on("exit", resolve));
    child.kill("SIGINT");
    assert.equal(await ended, 0);
  }
  server.close();
  rmSync(dir, { recursive: true });
});

test("verify lets the good client in, and no other", async () => {
  const alb = await balancer("verify", "-trust-store", join(folder("good"), "trust-store.pem"));
  assert.deepEqual(await get(alb, "good"), { status: 200, body: "hello DNS:good.example" });
  for (const bad of ["expired", "server", "stranger", undefined]) {
    await assert.rejects(get(alb, bad), { code: "ECONNRESET" }, `${bad}`);
  }
});

test("passthrough forwards whatever was presented, under the name of the chain", async () => {
  const alb = await balancer("passthrough", "-mode", "passthrough", "-rename", "chain=X-Amzn-Mtls-Clientcert-Leaf");
  assert.equal((await get(alb, "expired")).status, 200);
  assert.deepEqual(await get(alb), { status: 401, body: "no client certificate" });
});

test("off forwards no certificate, and no forged one", async () => {
  assert.equal((await get(await balancer("off", "-mode", "off"), "good")).status, 401);
});
