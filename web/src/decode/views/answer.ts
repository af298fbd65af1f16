// The answer below the verdict, in its order and in its parts. Of a large answer a part
// is drawn at a time, so that the page does not stand still for all of them.

import { h, type Child } from "../../app/dom.ts";
import type { Report } from "../report.gen.ts";
import type { State } from "../../app/state.ts";
import { answers, client } from "./answers.ts";
import { certificates } from "./certificates.ts";
import { findings } from "./findings.ts";
import { groups } from "./groups.ts";
import { logs } from "./log.ts";
import { material } from "./material.ts";
import { others } from "./others.ts";
import { out } from "./outward.ts";
import { outputs } from "./outputs.ts";
import { senders } from "./sender.ts";
import { strip } from "./strip.ts";
import type { Hands } from "../../app/pieces.ts";
import { again, alone, hold } from "./verdict.ts";

type Part = (state: State, hands: Hands, report: Report) => Child;

const parts: readonly Part[] = [
  (state, hands, report) => {
    const only = alone(report);
    return [only && [client(report, only), answers(state, hands, report, only, 0)], strip(hands, report), material(state, hands, report)];
  },
  findings,
  (state, hands, report) => [logs(state, hands, report), report.groups.length < 2 && certificates(state, hands, report)],
  groups,
  (state, hands, report) => [report.groups.length > 1 && certificates(state, hands, report), senders(state, hands, report)],
  (state, hands, report) => [others(state, hands, report), outputs(state, hands, report), out(state, hands, report)],
];

/** Of more requests and certificates than these the parts are drawn one after the other. */
const many = 200;

/** Made is the parts as they were made last, and how many of them are of the present answer. */
export interface Made {
  readonly report: Report | undefined;
  readonly parts: readonly Child[];
  readonly upTo: number;
}

export const nothingMade: Made = { report: undefined, parts: [], upTo: 0 };

/** whole tells whether all parts are of the present answer. */
export function whole({ report, upTo }: Made): boolean {
  return report === undefined || upTo === parts.length;
}

/** made makes the parts anew: all of them, or of a large report that has just come the next one. */
export function made(state: State, hands: Hands, before: Made, next: boolean): Made {
  const { report } = state;
  if (!report || state.failure) return nothingMade;
  const large = report.groups.length + report.certificates.length > many;
  const inSteps = large && (next || report !== before.report);
  const from = inSteps && report === before.report ? before.upTo : 0;
  const upTo = inSteps ? from + 1 : parts.length;
  // What stands there stays until its turn, so that nothing jumps.
  return { report, upTo, parts: parts.map((part, i) => (i >= from && i < upTo ? part(state, hands, report) : before.parts[i])) };
}

export function answer(state: State, hands: Hands, { report, parts }: Made): Child {
  return [
    h("div", { key: "hold" }, hold(state, hands), again(state, hands)),
    report && h("div", { key: "report", class: "report", "data-grave": report.findings.some(({ severity }) => severity === "error") }, parts),
  ];
}
