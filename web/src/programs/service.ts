// The service worker: keeps every file of this build, so that the page works with the
// network gone. It asks for nothing but the files in its list, and only while it is
// being installed; a file that is not as it was built is not kept. A newer one waits
// until the page says that it may take over.

import type { FromService, ToService } from "./protocol.ts";

/** A file of the site, and the SHA-256 of its bytes in hexadecimal. */
type Listed = readonly [name: string, sha256: string];

const files: readonly Listed[] = __FILES__;
const cacheName = `mtlens-${__BUILD_HASH__}`;
const scope = self as unknown as ServiceWorkerGlobalScope;
/** The page itself stands at the address of its folder too. */
const page = "index.html";

const address = (name: string): string => new URL(name, scope.registration.scope).href;

scope.addEventListener("install", (event) => event.waitUntil(store()));

async function store(): Promise<void> {
  const cache = await caches.open(cacheName);
  let done = 0;
  for (const [name, sha256] of files) {
    if (!(await cache.match(address(name)))) await keep(cache, name, sha256);
    done++;
    await tell({ stored: done, of: files.length });
  }
}

// A file that an earlier build had too is not asked for again: its name tells its bytes.
async function keep(cache: Cache, name: string, sha256: string): Promise<void> {
  const held = name === page ? undefined : await caches.match(address(name));
  const response = held ?? (await fetch(address(name), { cache: name === page ? "no-cache" : "default" }));
  if (!response.ok) throw new Error(`the server answered ${response.status} for ${name}`);
  const sum = await crypto.subtle.digest("SHA-256", await response.clone().arrayBuffer());
  const hex = Array.from(new Uint8Array(sum), (byte) => byte.toString(16).padStart(2, "0")).join("");
  if (hex !== sha256) throw new Error(`${name} is not as it was built`);
  await cache.put(address(name), response);
  if (!held) await tell({ fetched: address(name) });
}

async function tell(message: FromService): Promise<void> {
  for (const client of await scope.clients.matchAll({ includeUncontrolled: true })) client.postMessage(message);
}

scope.addEventListener("activate", (event) => event.waitUntil(takeOver()));

// Pages of the build before may be open still: its files stay until the next one.
async function takeOver(): Promise<void> {
  const own = (await caches.keys()).filter((name) => name.startsWith("mtlens-") && name !== cacheName);
  await Promise.all(own.slice(0, -1).map((name) => caches.delete(name)));
  await scope.clients.claim();
}

scope.addEventListener("message", (event) => {
  const message = event.data as ToService;
  if (message === "take over") void scope.skipWaiting();
  if (message === "missing") event.waitUntil(missing().then((names) => event.source?.postMessage({ missing: names, of: files.length } satisfies FromService)));
});

async function missing(): Promise<string[]> {
  const cache = await caches.open(cacheName);
  const held = await Promise.all(files.map(([name]) => cache.match(address(name))));
  return files.filter((_, i) => !held[i]).map(([name]) => name);
}

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const folder = new URL(scope.registration.scope);
  if (request.method !== "GET" || url.origin !== folder.origin) return;
  const wanted = url.pathname === folder.pathname ? address(page) : url.origin + url.pathname;
  // What is not of the site goes to the server as if there were no worker.
  if (!wanted.startsWith(folder.href) || wanted.endsWith("/service.js")) return;
  event.respondWith(answer(request, wanted));
});

async function answer(request: Request, wanted: string): Promise<Response> {
  const cache = await caches.open(cacheName);
  const held = (await cache.match(wanted)) ?? (await caches.match(wanted));
  if (held) return held;
  await tell({ passed: request.url });
  return fetch(request);
}
