// The controls of the forms: each with its label, and with what is wrong with it.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { Problem } from "./lab.gen.ts";
import { icon } from "../app/icons.ts";

type Value = (value: string) => void;

export interface Choice {
  readonly value: string;
  readonly title: string;
}

const textIn = (event: Event): string => (event.currentTarget as HTMLInputElement).value;
const idOf = (name: string): string => `f-${name.replace(/[^A-Za-z0-9]+/g, "-")}`;

/** problem says what is wrong with a field; the field is described by it. */
export function problem(problems: readonly Problem[], name: string): Child {
  const found = problems.find((problem) => problem.field === name);
  return found && h("p", { key: `problem ${name}`, class: "problem", id: `${idOf(name)}-problem` }, icon("bad"), h("span", {}, found.text));
}

const described = (problems: readonly Problem[], name: string): Record<string, string | undefined> =>
  problems.some((problem) => problem.field === name) ? { "aria-invalid": "true", "aria-describedby": `${idOf(name)}-problem` } : {};

/** row sets a control beside its label. */
export function row(label: string, name: string, problems: readonly Problem[], control: Child, note: Child = undefined): VNode {
  return h("div", { key: `row ${name}`, class: "control-row" },
    h("label", { class: "control-label", for: idOf(name) }, label),
    h("div", { class: "control-body" }, control, note !== undefined && note !== "" && note !== false && h("p", { class: "control-note" }, note), problem(problems, name)));
}

/** group sets several controls beside the words for all of them. */
export function group(label: string, name: string, problems: readonly Problem[], ...controls: Child[]): VNode {
  return h("fieldset", { key: `group ${name}`, class: "control-row" },
    h("legend", { class: "control-label" }, label),
    h("div", { class: "control-body" }, controls, problem(problems, name)));
}

export function text(name: string, value: string, change: Value, problems: readonly Problem[] = [], more: { placeholder?: string; label?: string; list?: string; type?: string; class?: string } = {}): VNode {
  return h("input", {
    key: name, type: more.type ?? "text", class: more.class ?? "input", id: idOf(name), value, placeholder: more.placeholder, "aria-label": more.label, list: more.list,
    spellcheck: "false", autocomplete: "off", autocapitalize: "off", oninput: (event) => change(textIn(event)), ...described(problems, name),
  });
}

export function select(name: string, value: string, choices: readonly (Choice | { readonly title: string; readonly choices: readonly Choice[] })[], change: Value, problems: readonly Problem[] = [], label?: string): VNode {
  const option = (choice: Choice): VNode => h("option", { key: choice.value, value: choice.value }, choice.title);
  return h("select", { key: name, class: "input", id: idOf(name), value, "aria-label": label, onchange: (event) => change(textIn(event)), ...described(problems, name) },
    choices.map((one) => ("choices" in one ? h("optgroup", { key: one.title, label: one.title }, one.choices.map(option)) : option(one))));
}

export function checkbox(name: string, label: Child, checked: boolean, change: (checked: boolean) => void, disabled = false): VNode {
  return h("label", { key: name, class: "check" },
    h("input", { type: "checkbox", id: idOf(name), checked, disabled, onchange: (event) => change((event.currentTarget as HTMLInputElement).checked) }), h("span", {}, label));
}

/** segments are radio buttons that stand in one line. */
export function segments(name: string, label: string, value: string, choices: readonly Choice[], change: Value): VNode {
  return h("fieldset", { key: name, class: "segments" },
    h("legend", { class: "visually-hidden" }, label),
    choices.map((choice) => h("label", { key: choice.value, class: "segment" },
      h("input", { type: "radio", name: idOf(name), value: choice.value, checked: choice.value === value, onchange: () => change(choice.value) }), h("span", {}, choice.title))));
}
