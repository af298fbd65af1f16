// The trust store judged as the file that is uploaded.

import { h, type Child } from "../app/dom.ts";
import type { BundleCheck, BundleFinding } from "./lab.gen.ts";
import type { State } from "../app/state.ts";
import { toneIcon } from "../app/icons.ts";
import { some } from "../app/lists.ts";
import type { Hands } from "../app/pieces.ts";

export function bundle(state: State, hands: Hands, check: BundleCheck, use?: () => void): Child {
  const tone = !check.accepted ? "bad" : check.findings.length > 0 ? "warn" : "good";
  return h("div", { key: "bundle", class: "bundle", "data-accepted": check.accepted },
    h("p", { class: "bundle-line", "data-tone": tone }, toneIcon(tone), h("span", {}, check.text)),
    check.findings.length > 0 && h("ul", { class: "bundle-findings" },
      some(state, hands, "bundle", check.findings, 6, "findings", fileFinding, (button) => h("li", { key: "more" }, button))),
    check.cleaned !== "" && h("button", { type: "button", class: "text-button", id: "cleaned", onclick: () => hands.save("trust-store-cleaned.pem", "application/x-pem-file", check.cleaned) }, "Download the cleaned file"),
    check.cleaned !== "" && (use
      ? h("button", { type: "button", class: "text-button", onclick: use }, "Use it here")
      : h("span", { class: "muted", "data-used": "" }, "The certificates in it are used here.")));
}

/** fileFinding is what was noticed in a file. */
export function fileFinding(finding: BundleFinding, i: number): Child {
  const tone = finding.severity === "error" ? "bad" : "warn";
  return h("li", { key: i, class: "bundle-finding", "data-tone": tone, "data-bundle": finding.id },
    toneIcon(tone), h("span", {}, finding.text, finding.hint !== "" && h("span", { class: "muted" }, " ", finding.hint), " ", h("span", { class: "basis" }, finding.basis)));
}
