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
import { asStore, material } from "./material.ts";
import { others } from "./others.ts";
import { out } from "./outward.ts";
import { outputs } from "./outputs.ts";
import { senders } from "./sender.ts";
import { strip } from "./strip.ts";
import { page } from "../../app/lists.ts";
import type { Hands } from "../../app/pieces.ts";
import { again, alone, hold } from "./verdict.ts";

/** Of a long list in it a part shows so many rows at most. */
type Part = (state: State, hands: Hands, report: Report, most: number) => Child;

const parts: readonly Part[] = [
  (state, hands, report) => {
    const only = alone(report);
    return [only && [client(report, only), answers(state, hands, report, only, 0)], asStore(state, hands, report), strip(hands, report), material(state, hands, report)];
  },
  findings,
  (state, hands, report) => [logs(state, hands, report), report.groups.length < 2 && certificates(state, hands, report)],
  groups,
  (state, hands, report) => [report.groups.length > 1 && certificates(state, hands, report), senders(state, hands, report)],
  (state, hands, report) => [others(state, hands, report), outputs(state, hands, report), out(state, hands, report)],
];

/** Of more requests, certificates and lines of a log than these the parts are drawn one after the other. */
const many = 20;

/** So many rows of the requests are made at a time. */
export const rowsAtOnce = 25;

/** stepsOf returns the steps in which an answer is drawn: a part each, the list of requests some rows at a time. */
function stepsOf({ groups: list }: Report): readonly { readonly at: number; readonly most: number }[] {
  const lists = Math.max(1, Math.ceil(Math.min(page, list.length) / rowsAtOnce));
  return parts.flatMap((part, at) => (part === groups ? Array.from({ length: lists }, (_, i) => ({ at, most: (i + 1) * rowsAtOnce })) : [{ at, most: page }]));
}

/** Made is the parts as they were made last, and whether any of them is of the answer before. */
export interface Made {
  readonly report: Report | undefined;
  readonly parts: readonly Child[];
  readonly upTo: number;
  readonly whole: boolean;
  /** So many requests were listed before this answer: there are never fewer, so that nothing jumps. */
  readonly rows: number;
}

export const nothingMade: Made = { report: undefined, parts: [], upTo: 0, whole: true, rows: 0 };

/** made makes the parts anew: all of them, or of a large report that has just come those of the next step. */
export function made(state: State, hands: Hands, before: Made, next: boolean): Made {
  const { report } = state;
  if (!report || state.failure) return nothingMade;
  const large = report.groups.length + report.certificates.length + report.logs.reduce((sum, { lines }) => sum + lines, 0) > many;
  const steps = stepsOf(report);
  const from = report === before.report ? before.upTo : 0;
  const step = large && (next || report !== before.report) ? steps[from] : undefined;
  const rows = report === before.report ? before.rows : Math.min(page, before.report?.groups.length ?? 0);
  // What stands there stays until its turn.
  return {
    report, rows, upTo: from + 1, whole: !step || from + 1 === steps.length,
    parts: parts.map((part, i) => (step && step.at !== i ? before.parts[i] : part(state, hands, report, Math.max(rows, step?.most ?? page)))),
  };
}

export function answer(state: State, hands: Hands, { report, parts }: Made): Child {
  return [
    h("div", { key: "hold" }, hold(state, hands), again(state, hands)),
    report && h("div", { key: "report", class: "report", "data-grave": report.findings.some(({ severity }) => severity === "error") }, parts),
  ];
}
