// The parts of the page, each at its fragment of the address: the browser's own
// links and its back button go from one to the other.

import type { Part } from "./state.ts";

const titles: Record<Part, string> = { decode: "mtlens", simulate: "Simulate · mtlens", issue: "Issue · mtlens" };
const elements: Record<Part, string> = { decode: "decode", simulate: "simulate-part", issue: "issue-part" };
const targets: Record<Part, string> = { decode: "result", simulate: "simulate-result", issue: "issued" };
/** How far each was scrolled when it was left. */
const scrolled = new Map<Part, number>();

/** startParts tells of the part that the address names, now and whenever it changes. */
export function startParts(went: (part: Part) => void, now: () => Part): void {
  const read = (): void => {
    const name = location.hash.slice(1);
    if (name in titles) went(name as Part);
    else if (name === "") went("decode");
  };
  addEventListener("hashchange", read);
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault(); // the address is that of the part
    const target = document.getElementById(targets[now()]);
    target?.focus();
    target?.scrollIntoView({ block: "start" });
  });
  read();
}

export function goTo(part: Part): void {
  location.hash = part;
}

/** showPart shows one part and hides the others. */
export function showPart(part: Part, before: Part): void {
  if (part !== before) scrolled.set(before, scrollY);
  for (const [name, id] of Object.entries(elements)) {
    const element = document.getElementById(id);
    const leaves = name !== part && element?.contains(document.activeElement);
    element?.toggleAttribute("hidden", name !== part);
    document.querySelector(`[data-part="${name}"]`)?.toggleAttribute("aria-current", name === part);
    if (leaves) setTimeout(() => document.getElementById(targets[part])?.focus({ preventScroll: true }));
  }
  document.querySelector(`[data-part="${part}"]`)?.setAttribute("aria-current", "page");
  document.title = titles[part];
  if (part !== before) scrollTo({ top: scrolled.get(part) ?? 0 });
}
