// Which keys there are, and where they are not for the page.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Window } from "happy-dom";
import type { Part } from "../src/app/address.ts";
import { startKeys, types, type Shortcut } from "../src/app/keys.ts";
import { shortcutsOf } from "../src/app/shortcuts.ts";

const window = new Window();
Object.assign(globalThis, { document: window.document, Element: window.Element, HTMLInputElement: window.HTMLInputElement, HTMLTextAreaElement: window.HTMLTextAreaElement, HTMLSelectElement: window.HTMLSelectElement, Node: window.Node, addEventListener: window.addEventListener.bind(window) });

const page = (markup: string): void => { window.document.body.innerHTML = markup; };
const element = (selector: string): Element => window.document.querySelector(selector) as unknown as Element;
const press = (target: string, key: string, more: object = {}): boolean =>
  window.document.querySelector(target)?.dispatchEvent(new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more })) ?? false;

test("each key does one thing, and says what", () => {
  const went: Part[] = [];
  const list = shortcutsOf({ went: (part) => went.push(part), point() {}, part: () => "decode", paste() {} });
  assert.equal(new Set(list.map(({ key }) => key)).size, list.length);
  assert.ok(list.every(({ does }) => does !== ""));
  for (const key of ["1", "2", "3"]) list.find((one) => one.key === key)?.press();
  assert.deepEqual(went, ["decode", "simulate", "issue"]);
});

test("what is typed into is told from what is pressed", () => {
  page('<input id="a"><input id="b" type="checkbox"><textarea id="c"></textarea><select id="d"></select><button id="e"></button><div role="tree"><p id="f"></p></div><p id="g"></p>');
  assert.deepEqual(["a", "b", "c", "d", "e", "f", "g"].map((id) => types(element(`#${id}`))), [true, false, true, true, false, true, false]);
});

test("a key is the page's only outside of fields, panels and with nothing held", () => {
  page('<dialog id="keys"></dialog><button id="open"></button><input id="a"><p id="g"></p>');
  const dialog = element("#keys") as HTMLDialogElement;
  let pressed = 0;
  const shortcuts: Shortcut[] = [{ key: "j", does: "next", press: () => { pressed++; } }];
  startKeys(dialog, element("#open") as HTMLElement, shortcuts);
  press("#g", "j");
  assert.equal(pressed, 1);
  press("#a", "j");
  press("#g", "j", { ctrlKey: true });
  press("#g", "j", { metaKey: true });
  press("#g", "J");
  assert.equal(pressed, 1);
  press("#g", "?");
  assert.equal(dialog.open, true);
  press("#g", "j");
  assert.equal(pressed, 1, "not behind a panel");
  dialog.close();
  const box = element("#keys-on") as HTMLInputElement;
  box.checked = false;
  box.dispatchEvent(new window.Event("change") as unknown as Event);
  press("#g", "j");
  press("#g", "?");
  assert.deepEqual([pressed, dialog.open], [1, false], "they can be switched off");
});
