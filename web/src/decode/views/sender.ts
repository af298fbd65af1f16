// Who wrote the requests: what each sender verifies, as what it does and not as what it
// did; what is left to the application; what must be stripped; where the outcome stands.

import { h, type Child, type VNode } from "../../app/dom.ts";
import { icon } from "../../app/icons.ts";
import { addressed, disclosure, heading, more, reference, words, type Hands } from "../../app/pieces.ts";
import { senderKey, type State } from "../../app/state.ts";
import { progress } from "./answers.ts";
import type { Report, Sender, SenderMode } from "../report.gen.ts";

export function senders(state: State, hands: Hands, report: Report): Child {
  if (report.senders.length === 0) return undefined;
  return h("section", { key: "senders", class: "section", "aria-label": "Who sends it", "data-place": "senders" },
    heading(report.senders.length > 1 ? "Who sends them" : "Who sends it", h("span", {}, "what it does; not what it did with this paste")),
    h("ul", { class: "senders" }, report.senders.map((sender, i) => panel(state, hands, report, sender, i))));
}

function panel(state: State, hands: Hands, report: Report, sender: Sender, index: number): VNode {
  const { id, title, mode, modes, outcome, todo, strip, versions, reference: link } = sender;
  return h("li", { key: index, class: "panel sender", "data-sender": index, "data-family": id, "data-mode": mode },
    disclosure(state, hands, senderKey(report, index), { class: "sender-fold" },
      h("span", { class: "sender-head" }, h("h3", {}, title), mode !== "" && h("span", { class: "muted" }, `${mode} mode`)),
      () => h("div", { class: "sender-body" },
        untold(sender) && h("div", { class: "sender-wait" }, progress(state, hands, "Looking up what it does …")),
        modes.map((one) => does(one, modes.length > 1)),
        todo.length > 0 && part("Your application must still", h("ul", {}, todo.map((item) => h("li", {}, icon("chevron"), h("span", {}, words(item)))))),
        outcome !== "" && part("Where the outcome stands", h("p", {}, words(outcome))),
        strip !== "" && part("Copies that a client sends", h("p", {}, words(strip))),
        versions.length > 0 && part("What changed", h("ul", {}, versions.map((item) => h("li", {}, icon("chevron"), h("span", {}, words(item)))))),
        h("p", { class: "sender-reference" }, reference(link), " ", more("sender", id, title), addressed("family", id, title)))));
}

// What is told of a sender comes after the first answer.
function untold({ modes, todo, strip }: Sender): boolean {
  return modes.length === 0 && todo.length === 0 && strip === "";
}

function does({ name, does }: SenderMode, several: boolean): VNode {
  const title = several && name !== "" ? `What it does, ${name}` : "What it does";
  return part(title, does.length === 0
    ? h("p", { class: "muted" }, "It verifies nothing.")
    : h("ul", {}, does.map(({ text, basis }) => h("li", {}, icon("chevron"), h("span", {}, words(text), " ", h("span", { class: "basis" }, basis))))));
}

function part(title: string, body: Child): VNode {
  return h("div", { key: title, class: "sender-part" }, h("h4", {}, title), body);
}
