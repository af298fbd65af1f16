// The rows of a subject, in the order of the certificate, and of its alternative names.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { AlternateName, Attribute, NameChoice, Problem } from "./lab.gen.ts";
import { icon, type IconName } from "../app/icons.ts";
import { problem, select, text } from "./controls.ts";

type Change<T> = (list: T[]) => void;

export function subjectRows(list: readonly Attribute[], types: readonly string[], problems: readonly Problem[], change: Change<Attribute>): Child {
  const edit = (at: number, attribute: Partial<Attribute>): void => change(list.map((one, i) => (i === at ? { ...one, ...attribute } : one)));
  return [
    h("datalist", { key: "types", id: "attribute-types" }, types.map((type) => h("option", { value: type }))),
    list.map((one, i) => {
      const name = `subject[${i}]`;
      return h("div", { key: i, class: "name-row" },
        text(`${name}.type`, one.type, (type) => edit(i, { type }), problems, { label: `Attribute ${i + 1}, type`, list: "attribute-types", class: "input mono name-type" }),
        text(`${name}.value`, one.value, (value) => edit(i, { value }), problems, { label: `Attribute ${i + 1}, value` }),
        h("span", { class: "name-actions" },
          i > 0 && h("button", { type: "button", class: "icon-button join-button", "aria-pressed": String(one.joined), "aria-label": `Attribute ${i + 1} in one RDN with the one before`, title: "In one RDN with the one before", onclick: () => edit(i, { joined: !one.joined }) }, "+"),
          small("up", `Move attribute ${i + 1} up`, () => change(moved(list, i, i - 1)), i === 0),
          small("down", `Move attribute ${i + 1} down`, () => change(moved(list, i, i + 1)), i === list.length - 1),
          small("close", `Remove attribute ${i + 1}`, () => change(list.filter((_, n) => n !== i)))),
        problem(problems, `${name}.type`), problem(problems, `${name}.value`), problem(problems, name));
    }),
    add("Add an attribute", () => change([...list, { type: types.find((type) => !list.some((one) => one.type === type)) ?? "OU", value: "", joined: false }])),
  ];
}

export function nameRows(list: readonly AlternateName[], kinds: readonly NameChoice[], problems: readonly Problem[], change: Change<AlternateName>): Child {
  const edit = (at: number, entry: Partial<AlternateName>): void => change(list.map((one, i) => (i === at ? { ...one, ...entry } : one)));
  return [
    list.map((one, i) => {
      const name = `names[${i}]`;
      return h("div", { key: i, class: "name-row" },
        select(`${name}.kind`, one.kind, kinds.map(({ kind, title }) => ({ value: kind, title })), (kind) => edit(i, { kind }), problems, `Alternative name ${i + 1}, kind`),
        text(`${name}.value`, one.value, (value) => edit(i, { value }), problems, { label: `Alternative name ${i + 1}, value`, placeholder: kinds.find(({ kind }) => kind === one.kind)?.example }),
        h("span", { class: "name-actions" }, small("close", `Remove alternative name ${i + 1}`, () => change(list.filter((_, n) => n !== i)))),
        problem(problems, `${name}.kind`), problem(problems, `${name}.value`), problem(problems, name));
    }),
    add("Add a name", () => change([...list, { kind: kinds[0]?.kind ?? "dns", value: "" }])),
  ];
}

function small(name: IconName, label: string, press: () => void, disabled = false): VNode {
  return h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, disabled, onclick: press }, icon(name));
}

function add(label: string, press: () => void): VNode {
  return h("button", { key: "add", type: "button", class: "text-button", onclick: press }, label);
}

// The first attribute cannot be joined with one before it.
function moved(list: readonly Attribute[], from: number, to: number): Attribute[] {
  const next = [...list];
  const [one] = next.splice(from, 1);
  if (one) next.splice(to, 0, one);
  return next.map((attribute, i) => (i === 0 ? { ...attribute, joined: false } : attribute));
}
