// A field for PEM: typed, pasted, opened from a file or dropped. A binary file is
// written as PEM, so that what is in the field can be read.

import { h, type Child, type VNode } from "../app/dom.ts";
import { decodeText, decodeUTF8, isStore, pemOf, storeLabel } from "../app/bytes.ts";
import type { Problem } from "./lab.gen.ts";
import { problem } from "./controls.ts";
import type { OpenedFile } from "./lab-state.ts";

export interface Area {
  readonly name: string;
  readonly label: string;
  /** Of the PEM that a binary file becomes. */
  readonly pem: string;
  readonly value: string;
  readonly rows: number;
  readonly placeholder: string;
  readonly problems?: readonly Problem[];
  /** More buttons. */
  readonly beside?: Child;
  change(text: string): void;
  /** Takes a file that is no text in UTF-8, where it counts by its bytes. */
  held?(file: OpenedFile): void;
}

export function area(field: Area): VNode {
  const id = `f-${field.name}`;
  const wrong = field.problems?.some((problem) => problem.field === field.name) ?? false;
  const take = async (files: readonly File[]): Promise<void> => {
    const given = await Promise.all(files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })));
    const [first] = given;
    if (!first) return;
    if (field.held && given.length === 1 && decodeUTF8(first.bytes) === undefined) field.held(first);
    else field.change(given.map(({ bytes }) => textOf(bytes, field.pem)).join(""));
  };
  return h("div", { key: field.name, class: "area" },
    h("div", { class: "area-head" },
      h("label", { class: "control-label", for: id }, field.label),
      h("div", { class: "area-actions" },
        field.beside,
        h("label", { class: "text-button area-open" }, "Open file",
          h("input", {
            type: "file", multiple: true, class: "visually-hidden", "aria-label": `Open a file for: ${field.label}`,
            onchange: (event) => {
              const input = event.currentTarget as HTMLInputElement;
              const files = [...(input.files ?? [])];
              input.value = "";
              void take(files);
            },
          })))),
    h("textarea", {
      class: "input area-text", id, rows: field.rows, value: field.value, placeholder: field.placeholder, translate: "no",
      spellcheck: "false", autocomplete: "off", autocapitalize: "off", wrap: "off", "aria-invalid": wrong || undefined, "aria-describedby": wrong ? `f-${field.name}-problem` : undefined,
      oninput: (event) => field.change((event.currentTarget as HTMLTextAreaElement).value),
      ondrop: (event) => {
        const files = [...((event as DragEvent).dataTransfer?.files ?? [])];
        if (files.length === 0) return;
        event.preventDefault();
        void take(files);
      },
    }),
    problem(field.problems ?? [], field.name));
}

function textOf(bytes: Uint8Array, label: string): string {
  const text = decodeText(bytes);
  if (text === undefined) return pemOf(bytes, isStore(bytes) ? storeLabel : label);
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
