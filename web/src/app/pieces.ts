// Small parts that many views share.

import { h, type Child, type VNode } from "./dom.ts";
import type { Chip, Link, Place, Run, Tone } from "../decode/report.gen.ts";
import type { Told } from "../decode/details.ts";
import type { Material } from "../decode/examine-state.ts";
import type { Held } from "./paste.ts";
import type { State } from "./state.ts";
import type { Action } from "./update.ts";
import { read, write } from "./address.ts";
import { icon, toneIcon } from "./icons.ts";
import { shown } from "./shown.ts";

/** Hands is what a view may do. */
export interface Hands {
  dispatch(action: Action): void;
  /** Selects a place in the paste; the key tells one row of places from another. */
  show(key: string, index: number, place: Place, from: Event): void;
  /** Puts the lines at a place of what is held into the box. */
  toBox(paste: Held, place: { readonly start: number; readonly end: number }): void;
  copy(text: string, button: Element): void;
  save(name: string, type: string, content: string | Uint8Array<ArrayBuffer>): void;
  cancel(): void;
  /** Asks about a structure of the paste; the slot holds the answer. */
  ask<T>(slot: string, what: string, request: object): Told<T>;
  /** Asks again what the slot got no answer to. */
  again(slot: string): void;
  /** Gives what a listener has beside the paste. */
  give(material: Partial<Material>): void;
  /** Opens the PKCS#12 stores of the paste, and puts the certificates in them in its place. */
  unlock(password: string): void;
  /** Takes the certificates of a group, and what is given beside them, to Simulate. */
  toSimulate(group: number): void;
  /** Shows bytes of a structure in its ASN.1. */
  bytes(structure: number, at: { readonly offset: number; readonly length: number }): void;
}

/** A sentence of more pieces is a list of values, which stands elsewhere. */
const mostRuns = 200;

/** runs sets a sentence: values in monospace, words as they are. */
export function runs(list: readonly Run[]): Child {
  if (list.length > mostRuns) return [runs(list.slice(0, mostRuns)), " …"];
  return list.map((run) =>
    run.style === "mark" ? h("mark", { class: "differs" }, shown(run.text))
    : run.style === "code" ? h("code", {}, shown(run.text))
    : shown(run.text));
}

/** words sets a sentence in which `…` holds a value; a lone ` is itself. */
export function words(text: string): Child {
  const parts = text.split("`");
  return parts.length % 2 === 0 ? shown(text) : parts.map((part, i) => (i % 2 === 1 ? h("code", {}, shown(part)) : shown(part)));
}

export function chip({ tone, text }: Chip): VNode {
  return h("span", { class: "chip", "data-tone": tone }, tone !== "" && toneIcon(tone), text);
}

/** More than these say no more: what they are of has each in its own place. */
const mostChips = 12;

export function chips(list: readonly Chip[]): Child {
  return list.length > 0 && h("span", { class: "chips" }, list.slice(0, mostChips).map(chip), list.length > mostChips && h("span", { class: "chip" }, `and ${list.length - mostChips} more`));
}

export function toned(tone: Tone, text: Child): Child {
  return tone === "" ? text : h("span", { class: `tone-${tone}` }, text);
}

export function reference({ text, url }: Link): Child {
  if (text === "" && url === "") return undefined;
  return url === "" ? text : h("a", { href: url, target: "_blank", rel: "noreferrer noopener" }, text || url);
}

/** more leads to the page of the reference; the single file has none. */
export function more(kind: "finding" | "reason" | "sender", name: string, what: string): Child {
  return !__SINGLE_FILE__ && h("a", { href: `reference/${kind}/${encodeURIComponent(name.toLowerCase())}.html`, target: "_blank", rel: "noopener" }, "More", unseen(`about ${what}`));
}

/** addressed is a link to what has a name of its own: a press puts its address into the browser's bar. */
export function addressed(kind: "finding" | "reason" | "family", name: string, what: string): Child {
  const address = write({ kind, name });
  // The program names what a log has, too: only what is an address becomes one.
  return read(address) && h("a", { class: "icon-button address", href: `#${address}`, "aria-label": `Address of ${what}`, title: "Its address" }, icon("link"));
}

/** unmade says why something is not there, with a way to ask for it again. */
export function unmade(text: string, failure: string, again: () => void, of = ""): VNode {
  return h("p", { key: "unmade", class: "unmade tone-bad", role: "status" }, `${text}: ${failure}. `,
    h("button", { type: "button", class: "text-button", "data-again": "", onclick: again }, "Try again", unseen(of)));
}

/** copyButton copies the text; what names it for those who do not see it. */
export function copyButton(hands: Hands, what: string, text: string | readonly string[]): VNode {
  return h("button", {
    type: "button", class: "icon-button copy", "aria-label": `Copy ${what}`, title: `Copy ${what}`,
    onclick: (event) => hands.copy([text].flat().join(""), event.currentTarget as Element),
  }, icon("copy"), icon("good"));
}

/** noStop takes a control out of the way of the Tab key: the arrow keys lead to it. */
export function noStop<T extends VNode>(control: T): T {
  return { ...control, attributes: { ...control.attributes, tabindex: -1 } };
}

/** disclosure is a <details> whose state the page remembers and whose body is made when it is open. */
export function disclosure(
  state: State, hands: Hands, key: string, attributes: { class: string; usually?: boolean; certificate?: number }, summary: Child, body: () => Child,
): VNode {
  const open = state.open.get(key) ?? attributes.usually ?? false;
  return h("details", {
    key, class: attributes.class, open, "data-certificate": attributes.certificate,
    ontoggle: (event) => hands.dispatch({ type: "opened", key, open: (event.currentTarget as HTMLDetailsElement).open }),
  }, h("summary", {}, icon("chevron"), summary), open && body());
}

/** showButton selects the places in the paste, the next one at each press; what names it among others. */
export function showButton(state: State, hands: Hands, key: string, places: readonly Place[], what: string, text = "Show in paste"): Child {
  if (places.length === 0 || state.report?.input.binary) return undefined;
  const index = state.shown?.key === key ? state.shown.index : -1;
  const next = (index + 1) % places.length;
  const label = places.length === 1 ? text : index < 0 ? `${text} · ${places.length} places` : `${text} · ${index + 1} of ${places.length}`;
  const place = places[next];
  return h("button", {
    type: "button", class: "text-button", title: position(place), "aria-label": [label, joined(what, position(place)?.toLowerCase())].filter(Boolean).join(": "),
    onclick: (event) => place && hands.show(key, next, place, event),
  }, label);
}

/** position says where a place is. */
export function position(place: Place | undefined): string | undefined {
  return place && place.line > 0 ? `Line ${place.line}, column ${place.column}` : undefined;
}

/** A longer part of a name says no more about what it is of. */
const nameful = 120;

/** joined joins what is there with commas, for the name of a control: what is long is cut. */
export function joined(...parts: readonly (string | undefined)[]): string {
  return parts.flatMap((part) => (part ? [part.length > nameful ? `${part.slice(0, nameful)}…` : part] : [])).join(", ");
}

/** counted tells those of one name apart: "2 of 3"; empty for a name that is there once. */
export function counted(names: readonly string[]): string[] {
  const all = new Map<string, number>();
  for (const name of names) all.set(name, (all.get(name) ?? 0) + 1);
  const seen = new Map<string, number>();
  return names.map((name) => {
    const at = (seen.get(name) ?? 0) + 1;
    seen.set(name, at);
    return all.get(name) === 1 ? "" : `${at} of ${all.get(name)}`;
  });
}

/** unseen says to those who do not see it what a control is for, where several have the same words. */
export function unseen(text: string): Child {
  return text !== "" && h("span", { class: "visually-hidden" }, `, ${text}`);
}

/** heading is that of a section; inside another section it has a lower level. */
export function heading(title: string, ...beside: Child[]): VNode {
  return headingAt(2, title, ...beside);
}

export function headingAt(level: number, title: string, ...beside: Child[]): VNode {
  return h("div", { class: "heading" }, h(`h${level}`, {}, title), beside);
}
