// What the lab adds to Decode once it is there: whether signatures verify, and what Go's strict parser says. The words are its own.

import { h, type Child } from "../app/dom.ts";
import type { Check } from "./lab.gen.ts";
import type { Group, Join, Tone } from "../decode/report.gen.ts";
import type { State } from "../app/state.ts";
import { toneIcon } from "../app/icons.ts";

const tones: Record<string, Tone> = { verified: "good", wrong: "bad" };

/** join is what was checked between a member of a chain and its issuer. */
export function join(state: State, { chain: { members } }: Group, at: number): Join | undefined {
  const link = members[at]?.link;
  const check = checkOf(state);
  if (!link || !check) return link;
  const found = check.signatures.filter(({ child, issuer }) => child === members[at]?.certificate && issuer !== child);
  // Several may bear the issuer's name: the key that made the signature, or else the one that is drawn below.
  const one = found.find(({ state }) => state === "verified") ?? found.find(({ issuer }) => issuer === members[at + 1]?.certificate) ?? found[0];
  return one ? { tone: tones[one.state] ?? link.tone, text: one.text } : link;
}

/** strict is the opinion on a certificate, beside the lenient reading. */
export function strict(state: State, certificate: number): Child {
  const check = checkOf(state);
  const opinion = check?.strict[certificate];
  if (!check || !opinion) return undefined;
  const own = check.signatures.find(({ child, issuer }) => child === certificate && issuer === certificate);
  const tone: Tone = opinion.ok ? "good" : "bad";
  return [
    h("span", { key: "strict", class: "strict", "data-tone": tone, "data-strict": opinion.ok ? "ok" : "refused", title: own?.text }, toneIcon(tone), h("span", {}, opinion.text)),
    own?.state === "wrong" && h("span", { key: "own", class: "strict", "data-tone": "bad" }, toneIcon("bad"), h("span", {}, own.text)),
  ];
}

function checkOf({ lab, answered }: State): Check | undefined {
  return lab.check?.revision === answered ? lab.check.answer : undefined;
}
