// What a label, a finding or a code means, in one place: it is shown while the pointer
// or the focus is on it. What has a meaning says so in data-means and data-of.

import { table as fetchTable } from "../programs/start.ts";
import { h, render } from "./dom.ts";

/** A pointer that passes by opens nothing. */
const restAfter = 250;

export type Meaning = readonly [text: string, source: string];

/** Meanings is the table: by kind, section and name. It is a file of its own, which is asked for when the first meaning is wanted. */
export type Meanings = Readonly<Record<string, Meaning>>;

let table: Promise<Meanings> | undefined;

function loaded(): Promise<Meanings> {
  table ??= (fetchTable({ url: __MEANINGS_URL__, block: "meanings" }) as Promise<Meanings>).catch((reason: unknown) => {
    table = undefined; // the next one asks again
    throw reason;
  });
  return table;
}

/** meaningOf looks a word up: with its section, then by itself, then what holds of the section's unknown ones. */
export function meaningOf(meanings: Meanings, kind: string, of: string, section = ""): Meaning | undefined {
  return meanings[`${kind} ${section}/${of}`] ?? meanings[`${kind} ${of}`] ?? (/^\d+(\.\d+)+$/.test(of) ? meanings[`${kind} ${section}/*`] : undefined);
}

/** A field without words of its own belongs to the one around it. */
function meaningAt(meanings: Meanings, element: Element): { readonly of: string; readonly meaning: Meaning } | undefined {
  for (let at: Element | null | undefined = element; at instanceof HTMLElement; ) {
    const { means = "", of = "" } = at.dataset;
    const meaning = meaningOf(meanings, means, of, at.closest<HTMLElement>("[data-section]")?.dataset.section);
    if (meaning) return { of, meaning };
    at = at.closest(".field")?.parentElement?.closest(".field")?.querySelector(":scope > [data-means]");
  }
  return undefined;
}

/** Told instead where the table could not be loaded. */
const unread = { of: "", meaning: ["What it means could not be loaded; point at it once more to try again.", ""] } as const;

/** startMeanings shows meanings in the element. */
export function startMeanings(place: HTMLElement): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shownOf: Element | undefined;
  const show = (element: Element | undefined): void => {
    clearTimeout(timer);
    if (element === shownOf) return;
    shownOf = element;
    if (!element) draw(undefined);
    else void loaded().then((meanings) => shownOf === element && draw(element, meaningAt(meanings, element)), () => draw(element, unread));
  };
  const draw = (element: Element | undefined, found?: ReturnType<typeof meaningAt>): void => {
    place.hidden = found === undefined;
    const title = element instanceof HTMLElement && element.dataset.means === "rule" ? element.dataset.title : found?.of;
    render(place, found && h("p", {}, h("b", {}, title ?? ""), " ", found.meaning[0], found.meaning[1] !== "" && h("span", { class: "muted" }, ` ${found.meaning[1]}`)));
  };
  const of = (event: Event): Element | undefined => (event.target instanceof Element ? (event.target.closest("[data-means]") ?? undefined) : undefined);
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    clearTimeout(timer);
    const element = of(event) ?? (document.activeElement?.closest("[data-means]") ?? undefined);
    timer = setTimeout(() => show(element), restAfter);
  });
  document.addEventListener("focusin", (event) => show(of(event)));
  document.addEventListener("focusout", () => show(undefined));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") show(undefined);
  });
}
