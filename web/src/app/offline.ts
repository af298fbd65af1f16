// What the badge says of the network: whether everything is here, what is missing
// still, or why it is not kept. And whether a newer build waits.

import type { FromService } from "../programs/protocol.ts";
import { register } from "../programs/workers.ts";

/** Offline is how far the page is from needing no network. */
export type Offline =
  | { readonly state: "complete" }
  | { readonly state: "storing"; readonly stored: number; readonly of: number }
  | { readonly state: "absent"; readonly why: string };

/** What the service worker asked the server for since the page was loaded. */
export const serviceRequests: string[] = [];
/** What it let through to the server, because it does not keep it. */
export const passed: string[] = [];

const container = __SINGLE_FILE__ ? undefined : (navigator as Partial<Navigator>).serviceWorker;
/** The moment from which it answers all that the page asks for: a page that is loaded again has it from the start. */
let controlledFrom = container?.controller ? 0 : Infinity;
container?.addEventListener("controllerchange", () => { controlledFrom = Math.min(controlledFrom, performance.now()); });

/** controlled tells whether the service worker answered what was asked for at that moment. */
export function controlled(at: number): boolean {
  return at >= controlledFrom;
}

let told: Offline = __SINGLE_FILE__ ? { state: "complete" } : { state: "storing", stored: 0, of: 0 };

export function offline(): Offline {
  return told;
}

/** startOffline is called when the page is ready; drawn is called after every change, updatable when a newer build waits. */
export function startOffline(drawn: (offline: Offline) => void, updatable: (take: () => void) => void): void {
  const tell = (now: Offline): void => {
    told = now;
    drawn(now);
  };
  drawn(told);
  if (__SINGLE_FILE__) return;
  if (!("serviceWorker" in navigator)) {
    tell({ state: "absent", why: isSecureContext ? "this browser keeps no sites" : "only a site served over https, or from this machine, can be kept" });
    return;
  }
  navigator.serviceWorker.addEventListener("message", (event: MessageEvent<FromService>) => {
    const message = event.data;
    if ("fetched" in message) serviceRequests.push(message.fetched);
    else if ("passed" in message) passed.push(message.passed);
    else if ("stored" in message && told.state !== "complete") tell({ state: "storing", ...message });
    else if ("missing" in message) tell(message.missing.length === 0 ? { state: "complete" } : { state: "absent", why: `missing: ${message.missing.join(", ")}` });
  });
  navigator.serviceWorker.startMessages();
  void keep(tell, updatable);
}

async function keep(tell: (now: Offline) => void, updatable: (take: () => void) => void): Promise<void> {
  let registration: ServiceWorkerRegistration;
  try {
    registration = await register();
  } catch (reason) {
    // With the network gone, the worker of before goes on.
    const before = await navigator.serviceWorker.getRegistration().catch(() => undefined);
    if (before?.active) before.active.postMessage("missing");
    else tell({ state: "absent", why: reason instanceof Error ? reason.message : String(reason) });
    return;
  }
  registration.active?.postMessage("missing");
  const watch = (worker: ServiceWorker | null): void => {
    if (!worker) return;
    const first = !registration.active;
    const look = (): void => {
      if (worker.state === "activated") worker.postMessage("missing");
      if (worker.state === "redundant" && first) tell({ state: "absent", why: "the files could not be kept" });
      if (worker.state === "installed" && registration.active) updatable(() => takeOver(worker));
    };
    worker.addEventListener("statechange", look);
    look();
  };
  watch(registration.waiting ?? registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
}

function takeOver(worker: ServiceWorker): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
  worker.postMessage("take over");
}
