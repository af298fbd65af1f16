// What was issued: its files, where each goes, and what to do with it next.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { File, Issued } from "./lab.gen.ts";
import type { State } from "../app/state.ts";
import { icon } from "../app/icons.ts";
import { chip, copyButton, disclosure, heading, type Hands } from "../app/pieces.ts";
import { shown } from "../app/shown.ts";
import { size } from "../app/words.ts";
import type { LabHands } from "./hands.ts";
import { fileOf } from "./lab-state.ts";
import { statusChip } from "./status.ts";

export function issuedPanel(state: State, hands: LabHands): Child {
  const { issued } = state.lab;
  if (!issued) return empty();
  const { preset, files, script, noScript } = issued;
  const certificate = fileOf(issued, "certificate.crt");
  return [
    h("div", { class: "issued-head", role: "status" },
      h("p", { class: "verdict" }, preset ? [preset.title, ": "] : "Client certificate of ", h("code", {}, shown(issued.title))),
      h("div", { class: "chips" },
        preset && statusChip(preset.expected, preset.expected === "Success"),
        preset && preset.basis !== "" && chip({ tone: "", text: preset.basis })),
      issued.note !== "" && h("p", { class: preset ? "lead" : "lead tone-warn" }, issued.note)),
    h("div", { class: "actions" },
      h("button", { type: "button", class: "button", id: "use-in-simulate", onclick: () => hands.simulate(issued) }, "Use in Simulate"),
      h("button", { type: "button", class: "button", id: "pack", onclick: () => hands.pack(issued) }, "Download all files"),
      h("button", { type: "button", class: "button", id: "show-in-decode", onclick: () => hands.decode("The certificate", certificate) }, "Show in Decode")),
    h("section", { key: "files", class: "section", "aria-label": "Files" },
      heading("Files", h("span", {}, "made in this page, kept in its memory alone")),
      h("ul", { class: "panel files" }, files.map((file) => fileRow(state, hands, file)))),
    keyNote(files),
    h("section", { key: "script", class: "section", "aria-label": "With OpenSSL" },
      script !== ""
        ? disclosure(state, hands, "issue:script", { class: "panel script" }, "The same with openssl", () => [
          h("div", { class: "script-tools" }, copyButton(hands, "the openssl commands", script), saveButton(hands, "issue.sh", "text/x-shellscript", script)),
          h("pre", { class: "output", tabindex: "0", "aria-label": "openssl commands" }, script),
        ])
        : noScript !== "" && h("p", { class: "muted" }, noScript)),
  ];
}

function fileRow(state: State, hands: LabHands, file: File): VNode {
  const key = `file:${file.name}`;
  const open = state.open.get(key) ?? false;
  return h("li", { key, class: "file", "data-file": file.name, "data-secret": file.secret },
    h("h3", { class: "file-name" }, icon(file.secret ? "key" : "file"), h("code", {}, file.name)),
    h("p", { class: "file-use" }, file.use),
    h("div", { class: "file-actions" },
      h("button", { type: "button", class: "text-button", "aria-expanded": String(open), "aria-label": `${open ? "Hide" : "Show"} ${file.name}`, onclick: () => hands.dispatch({ type: "opened", key, open: !open }) }, open ? "Hide" : "Show"),
      copyButton(hands, file.name, file.text),
      saveButton(hands, file.name, "application/x-pem-file", file.text)),
    open && h("pre", { class: "output file-text", tabindex: "0", "aria-label": file.name }, file.text.length > longest ? `${file.text.slice(0, longest)}…\n(${size(file.text.length)}; copy and download give all of it)` : file.text));
}

const longest = 20_000;

function saveButton(hands: Hands, name: string, type: string, text: string): VNode {
  return h("button", { type: "button", class: "icon-button", "aria-label": `Download ${name}`, title: `Download ${name}`, onclick: () => hands.save(name, type, text) }, icon("download"));
}

function keyNote(files: Issued["files"]): Child {
  return files.some((file) => file.secret) && h("p", { key: "note", class: "key-note" }, icon("key"),
    h("span", {}, "Private keys live in the memory of this page and nowhere else: not in Decode, a link, a log or the browser’s storage. Close the page and they are gone. They are for tests only."));
}

function empty(): Child {
  return [
    h("p", { class: "verdict" }, "Make the certificate that a client presents, and the trust store that takes it."),
    h("p", { class: "lead" }, "One press gives three files: a private key, a certificate, and the authority for the load balancer’s trust store. Or take one that is wrong on purpose, and see which reason code it provokes. The keys are made in this page, and nothing is sent."),
  ];
}
