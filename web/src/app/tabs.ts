// Tabs: one is chosen; the arrow keys, Home and End go from one to the next.

import { h, type Child, type VNode } from "./dom.ts";

export interface Tab {
  readonly id: string;
  readonly label: string;
}

export function tabs(
  key: string, className: string, label: string, list: readonly Tab[], chosen: string, choose: (id: string) => void, beside: Child, panel: Child,
): VNode {
  const name = key.replace(/[^A-Za-z0-9]+/g, "-");
  const move = (event: Event): void => {
    const { key: pressed } = event as KeyboardEvent;
    const at = list.findIndex((tab) => tab.id === chosen);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: list.length - 1 }[pressed];
    const tab = to === undefined ? undefined : list.at(to % list.length);
    if (!tab) return;
    event.preventDefault();
    choose(tab.id);
    // The buttons stay the same elements, so the next one can be focused at once.
    const row = event.currentTarget as Element;
    row.querySelector<HTMLElement>(`[data-tab="${CSS.escape(tab.id)}"]`)?.focus();
  };
  return h("div", { key, class: `tabs ${className}` },
    h("div", { class: "tabs-head" },
      h("div", { class: "tabs-row", role: "tablist", "aria-label": label, onkeydown: move },
        list.map((tab) => h("button", {
          key: tab.id, type: "button", role: "tab", class: "tab", id: `${name}-${list.indexOf(tab)}`, "data-tab": tab.id,
          "aria-selected": String(tab.id === chosen), "aria-controls": `${name}-panel`, tabindex: tab.id === chosen ? 0 : -1,
          onclick: () => choose(tab.id),
        }, tab.label))),
      h("div", { class: "tabs-beside" }, beside)),
    h("div", { role: "tabpanel", id: `${name}-panel`, "aria-labelledby": `${name}-${Math.max(0, list.findIndex((tab) => tab.id === chosen))}` }, panel));
}
