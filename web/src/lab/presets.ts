// Certificates that are wrong on purpose, and awkward ones: a line each, with the
// verdict that it should provoke. A press issues it.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { Choices, Preset } from "./lab.gen.ts";
import type { State } from "../app/state.ts";
import { heading } from "../app/pieces.ts";
import type { LabHands } from "./hands.ts";
import { progress } from "./progress.ts";

export function presets(state: State, hands: LabHands, choices: Choices): Child {
  const busy = state.lab.work !== undefined;
  const chosen = state.lab.issued?.preset?.name;
  const row = (preset: Preset): VNode => h("li", { key: preset.name },
    h("button", {
      type: "button", class: "preset", "data-preset": preset.name, "aria-current": preset.name === chosen ? "true" : undefined, "aria-disabled": busy || undefined,
      onclick: () => { if (!busy) hands.preset(preset.name); },
    },
      h("span", { class: "preset-title" }, preset.title),
      preset.expected !== "Success" && h("code", { class: "preset-code" }, preset.expected),
      h("span", { class: "preset-text" }, preset.text)));
  const list = (title: string, note: string, some: readonly Preset[]): Child => some.length > 0 && [
    h("h3", { key: title, class: "preset-group" }, title, h("span", { class: "muted" }, note)),
    h("ul", { key: `${title} list`, class: "presets" }, some.map(row)),
  ];
  return [
    heading("Wrong on purpose", h("button", { type: "button", class: "text-button", id: "zip", disabled: busy, onclick: () => hands.zip() }, "All as zip")),
    h("div", { key: "progress" }, progress(state, hands, "zip")),
    h("div", { key: "lists", class: "panel preset-lists" },
      list("Refused", "with the reason code expected in verify mode", choices.presets.filter((preset) => preset.expected !== "Success")),
      list("Taken", "right or awkward; the log says Success", choices.presets.filter((preset) => preset.expected === "Success"))),
  ];
}
