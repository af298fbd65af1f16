// Keys that one presses without going to a control, and the panel that lists them. They
// do nothing while something is typed, and can be switched off: who speaks to the
// machine, or presses keys by accident, must not be led about by letters.

import { h, render, type Child } from "./dom.ts";
import { icon } from "./icons.ts";
import { recall, remember } from "./storage.ts";

export interface Shortcut {
  /** As KeyboardEvent.key has it. */
  readonly key: string;
  readonly does: string;
  press(): void;
}

/** Kept so when the keys are switched off. */
const off = "off";

/** startKeys listens to the keys and opens the panel at ?. */
export function startKeys(dialog: HTMLDialogElement, button: HTMLElement, shortcuts: readonly Shortcut[]): void {
  let on = recall("keys") !== off;
  const open = (): void => {
    draw();
    dialog.showModal();
  };
  const draw = (): void => render(dialog, panel(dialog, shortcuts, on, (now) => {
    on = now;
    remember("keys", on ? undefined : off);
    draw();
  }));
  button.addEventListener("click", open);
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close(); // the ground around it
  });
  addEventListener("keydown", (event) => {
    if (!on || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    if (types(event.target) || document.querySelector("dialog[open]")) return;
    const shortcut = shortcuts.find(({ key }) => key === event.key);
    if (event.key !== "?" && !shortcut) return;
    event.preventDefault(); // the letter would be typed where the key leads
    if (shortcut) shortcut.press();
    else open();
  });
}

/** types tells that a key pressed there is typed, or chooses. */
export function types(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input:not([type=checkbox], [type=radio], [type=button]), textarea, select, [contenteditable], [role=tree]") !== null;
}

function panel(dialog: HTMLDialogElement, shortcuts: readonly Shortcut[], on: boolean, change: (on: boolean) => void): Child {
  return [
    h("div", { class: "proof-head" },
      h("h2", { id: "keys-title" }, "Keys"),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => dialog.close() }, icon("close"))),
    h("dl", { class: "keys" },
      [...shortcuts, { key: "?", does: "this list" }, { key: "Esc", does: "close a panel; from the paste, back to what led there" }].map(({ key, does }) => h("div", { key },
        h("dt", {}, h("kbd", {}, key)), h("dd", {}, does)))),
    h("label", { class: "check" },
      h("input", { type: "checkbox", id: "keys-on", checked: on, onchange: (event) => change((event.currentTarget as HTMLInputElement).checked) }),
      h("span", {}, "Single keys are on; never while you type in a field")),
  ];
}

/** step goes to the one of the elements that comes after, or before, where the reader is; round at the end. */
export function step(elements: readonly HTMLElement[], by: 1 | -1, here: Element | null = document.activeElement): HTMLElement | undefined {
  const seen = elements.filter((element) => element.getClientRects().length > 0);
  const inside = seen.findIndex((element) => here !== null && element.contains(here));
  if (inside >= 0) return seen.at((inside + by) % seen.length);
  if (!here || here === document.body) return seen.at(by > 0 ? 0 : -1);
  const after = seen.findIndex((element) => here.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  if (after < 0) return seen.at(by > 0 ? 0 : -1);
  return seen.at(by > 0 ? after : after - 1);
}

/** arrive brings an element into sight and focuses it, or the first control in it. */
export function arrive(element: HTMLElement, focus: HTMLElement | null = null): void {
  const target = focus ?? element;
  if (target === element && element.tabIndex < 0) element.tabIndex = -1;
  element.scrollIntoView({ block: "start" });
  target.focus({ preventScroll: true });
}
