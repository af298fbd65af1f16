// The model of the ASN.1 tree, on a certificate as OpenSSL lists its elements.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bytesIn, matches, Model, titleOf } from "../src/decode/views/asn1model.ts";
import type { Node } from "../src/decode/report.gen.ts";
import { client2, node, present } from "./kit.ts";

const model = (nodes: readonly Node[] = client2()): Model => new Model(new Uint8Array(550), nodes);
const at = (m: Model, offset: number): Node => present(m.nodes.find((one) => one.offset === offset));
const offsets = (nodes: readonly Node[]): number[] => nodes.map(({ offset }) => offset);

const subject = 140;
const inSubject = [142, 144, 146, 151, 155, 157, 159, 164, 178, 180, 182, 187, 197, 199, 201, 206];

test("all elements are rows at first, in the order of the bytes", () => {
  const m = model();
  assert.equal(m.rows.length, 67);
  assert.deepEqual(offsets(m.rows), offsets(client2()));
  assert.deepEqual(m.rows.map((one) => m.row(one)), m.rows.map((_, i) => i));
});

test("a closed element hides what is in it, and nothing else", () => {
  const m = model();
  m.setOpen(at(m, subject), false);
  assert.deepEqual(offsets(m.rows), offsets(client2()).filter((offset) => !inSubject.includes(offset)));
  assert.equal(m.row(at(m, 206)), -1);
  assert.equal(m.isOpen(at(m, subject)), false);
  m.setOpen(at(m, subject), true);
  assert.equal(m.rows.length, 67);
});

test("what was closed inside stays closed when the outer one opens", () => {
  const m = model();
  m.setOpen(at(m, 197), false);
  m.setOpen(at(m, subject), false);
  m.setOpen(at(m, subject), true);
  assert.deepEqual(offsets(m.rows).filter((offset) => offset >= 197 && offset < 224), [197]);
});

test("a way leads through every element around, from the outermost", () => {
  const m = model();
  assert.deepEqual(offsets(m.path(at(m, 206))), [0, 4, 140, 197, 199, 206]);
  for (const one of m.nodes) {
    const way = m.path(one);
    assert.equal(way.length, one.depth + 1);
    for (const outer of way) assert.ok(outer.offset <= one.offset && outer.offset + outer.size >= one.offset + one.size, `${outer.offset} around ${one.offset}`);
  }
});

test("an element is revealed by opening what it is in", () => {
  const m = model();
  for (const offset of [0, 4, subject, 197]) m.setOpen(at(m, offset), false);
  m.reveal(at(m, 206));
  assert.ok(m.row(at(m, 206)) > 0);
});

test("a byte belongs to the deepest element that has it", () => {
  const m = model();
  for (let byte = 0; byte < 550; byte++) {
    const holders = m.nodes.filter(({ offset, size }) => byte >= offset && byte < offset + size);
    const deepest = Math.max(...holders.map(({ depth }) => depth));
    assert.equal(m.innermost(byte), holders.find(({ depth }) => depth === deepest), `byte ${byte}`);
  }
  assert.equal(m.innermost(550), undefined);
});

test("a range belongs to the innermost element that has all of it", () => {
  const m = model();
  assert.equal(m.within(140, 224)?.offset, 140, "the subject itself");
  assert.equal(m.within(206, 224)?.offset, 206);
  assert.equal(m.within(187, 210)?.offset, 140, "from one RDN into the next");
  assert.equal(m.within(0, 551), undefined);
});

test("of two elements with the same bytes the outer one is meant", () => {
  const run = node({ form: "run", offset: 4, size: 6, depth: 1 });
  const m = model([node({ size: 10, form: "constructed" }), run, node({ offset: 4, size: 6, depth: 2 })]);
  assert.equal(m.within(4, 10), run);
});

test("a row knows its place among its neighbors, as ARIA counts", () => {
  const m = model();
  assert.deepEqual([142, 155, 178, 197].map((offset) => m.among(at(m, offset))), [1, 2, 3, 4].map((n) => ({ at: n, size: 4 })));
  assert.deepEqual([4, 465, 477].map((offset) => m.among(at(m, offset)).at), [1, 2, 3]);
  assert.deepEqual(m.among(at(m, 0)), { at: 1, size: 1 });
});

test("what was left out is put in after the element, once", () => {
  const whole = client2();
  const inside = whole.filter(({ offset }) => inSubject.includes(offset));
  const m = model(whole.filter(({ offset }) => !inSubject.includes(offset)).map((one) => (one.offset === subject ? { ...one, closed: 16 } : one)));
  const closed = at(m, subject);
  assert.ok(m.missing(closed) && m.holds(closed) && !m.isOpen(closed));
  m.fill(closed, inside);
  m.fill(closed, inside);
  assert.deepEqual(offsets(m.nodes), offsets(whole));
  assert.deepEqual(offsets(m.rows), offsets(whole));
  assert.ok(m.isOpen(closed));
});

test("of a large structure the second level is closed", () => {
  const nodes = [node({ form: "constructed", size: 20_000 }), node({ form: "constructed", depth: 1, offset: 2, size: 19_998 })];
  for (let i = 0; i < 1500; i++) nodes.push(node({ form: "constructed", depth: 2, offset: 4 + 4 * i, size: 4 }), node({ depth: 3, offset: 6 + 4 * i }));
  assert.equal(model(nodes).rows.length, 1502);
  assert.equal(model(nodes.slice(0, 3000)).rows.length, 3000);
});

test("an element is named by its field, else by its tag", () => {
  assert.equal(titleOf(node({ tag: "INTEGER", name: "serialNumber" })), "serialNumber");
  assert.equal(titleOf(node({ tag: "INTEGER" })), "INTEGER");
  assert.equal(titleOf(node({ form: "run", tag: "elements", value: "1 to 1000" })), "elements 1 to 1000");
  assert.equal(bytesIn(node({ offset: 13, header: 2, length: 11 })), "offset 13, header 2, content 11");
  assert.equal(bytesIn(node({ offset: 13, header: 2, length: -1 })), "offset 13, header 2, content of indefinite length");
  assert.equal(bytesIn(node({ form: "rest", offset: 13, size: 9 })), "offset 13, 9 bytes");
});

test("tag and length bytes are told apart, and what is at fault", () => {
  // X.690: [31] has a tag of two octets (8.1.2.4), a length of 200 takes two (8.1.3.5).
  const m = new Model(Uint8Array.from([0x30, 0x81, 0xc8, 0xbf, 0x1f, 0x00, 0x02, 0x01, 0x05]), [
    node({ offset: 0, header: 3, size: 9 }), node({ offset: 3, header: 3, size: 3, depth: 1 }), node({ offset: 6, header: 2, size: 3, depth: 1, fault: "it is wrong" }),
  ]);
  assert.deepEqual([...m.roles], [1, 2, 2, 1, 1, 2, 3, 3, 0]);
});

test("a search finds what stands in a row", () => {
  const one = node({ name: "serialNumber", tag: "INTEGER", value: "07C41E", fault: "" });
  assert.deepEqual(["serial", "integer", "c41e", "issuer"].map((words) => matches(one, words)), [true, true, true, false]);
});
