// The strip below the answers: the places of the page with how much is in each, and
// the views. It stays in sight; on a narrow page it scrolls inside itself.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Hands } from "../../app/pieces.ts";
import { rove } from "../../app/rove.ts";
import { cardKey, type View } from "../../app/state.ts";
import { spotsOf, viewNames, viewsOf, type Spot } from "../places.ts";
import type { Report } from "../report.gen.ts";
import { findingsListed } from "./findings.ts";

export function strip(hands: Hands, report: Report): Child {
  const spots = spotsOf(report, findingsListed(report).length);
  const views = viewsOf(report);
  if (spots.length + views.length < 3) return undefined; // all of it is in sight
  return h("nav", { key: "strip", class: "strip", "aria-label": "In this answer" },
    h("div", { class: "strip-row", role: "toolbar", "aria-label": "Places and views", onkeydown: (event) => rove(event, ".strip-go, .strip-view") },
      spots.map((spot, i) => place(hands, report, spot, i === 0)),
      views.length > 0 && h("span", { key: "as", class: "strip-as" }),
      views.map((view, i) => h("button", {
        key: `view ${view}`, type: "button", class: "strip-view", "data-go": view, tabindex: spots.length === 0 && i === 0 ? 0 : -1,
        "aria-label": `View as ${viewNames[view]}`, onclick: () => show(hands, view),
      }, viewNames[view]))));
}

function place(hands: Hands, report: Report, { id, label, count }: Spot, first: boolean): VNode {
  return h("button", { key: id, type: "button", class: "strip-go", "data-go": id, tabindex: first ? 0 : -1, onclick: () => go(hands, report, id) },
    label, count !== undefined && h("span", { class: "strip-count" }, count.toLocaleString("en-US")));
}

// What one goes to is opened first.
function go(hands: Hands, report: Report, id: Spot["id"]): void {
  const leaf = report.groups[0]?.chain.members[0]?.certificate ?? 0;
  const open = (key: string): void => hands.dispatch({ type: "opened", key, open: true });
  if (id === "names") {
    open(cardKey(report, leaf));
    open(`${cardKey(report, leaf)}:names`);
  }
  if (id === "taken") open("answer:0:taken");
  reveal(id === "names" ? `[data-certificate="${leaf}"] .names` : id === "taken" ? '[data-answer="taken"]' : `[data-place="${id}"]`);
}

function show(hands: Hands, view: View): void {
  hands.dispatch({ type: "viewed", view });
  reveal('[data-place="outputs"]');
}

/** reveal goes to an element once the page is drawn; the keyboard goes on from there. */
export function reveal(selector: string): void {
  setTimeout(() => {
    const target = document.querySelector<HTMLElement>(selector);
    if (!target) return;
    target.scrollIntoView({ block: "start" });
    const focus = target.querySelector<HTMLElement>(":scope > summary") ?? target;
    if (focus === target) target.tabIndex = -1;
    focus.focus({ preventScroll: true });
  });
}

/** startSpy marks the place that is before the reader. */
export function startSpy(): void {
  let waiting = false;
  const look = (): void => {
    waiting = false;
    const row = document.querySelector<HTMLElement>(".strip-row");
    if (!row?.checkVisibility()) return;
    const edge = row.getBoundingClientRect().bottom + 40;
    let current: string | undefined;
    for (const section of document.querySelectorAll<HTMLElement>("#answer [data-place]")) {
      if (section.getBoundingClientRect().top <= edge) current = section.dataset.place;
    }
    for (const button of row.querySelectorAll<HTMLElement>(".strip-go")) {
      const here = button.dataset.go === current;
      if (button.hasAttribute("aria-current") === here) continue;
      if (here) button.setAttribute("aria-current", "location");
      else button.removeAttribute("aria-current");
      if (here && row.scrollWidth > row.clientWidth) row.scrollLeft = button.offsetLeft - row.clientWidth / 3;
    }
  };
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(look);
  }, { passive: true });
}
