// The parts of the page: one is shown, the others are hidden.

import type { Part } from "./address.ts";

const elements: Record<Part, string> = { decode: "decode", simulate: "simulate-part", issue: "issue-part" };
const targets: Record<Part, string> = { decode: "result", simulate: "simulate-result", issue: "issued" };
/** How far each was scrolled when it was left. */
const scrolled = new Map<Part, number>();

/** startSkip makes the first link of the page lead to the result of the part that is shown. */
export function startSkip(now: () => Part): void {
  document.querySelector(".skip")?.addEventListener("click", (event) => {
    event.preventDefault(); // the address is that of the part
    const target = document.getElementById(targets[now()]);
    target?.focus();
    target?.scrollIntoView({ block: "start" });
  });
}

// Whoever goes to a field of the part is there already.
function enter(part: Part): void {
  if (!document.getElementById(elements[part])?.contains(document.activeElement)) document.getElementById(targets[part])?.focus({ preventScroll: true });
}

/** showPart shows one part and hides the others. */
export function showPart(part: Part, before: Part): void {
  const from = scrollY;
  if (part !== before) scrolled.set(before, from);
  for (const [name, id] of Object.entries(elements)) {
    const element = document.getElementById(id);
    const leaves = name !== part && element?.contains(document.activeElement);
    element?.toggleAttribute("hidden", name !== part);
    document.querySelector(`[data-part="${name}"]`)?.toggleAttribute("aria-current", name === part);
    if (leaves) setTimeout(() => enter(part));
  }
  document.querySelector(`[data-part="${part}"]`)?.setAttribute("aria-current", "page");
  const to = scrolled.get(part) ?? 0;
  // To scroll is to lay out at once what was just shown.
  if (part !== before && to !== from) scrollTo({ top: to });
}
