// What came of the handshake: the verdict with its reason code, the sequence, and
// beneath it what each side wrote down.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { Simulation } from "./lab.gen.ts";
import type { State } from "../app/state.ts";
import { chip, heading, words } from "../app/pieces.ts";
import { shown } from "../app/shown.ts";
import type { LabHands } from "./hands.ts";
import { infrastructure } from "./infrastructure.ts";
import { rules } from "./rules.ts";
import { sequence } from "./sequence.ts";
import { outputTabs } from "./records.ts";
import { statusChip } from "./status.ts";

export function outcome(state: State, hands: LabHands): Child {
  const { simulated } = state.lab;
  if (!simulated) {
    return !state.lab.failure && [
      h("p", { class: "verdict" }, "Run the handshake between a client and a load balancer, and see what the target gets."),
      h("p", { class: "lead" }, "A real TLS handshake, in this page’s memory. It begins with a client certificate that is issued for it."),
    ];
  }
  const { answer, keyless = false } = simulated;
  if (answer.problems.length > 0) {
    return h("div", { role: "status" },
      h("p", { class: "verdict" }, "The handshake cannot be run yet."),
      answer.problems.map(({ field, text }) => h("p", { key: field, class: "lead" }, text)));
  }
  return [
    h("div", { key: "verdict", role: "status", id: "sim-verdict" },
      h("p", { class: "verdict" }, sentence(answer)),
      h("div", { class: "chips" },
        statusChip(answer.verdict.status, answer.verdict.ok),
        answer.verdict.basis !== "" && chip({ tone: "", text: answer.verdict.basis }),
        answer.version !== "" && chip({ tone: "", text: `${answer.version} · ${answer.cipher}` })),
      answer.verdict.ok && h("p", { class: "lead" }, words(answer.verdict.text))),
    keyless && h("p", { key: "keyless", class: "lead", id: "keyless" },
      "Left out: the handshake. It needs the client’s private key, which you may paste beside the certificate. So nothing is said of the messages, the headers that the target gets and the line of the log."),
    !answer.verdict.ok && why(answer),
    keyless ? h("section", { key: "rules", class: "section", "aria-label": "Rules" }, heading("Rules"), h("div", { class: "panel" }, rules(answer.verdict))) : handshake(state, hands, answer),
    infrastructure(state, hands),
  ];
}

function handshake(state: State, hands: LabHands, answer: Simulation): Child {
  return [
    h("section", { key: "sequence", class: "section", "aria-label": "Sequence" },
      heading("Sequence", h("span", {}, `${answer.messages.length} messages · ${answer.sent.toLocaleString("en-US")} bytes sent, ${answer.got.toLocaleString("en-US")} received by the client`)),
      sequence(answer.messages)),
    outputTabs(state, hands, answer),
  ];
}

// The code in the sentence stands in its own type.
function sentence({ title, verdict }: Simulation): Child {
  const at = verdict.ok ? -1 : title.indexOf(verdict.status);
  return at < 0 ? words(title) : [title.slice(0, at), h("code", {}, verdict.status), title.slice(at + verdict.status.length)];
}

function why({ verdict, alertNote }: Simulation): VNode {
  const line = (title: string, content: Child): Child => content && h("div", { key: title, class: "why-row" }, h("dt", {}, title), h("dd", {}, content));
  return h("dl", { key: "why", class: "panel why" },
    line("What decided", h("strong", {}, shown(verdict.text))),
    line("AWS’s words", verdict.description !== "" && shown(verdict.description)),
    line("Usual causes", verdict.causes.length > 0 && h("ul", {}, verdict.causes.map((cause) => h("li", {}, words(cause))))),
    line("To do", verdict.todo !== "" && words(verdict.todo)),
    line("On the wire", alertNote !== "" && words(alertNote)));
}
