// The proof behind the badge: whether everything is here, every request since the page
// was ready and what it was for, the policy in force, and which build this is.

import { h, render, type Child, type VNode } from "./dom.ts";
import { icon } from "./icons.ts";
import { onRequested } from "../programs/workers.ts";
import { controlled, offline, passed, serviceRequests } from "./offline.ts";
import { count } from "./words.ts";

/** Who answered a request. */
type By = "the server" | "this browser’s store" | "this browser’s cache";

type Asked = Pick<PerformanceResourceTiming, "name" | "startTime" | "workerStart" | "transferSize" | "decodedBodySize">;

const requests: Asked[] = [];
const refused: string[] = [];
let loaded = Infinity;

// Watches from the first moment; what belongs to the load is told by its time.
const observer = new PerformanceObserver((list) => note(list.getEntries() as PerformanceResourceTiming[]));
observer.observe({ type: "resource", buffered: true });
const early: Asked[] = [];
// A worker has a clock of its own.
onRequested(({ at, ...one }) => note([{ ...one, startTime: at - performance.timeOrigin }]));

function note(entries: readonly Asked[]): void {
  for (const entry of entries) {
    if (loaded === Infinity) early.push(entry);
    else if (entry.startTime > loaded && !/^(blob|data):/.test(entry.name)) requests.push(entry);
  }
}

// The service worker answers out of what it keeps, and may say later what it passed on; a file that the browser holds costs no byte.
function answeredBy({ name, startTime, workerStart, transferSize, decodedBodySize }: Asked): By {
  if (passed.includes(name)) return "the server";
  if (workerStart > 0 || controlled(startTime)) return "this browser’s store";
  return transferSize === 0 && decodedBodySize > 0 ? "this browser’s cache" : "the server";
}

/** What the page's own files are for. */
const purposes: readonly (readonly [file: string, purpose: string])[] = __SINGLE_FILE__ ? [] : [
  [__LAB_URL__, "the lab program: signatures, views, Issue, Simulate"],
  [__DECODE_URL__, "the decode program"],
  [__REST_URL__, "the rest of the decode program, for pastes that are not ordinary"],
  [__WORKER_URL__, "the script of a worker that runs a program"],
  [__LAB_PART_URL__, "the script of the parts that simulate and issue, and of the ASN.1 view"],
  [__LAB_STYLES_URL__, "styles of these parts and of views"],
  [__MEANINGS_URL__, "what the words of the page mean"],
  [__SERVICE_URL__, "the service worker, which keeps the files"],
  [__MANIFEST_URL__, "the manifest, by which a browser installs the page"],
  ...__ICON_URLS__.split(" ").map((icon) => [icon, "an icon that the manifest names"] as const),
];

function purposeOf(url: string): string | undefined {
  const own = purposes.find(([file]) => url === new URL(file, document.baseURI).href);
  if (own) return own[1];
  return serviceRequests.includes(url) ? "kept for use without a network" : undefined;
}

document.addEventListener("securitypolicyviolation", (event) => {
  refused.push(`${event.effectiveDirective}: ${event.blockedURI}`);
});

/** pageLoaded is called when decode is ready: every request after it is counted. */
export function pageLoaded(): void {
  if (loaded !== Infinity) return;
  loaded = performance.now();
  note(early.splice(0));
}

export function startProof(dialog: HTMLDialogElement, button: HTMLElement): void {
  button.addEventListener("click", () => {
    note(observer.takeRecords() as PerformanceResourceTiming[]);
    draw(dialog);
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the ground around it
  });
}

function draw(dialog: HTMLDialogElement): void {
  const policy = document.querySelector<HTMLMetaElement>('meta[http-equiv="Content-Security-Policy"]')?.content ?? "";
  const directives = policy.split(";").map((directive) => directive.trim()).filter(Boolean);
  render(
    dialog,
    h("div", { class: "proof-head" },
      h("h2", { id: "proof-title" }, "Nothing leaves this page"),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"))),
    h("p", {}, `The programs run in this page, in workers. The browser itself enforces the policy below: ${__SINGLE_FILE__ ? "the page can reach no address at all" : "the page can reach nothing but the place it came from, and asks it for nothing but its own files"}.`),
    h("dl", { class: "proof-facts" },
      h("dt", {}, "Without a network"),
      h("dd", { id: "proof-offline" }, standing()),
      h("dt", {}, "Requests since load"),
      h("dd", { id: "proof-requests" }, asked()),
      h("dt", {}, "Stopped by the policy"),
      h("dd", { id: "proof-refused" }, tally(refused, "attempt")),
      h("dt", {}, "Opened from"),
      h("dd", {}, location.protocol === "file:" ? "a file on this machine" : h("code", {}, location.origin)),
      h("dt", {}, "Version"),
      h("dd", { id: "proof-version" }, __VERSION__),
      h("dt", {}, "Build"),
      h("dd", {}, h("code", { id: "proof-build" }, __BUILD_HASH__))),
    h("h3", {}, "Policy in force"),
    directives.length === 0
      ? h("p", { class: "tone-bad" }, "There is none in this page: it was not made by the build.")
      : h("ul", { id: "proof-policy" }, directives.map(directive)),
    h("h3", {}, "To check it yourself"),
    __SINGLE_FILE__
      ? h("p", {}, "Open the developer tools, tab Network, and paste something: no line appears but blob: addresses, which are workers made of text in this file. Or switch the network off: the answers stay the same.")
      : h("ol", { id: "proof-steps" },
        h("li", {}, "Wait until the badge says “Offline, complete”."),
        h("li", {}, "Switch the network off: pull the plug, or choose Offline in the developer tools, tab Network."),
        h("li", {}, "Reload, paste, issue, simulate: all of it works. What the tab Network still lists is read from this browser’s store, and listed above with what it is for.")),
    h("h3", {}, "What the browser does by itself"),
    h("p", { id: "proof-browser" }, "No page can stop, or see, what the browser asks on its own account: extensions, updates, translation, and in Chrome and its kin autofill, which may ask its maker’s service about the kinds of fields of a served page, by signatures made of their names. Nothing that is typed is in that. It can be switched off in the browser’s settings; without a network nothing of it happens."),
  );
}

function standing(): Child {
  const now = offline();
  if (now.state === "complete") return h("span", { class: "tone-good" }, __SINGLE_FILE__ ? "everything is inside this file" : "every file of this build is kept in this browser");
  if (now.state === "absent") return h("span", { class: "tone-warn" }, `not kept: ${now.why}`);
  return now.of === 0 ? "the files are about to be kept" : `${now.stored} of ${count(now.of, "file")} are kept`;
}

// Every request is counted, the page's own too; one that is nobody's stands out.
function asked(): Child {
  const all = [...requests.map((entry) => ({ url: entry.name, by: answeredBy(entry) })), ...serviceRequests.map((url) => ({ url, by: "the server" as By }))];
  const toServer = all.filter(({ by }) => by === "the server").length;
  if (all.length === 0) return h("span", { class: "tone-good" }, "0");
  return [
    h("span", {}, `${count(all.length, "request")}, ${toServer} of them to the server`),
    h("ul", {}, all.slice(0, 40).map(({ url, by }) => {
      const purpose = purposeOf(url);
      return h("li", { class: purpose === undefined ? "tone-bad" : undefined, "data-by": by }, h("code", {}, url.replace(new URL(".", document.baseURI).href, "")), ` from ${by}: ${purpose ?? "not one of the page’s own"}`);
    })),
  ];
}

function tally(names: readonly string[], thing: string): Child {
  if (names.length === 0) return h("span", { class: "tone-good" }, "0");
  return [h("span", { class: "tone-bad" }, count(names.length, thing)),
    h("ul", {}, names.slice(0, 20).map((name) => h("li", {}, h("code", {}, name))))];
}

function directive(text: string): VNode {
  const [name = "", ...values] = text.split(" ");
  return h("li", {}, h("code", {}, h("b", {}, name), ` ${values.join(" ")}`));
}
