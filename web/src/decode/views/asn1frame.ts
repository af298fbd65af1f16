// What stands around the tree and its bytes: the host, the choice of a structure,
// and the foot that tells of the active node.

import { h, type VNode } from "../../app/dom.ts";
import type { Node, Report } from "../report.gen.ts";
import type { Broken } from "./asn1parts.ts";
import { bytesIn, titleOf, type Model } from "./asn1model.ts";
import { entire, nearby } from "../../app/lists.ts";
import { joined, unmade } from "../../app/pieces.ts";
import { shown, shownPlain } from "../../app/shown.ts";

/** Structure is what a tree can be made of. */
export interface Structure {
  readonly index: number;
  readonly title: string;
}

/** A value longer than this may not fit its row; the foot has all of it. */
const rowful = 32;

/** The host: always the same, so that a redraw of the page does not touch what is in it. */
export const asn1Host: VNode = h("div", { key: "asn1", id: "asn1", class: "asn1" });

/** make is an element in the host, which no view makes. */
export function make(id: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const element = document.createElement("div");
  element.id = id;
  element.className = id;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

/** structures names what has a tree: certificates, then what else is there and is no secret. */
export function structures(report: Report): Structure[] {
  return [
    ...report.certificates.map(({ title }, index) => ({ index, title: shownPlain(title) || `Certificate ${index + 1}` })),
    ...report.others.map(({ title, secret }, i) => ({ index: report.certificates.length + i, title, secret })).filter(({ secret }) => !secret),
  ];
}

/** chooser is the head: which structure the tree is of, and why there is none. */
export function chooser(list: readonly Structure[], chosen: number, failure: string | undefined, choose: (index: number) => void, again: () => void, broken: Broken | undefined): (VNode | false)[] {
  return [
    failure !== undefined && unmade("The tree could not be made", failure, again),
    failure === undefined && broken !== undefined && unmade("That part of the tree could not be read", broken.why, broken.again),
    list.length > 1 && h("label", { class: "asn1-choice" }, "Of",
      h("select", { class: "input", value: String(chosen), onchange: (event) => choose(Number((event.currentTarget as HTMLSelectElement).value)) },
        nearby(list, list.findIndex(({ index }) => index === chosen)).map(({ index, title }) => h("option", { key: index, value: String(index), selected: index === chosen }, joined(title))))),
  ];
}

/** FootHands is what the foot's buttons do; without paste there are no places. */
export interface FootHands {
  go(node: Node): void;
  copy(text: string, from: Element): void;
  paste: ((from: HTMLElement) => void) | undefined;
}

/** footer tells of the active node: its path, its whole value, where it stands. */
export function footer(model: Model, node: Node, { go, copy, paste }: FootHands): (VNode | false)[] {
  return [
    h("p", { class: "asn1-path" },
      h("span", {}, model.path(node).slice(0, -1).map((one) => [h("button", { key: `${one.offset}:${one.depth}`, type: "button", class: "asn1-step", onclick: () => go(one) }, titleOf(one)), " › "])),
      h("b", {}, titleOf(node))),
    node.value.length + node.note.length > rowful && h("p", { key: "whole", class: "asn1-whole" }, h("code", {}, entire(node.value)), " ", shown(node.note)),
    h("p", { class: "asn1-where" },
      h("span", {}, bytesIn(node)),
      paste && h("button", { type: "button", class: "text-button", onclick: (event) => paste(event.currentTarget as HTMLElement) }, "Show in paste"),
      h("button", { type: "button", class: "text-button", onclick: (event) => copy(hexOf(model.data, node), event.currentTarget as Element) }, "Copy as hex")),
  ];
}

/** Longer ones are copied from the file itself. */
const longestCopy = 1 << 16;

function hexOf(data: Uint8Array, node: Node): string {
  return Array.from(data.subarray(node.offset, node.offset + Math.min(node.size, longestCopy)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
