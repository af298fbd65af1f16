// A field for the password of a file. What is typed is handed on once, and kept
// nowhere: not in the state, not by the browser.

import { h, type VNode } from "./dom.ts";

export interface Password {
  readonly id: string;
  readonly label: string;
  /** What became of the last try; empty before it. */
  readonly told: string;
  open(password: string): void;
}

export function passwordField({ id, label, told, open }: Password): VNode {
  const submit = (): void => {
    const input = document.querySelector<HTMLInputElement>(`#${id}`);
    if (!input) return;
    const { value } = input;
    input.value = "";
    open(value);
  };
  return h("div", { key: id, class: "password" },
    h("label", { class: "control-label", for: id }, label),
    h("div", { class: "password-row" },
      h("input", {
        type: "password", class: "input", id, autocomplete: "off", autocapitalize: "off", spellcheck: "false", "data-lpignore": "true", "data-1p-ignore": "",
        "aria-describedby": told === "" ? undefined : `${id}-told`,
        onkeydown: (event) => {
          if ((event as KeyboardEvent).key !== "Enter") return;
          event.preventDefault();
          submit();
        },
      }),
      h("button", { type: "button", class: "text-button", id: `${id}-open`, onclick: submit }, "Open it")),
    told !== "" && h("p", { class: "control-note tone-warn", id: `${id}-told`, role: "status" }, told));
}
