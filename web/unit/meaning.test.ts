// What words mean: with their section, by themselves, by number; and the keys that lead
// through the fields of a certificate.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Window } from "happy-dom";
import { h, render } from "../src/app/dom.ts";
import { meaningOf, type Meanings } from "../src/app/meaning.ts";
import { roveFields } from "../src/app/rove.ts";
import { present } from "./kit.ts";

test("a label means what it does in its section", () => {
  const table: Meanings = { "field Signature/Value": ["of the issuer", ""], "field CN": ["a name", ""], "field Extensions/*": ["not known", ""], "reason Expired": ["late", ""] };
  const means = (kind: string, of: string, section?: string): string => present(meaningOf(table, kind, of, section))[0];
  assert.equal(means("field", "Value", "Signature"), "of the issuer");
  assert.equal(means("field", "CN", "Subject"), "a name");
  assert.equal(means("field", "1.2.3.4", "Extensions"), "not known");
  assert.equal(means("reason", "Expired"), "late");
  assert.equal(meaningOf(table, "field", "Value", "Elsewhere"), undefined);
});

test("up and down go from label to label, right and left along the row", () => {
  const window = new Window();
  const { Node, Element, HTMLElement, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement } = window;
  // Nothing has a box in this document; rove leaves out what has none.
  Object.assign(globalThis, { document: window.document, Node, Element, HTMLElement, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement });
  Object.assign(window.Element.prototype, { getClientRects: () => [1] });
  const host = window.document.createElement("div") as unknown as HTMLElement;
  window.document.body.append(host as never);
  const row = (name: string, n: number) => h("div", { class: "field" }, h("dt", { tabindex: n, id: name }, name), h("dd", {}, h("div", { class: "field-line" }, h("button", { id: `copy-${name}`, tabindex: -1 }, "Copy"))));
  render(host, h("dl", { onkeydown: roveFields }, row("a", 0), row("b", -1)));
  present(host.querySelector<HTMLElement>("#a")).focus();
  const press = (key: string): string => {
    window.document.activeElement?.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    return window.document.activeElement?.id ?? "";
  };
  assert.deepEqual(["ArrowRight", "ArrowDown", "ArrowDown", "ArrowLeft", "ArrowUp", "ArrowDown"].map(press), ["copy-a", "a", "b", "copy-a", "a", "b"]);
  assert.equal(host.querySelectorAll('[tabindex="0"]').length, 1);
});
