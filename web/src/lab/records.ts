// What each side wrote down: the client's transcript, the headers that the target
// gets, the line of the connection log, the rules one by one.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { Simulation } from "./lab.gen.ts";
import type { State } from "../app/state.ts";
import { icon } from "../app/icons.ts";
import { copyButton, heading } from "../app/pieces.ts";
import { shown } from "../app/shown.ts";
import { tabs } from "../app/tabs.ts";
import type { LabHands } from "./hands.ts";
import { rules, rulesText } from "./rules.ts";

const list = [
  { id: "transcript", label: "curl" },
  { id: "headers", label: "Headers to the target" },
  { id: "log", label: "Connection log" },
  { id: "rules", label: "Rules" },
] as const;

export function outputTabs(state: State, hands: LabHands, answer: Simulation): VNode {
  const chosen = state.lab.output;
  const { text, file, body } = {
    transcript: () => ({ text: `${answer.transcript.join("\n")}\n`, file: "curl.txt", body: transcript(answer.transcript) }),
    headers: () => ({ text: answer.request.replaceAll("\r\n", "\n"), file: "request.txt", body: request(answer) }),
    log: () => ({ text: `${answer.logLine}\n`, file: "connection.log", body: h("pre", { class: "output wrap", tabindex: "0", "aria-label": "Connection log" }, shown(answer.logLine)) }),
    rules: () => ({ text: rulesText(answer.verdict.rules), file: "rules.txt", body: rules(answer.verdict) }),
  }[chosen]();
  const label = list.find(({ id }) => id === chosen)?.label ?? "";
  return h("section", { key: "outputs", class: "section", "aria-label": "Outputs" },
    heading("What each side records", answer.request !== "" && h("button", {
      type: "button", class: "text-button", id: "to-decode", onclick: () => hands.decode("The headers of the request", answer.request.replaceAll("\r\n", "\n")),
    }, "Send headers to Decode", icon("chevron"))),
    tabs("sim", "panel outputs", "Outputs", list, chosen, (id) => hands.choose(id),
      text.trim() !== "" && [
        copyButton(hands, `${label}`, text),
        h("button", { type: "button", class: "icon-button", "aria-label": `Download ${file}`, title: `Download ${file}`, onclick: () => hands.save(file, "text/plain", text) }, icon("download")),
      ],
      body));
}

function transcript(lines: readonly string[]): Child {
  return h("pre", { class: "output wrap", tabindex: "0", "aria-label": "curl" }, lines.map((line, i) => h("span", { key: i, class: "t-line", "data-kind": line[0] === ">" ? "out" : line[0] === "<" ? "in" : line[0] === "*" ? "info" : line.startsWith("curl: ") ? "bad" : "body" }, shown(line), "\n")));
}

function request(answer: Simulation): Child {
  if (answer.request === "") return h("p", { class: "muted outputs-wait" }, "The target gets nothing: the connection ends before a request.");
  const [first = ""] = answer.request.split("\r\n", 1);
  return h("div", { class: "sent", tabindex: "0", role: "group", "aria-label": "Headers to the target" },
    h("p", { class: "sent-line" }, h("code", {}, shown(first))),
    answer.headers.map(({ name, value, added }, i) => h("p", { key: i, class: "sent-line", "data-added": added, title: added ? "Added by the load balancer" : undefined },
      h("code", {}, h("b", {}, `${name}:`), " ", shown(value)))));
}
