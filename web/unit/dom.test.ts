// Drawing, in a document that is no browser's.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { Window } from "happy-dom";
import { h, memo, render, type Child } from "../src/app/dom.ts";
import { present } from "./kit.ts";

const window = new Window();
const { Node, HTMLElement, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement } = window;
Object.assign(globalThis, { document: window.document, Node, HTMLElement, HTMLInputElement, HTMLTextAreaElement, HTMLSelectElement });

let host: HTMLElement;
beforeEach(() => {
  host = document.createElement("div");
  document.body.replaceChildren(host);
});

function drawn(...children: Child[]): string {
  render(host, ...children);
  return host.innerHTML;
}

const list = (...names: string[]): Child => names.map((name) => h("li", { key: name }, name));
const find = <T extends Element>(selector: string): T => present(host.querySelector<T>(selector));
const names = (): string[] => [...host.children].map((one) => present(one.textContent));

test("a string is text, never markup", () => {
  const markup = "<img src=x onerror=1></b><script>\"&amp;";
  drawn(markup, h("b", { title: markup }, markup));
  assert.deepEqual([...host.querySelectorAll("*")].map(({ localName }) => localName), ["b"]);
  assert.equal(host.firstChild?.nodeValue, markup);
  assert.equal(find("b").textContent, markup);
  assert.equal(find("b").getAttribute("title"), markup);
});

test("what is absent, false or empty is left out; 0 is a number", () => {
  assert.equal(drawn(undefined, false, "", 0, [[["deep"]], [undefined]]), "0deep");
  assert.equal(drawn(h("p", { hidden: false, id: undefined, "data-n": 0, open: true })), "<p data-n=\"0\" open=\"\"></p>");
});

test("what is the same stays the same element", () => {
  drawn(h("p", { class: "a" }, "one"), h("input", { type: "text" }));
  const before = [find("p"), find("input")];
  drawn(h("p", { class: "b", title: "new" }, "two"), h("input", { type: "text" }));
  assert.deepEqual([find("p"), find("input")].map((one, i) => one === before[i]), [true, true]);
  assert.equal(find("p").outerHTML, "<p class=\"b\" title=\"new\">two</p>");
  drawn(h("p", {}, "two"), h("input", { type: "text" }));
  assert.equal(find("p").attributes.length, 0, "attributes that are gone go");
});

test("an element keeps its key when others come, go and change places", () => {
  drawn(list("a", "b", "c"));
  const [a, b, c] = [...host.children];
  drawn(list("c", "x", "a", "b"));
  assert.deepEqual(names(), ["c", "x", "a", "b"]);
  assert.deepEqual([host.children[0], host.children[2], host.children[3]].map((one, i) => one === [c, a, b][i]), [true, true, true]);
  drawn(list("b"));
  assert.deepEqual(names(), ["b"]);
  assert.equal(host.firstChild, b);
});

test("every order of a list is reached from every other", () => {
  const orders = permutations(["a", "b", "c", "d"]);
  assert.equal(orders.length, 24);
  for (const from of orders) {
    for (const to of orders) {
      drawn(list(...from));
      const before = new Map([...host.children].map((one) => [one.textContent, one]));
      drawn(list(...to));
      assert.deepEqual(names(), to);
      for (const one of host.children) assert.equal(one, before.get(one.textContent));
    }
  }
});

test("an element without a key is not taken for another with one", () => {
  drawn(h("p", { key: 1 }, "keyed"));
  const keyed = find("p");
  drawn(h("p", {}, "plain"));
  assert.notEqual(find("p"), keyed);
});

test("one that comes before others leaves these as they are", () => {
  drawn(h("p", {}, "text"), h("input"));
  const input = find("input");
  drawn(h("h2", {}, "title"), h("p", {}, "text"), h("input"));
  assert.equal(find("input"), input);
});

test("when one goes, those after it stay what they were, each its own", () => {
  drawn(h("span", {}, "first"), h("p", {}, "A"), h("p", {}, "B"));
  const before = [...host.querySelectorAll("p")];
  assert.equal(drawn(h("p", {}, "A"), h("p", {}, "B")), "<p>A</p><p>B</p>");
  assert.deepEqual([...host.children].map((one, i) => one === before[i]), [true, true]);
});

test("the handler of the last drawing is the one that is called", () => {
  const calls: string[] = [];
  const button = (name: string): Child => h("button", { onclick: () => calls.push(name) });
  drawn(button("first"));
  drawn(button("second"));
  find<HTMLElement>("button").click();
  drawn(h("button", {}));
  find<HTMLElement>("button").click();
  assert.deepEqual(calls, ["second"]);
});

test("a control holds what the view says, whatever was typed since", () => {
  const form = (value: string, checked: boolean): Child => [h("input", { type: "text", value }), h("input", { type: "checkbox", checked }), h("textarea", { value })];
  drawn(form("one", true));
  const [input, box] = host.querySelectorAll("input");
  const area = find<HTMLTextAreaElement>("textarea");
  present(input).value = "typed";
  present(box).checked = false;
  area.value = "typed";
  drawn(form("one", true));
  assert.deepEqual([input?.value, box?.checked, area.value], ["one", true, "one"]);
  assert.equal(area.hasAttribute("value"), false);
});

test("who is typing goes on while the rest is drawn, until the view says another thing", () => {
  const form = (value: string): Child => h("textarea", { value });
  drawn(form(""));
  const area = find<HTMLTextAreaElement>("textarea");
  area.focus();
  area.value = "half a wo";
  drawn(form(""));
  assert.equal(area.value, "half a wo");
  drawn(form("cleared"));
  assert.equal(area.value, "cleared");
});

test("a choice is made once its options are there", () => {
  drawn(h("select", { value: "b" }, h("option", { value: "a" }), h("option", { value: "b" })));
  assert.equal(find<HTMLSelectElement>("select").value, "b");
});

test("a drawing is in the namespace of drawings", () => {
  drawn(h("p", {}, h("svg", {}, h("g", {}, h("path", { d: "M0 0" })))));
  for (const name of ["svg", "g", "path"]) assert.equal(find(name).namespaceURI, "http://www.w3.org/2000/svg");
  assert.equal(find("p").namespaceURI, "http://www.w3.org/1999/xhtml");
});

test("a view that is the very same is not gone through again", () => {
  const view = h("p", {}, "made once");
  drawn(view);
  const { firstChild } = find("p");
  present(firstChild).nodeValue = "changed behind its back";
  assert.equal(drawn(view), "<p>changed behind its back</p>");
  assert.equal(drawn(h("p", {}, "made once")), "<p>made once</p>");
});

test("memo makes anew when an input is another", () => {
  let made = 0;
  const sum = memo((a: number, b: number) => { made++; return a + b; });
  assert.deepEqual([sum(1, 2), sum(1, 2), sum(1, 3), sum(1, 2)], [3, 3, 4, 3]);
  assert.equal(made, 3);
});

function permutations(of: readonly string[]): string[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((one) => permutations(of.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}
