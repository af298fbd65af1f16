// The proof behind "Works offline": the policy in force, what was requested since
// the page was ready, and which build this is.

import { h, render, type Child, type VNode } from "./dom.ts";
import { icon } from "./icons.ts";
import { count } from "./words.ts";

const requests: string[] = [];
const refused: string[] = [];
/** The lab program, once it has been fetched: it is asked for after the load, and is the page's own. */
let lab = __SINGLE_FILE__ ? "inside this file" : "not needed so far";
let loaded = Infinity;

// Watches from the first moment; what belongs to the load is told by its time.
const observer = new PerformanceObserver((list) => note(list.getEntries()));
observer.observe({ type: "resource", buffered: true });
const early: PerformanceEntry[] = [];

function note(entries: PerformanceEntry[]): void {
  for (const entry of entries) {
    if (isOwn(entry, __LAB_URL__)) lab = `${__LAB_URL__} and its worker, from where the page came from`;
    else if (loaded !== Infinity && isOwn(entry, __WORKER_URL__)) continue; // each worker that is started asks for its script again
    else if (loaded === Infinity) early.push(entry);
    else if (entry.startTime > loaded && !/^(blob|data):/.test(entry.name)) requests.push(entry.name);
  }
}

function isOwn({ name }: PerformanceEntry, file: string): boolean {
  return file !== "" && name === new URL(file, document.baseURI).href;
}

document.addEventListener("securitypolicyviolation", (event) => {
  refused.push(`${event.effectiveDirective}: ${event.blockedURI}`);
});

/** pageLoaded is called when decode is ready: no request is due after it. */
export function pageLoaded(): void {
  if (loaded !== Infinity) return;
  loaded = performance.now();
  note(early.splice(0));
}

export function startProof(dialog: HTMLDialogElement, button: HTMLElement): void {
  button.addEventListener("click", () => {
    note(observer.takeRecords());
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
      h("dt", {}, "Requests since load"),
      h("dd", { id: "proof-requests" }, tally(requests, "request")),
      h("dt", {}, "Stopped by the policy"),
      h("dd", { id: "proof-refused" }, tally(refused, "attempt")),
      h("dt", {}, "Lab program"),
      h("dd", { id: "proof-lab" }, lab),
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
    h("p", {}, "Open the developer tools, tab Network, and paste something: no line appears. Or go offline first: the answers stay the same."),
  );
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
