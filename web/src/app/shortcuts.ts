// Which keys there are, and what each does.

import { arrive, step, type Shortcut } from "./keys.ts";
import { parts, type Address, type Part } from "./address.ts";

export interface Does {
  went(part: Part): void;
  /** Names the finding in the address. */
  point(address: Address): void;
  part(): Part;
  paste(): void;
}

const titles: Record<Part, string> = { decode: "Decode", simulate: "Simulate", issue: "Issue" };
const all = (selector: string): HTMLElement[] => [...document.querySelectorAll<HTMLElement>(`main:not([hidden]) ${selector}`)];

export function shortcutsOf(does: Does): readonly Shortcut[] {
  const finding = (by: 1 | -1) => (): void => {
    const next = step(all("[data-finding]"), by);
    if (!next) return;
    arrive(next, next.querySelector<HTMLElement>("a, button"));
    if (does.part() === "decode") does.point({ kind: "finding", name: next.dataset.finding ?? "" });
  };
  const section = (by: 1 | -1) => (): void => {
    const next = step(all("section :is(h2, h3)").filter((heading) => heading.closest("details:not([open])") === null), by);
    if (next) arrive(next);
  };
  const press = (selector: string) => (): void => document.querySelector<HTMLElement>(selector)?.click();
  return [
    { key: "/", does: "to the paste", press: () => does.paste() },
    { key: "j", does: "next finding", press: finding(1) },
    { key: "k", does: "finding before", press: finding(-1) },
    { key: "n", does: "next section", press: section(1) },
    { key: "p", does: "section before", press: section(-1) },
    ...parts.map((part, i): Shortcut => ({ key: String(i + 1), does: titles[part], press: () => does.went(part) })),
    { key: "u", does: "bring the paste before back, where it is offered", press: press("#undo-paste") },
    { key: "s", does: "share the paste as a link", press: press("#share-open") },
  ];
}
