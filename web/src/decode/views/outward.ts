// The client written out for other tools: as other senders forward it, as a request to
// send again. Folded, because it is for those who came for it; what it needs is asked
// for when it is open.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Report } from "../report.gen.ts";
import type { Written } from "../../lab/lab.gen.ts";
import type { State } from "../../app/state.ts";
import { disclosure, type Hands, heading, unmade } from "../../app/pieces.ts";
import { shownPlain } from "../../app/shown.ts";
import { tabs } from "../../app/tabs.ts";
import { written } from "../../app/written.ts";
import type { OutKind, Outward } from "../out-state.ts";

const kinds: readonly { readonly id: OutKind; readonly label: string }[] = [
  { id: "translate", label: "Translate" },
  { id: "replay", label: "Replay" },
  { id: "code", label: "Code" },
  { id: "allow", label: "Allow" },
  { id: "files", label: "Files" },
];

/** A list of more groups than this is no choice. */
const most = 200;

export function out(state: State, hands: Hands, report: Report): Child {
  if (report.verdict.state !== "read" || report.groups.length === 0) return undefined;
  return h("section", { key: "out", class: "section", "aria-label": "Out" },
    heading("Out"),
    disclosure(state, hands, "out", { class: "panel out" }, "For other tools: as every proxy forwards it, as a request to send again, as code", () => body(state, hands, report)));
}

function body(state: State, hands: Hands, report: Report): VNode {
  const { kind, item, headers, password } = state.outward;
  const group = Math.min(state.outward.group, report.groups.length - 1);
  const set = (outward: Partial<Outward>): void => hands.dispatch({ type: "outward", outward });
  const { value, fresh, failure } = hands.ask<Written>("out", "out", { what: kind, group, headers: kind === "replay" || kind === "code" ? headers : "", password: kind === "files" ? password : "" });
  return h("div", { class: "out-body" },
    groups(report, group, (at) => set({ group: at, headers: "" })),
    tabs("out-kinds", "out-tabs", "Out", kinds, kind, (id) => set({ kind: id as OutKind }), undefined,
      failure !== undefined ? unmade("This could not be made", failure, () => hands.again("out"))
      : !value || (!fresh && value.title.toLowerCase() !== kind) ? h("p", { class: "muted outputs-wait", role: "status" }, "One moment …")
      : written(hands, "out", value, item[kind] ?? "", (id) => set({ item: { ...item, [kind]: id } }), kind === "files" ? secret(password, (to) => set({ password: to })) : senders(value, headers, (id) => set({ headers: id })))));
}

function groups({ groups: list }: Report, chosen: number, choose: (group: number) => void): Child {
  return list.length > 1 && h("label", { class: "written-choice out-group" }, h("span", {}, "Of"),
    h("select", { class: "input", id: "out-group", value: String(chosen), onchange: (event) => choose(Number((event.currentTarget as HTMLSelectElement).value)) },
      list.slice(0, most).map(({ title, client }, i) => h("option", { key: i, value: String(i) }, [title || `Part ${i + 1}`, shownPlain(client.name)].filter(Boolean).join(": ")))));
}

function secret(password: string, change: (password: string) => void): Child {
  return h("label", { class: "written-choice" }, h("span", {}, "Password of the PKCS#12"),
    h("input", { type: "text", class: "input", id: "out-password", value: password, placeholder: "changeit", spellcheck: "false", autocomplete: "off", onchange: (event) => change((event.currentTarget as HTMLInputElement).value) }));
}

function senders(value: Written, chosen: string, choose: (id: string) => void): Child {
  return value.senders.length > 0 && h("label", { class: "written-choice" }, h("span", {}, "Headers"),
    h("select", { class: "input", id: "out-headers", value: chosen, onchange: (event) => choose((event.currentTarget as HTMLSelectElement).value) },
      h("option", { key: "", value: "" }, "As pasted, or a load balancer’s"), value.senders.map(({ id, title }) => h("option", { key: id, value: id }, title))));
}
