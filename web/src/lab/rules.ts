// The rules one by one, in the order in which they are asked.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { Rule, Verdict } from "./lab.gen.ts";
import { icon, type IconName } from "../app/icons.ts";
import { shown } from "../app/shown.ts";

const looks: Record<string, { icon: IconName; tone: string }> = {
  passed: { icon: "good", tone: "good" },
  failed: { icon: "bad", tone: "bad" },
  skipped: { icon: "none", tone: "" },
};

export function rules({ rules, path }: Verdict): Child {
  return [
    h("ol", { class: "rules" }, rules.map((rule) => one(rule))),
    path.length > 0 && h("p", { class: "rules-path" }, h("span", { class: "muted" }, "Path: "), path.map(({ subject, anchor }, i) => [i > 0 && " ← ", h("code", {}, shown(subject)), anchor >= 0 && h("span", { class: "muted" }, " (trust store)")])),
  ];
}

function one(rule: Rule): VNode {
  const { icon: name, tone } = looks[rule.outcome] ?? { icon: "none", tone: "" };
  return h("li", { key: rule.id, class: "rule", "data-rule": rule.id, "data-outcome": rule.outcome, "data-tone": tone },
    h("span", { class: "rule-title" }, icon(name), h("span", {}, rule.title, h("span", { class: "visually-hidden" }, `, ${rule.outcome}: `))),
    h("span", { class: "rule-detail" }, shown(rule.detail), " ",
      rule.field !== "" && h("code", { class: "rule-field" }, rule.field)),
    h("a", { class: "basis", href: rule.source, target: "_blank", rel: "noreferrer noopener" }, rule.basis));
}

/** rulesText is the list to copy. */
export function rulesText(rules: readonly Rule[]): string {
  return rules.map(({ outcome, id, basis, detail }) => `${outcome.padEnd(8)}${id} (${basis}): ${detail}\n`).join("");
}
