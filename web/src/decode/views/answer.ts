// The answer below the verdict, in its order. A section is made anew only when
// what it shows has changed.

import { h, type Child } from "../../app/dom.ts";
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

export function answer(state: State, hands: Hands): Child {
  const { report } = state;
  const only = report && alone(report);
  return [
    h("div", { key: "hold" }, hold(state, hands), again(state, hands)),
    !state.failure && report && h("div", { key: "report", class: "report", "data-grave": report.findings.some(({ severity }) => severity === "error") },
      only && [client(report, only), answers(state, hands, report, only, 0)],
      strip(hands, report),
      material(state, hands, report),
      findings(state, hands, report),
      logs(state, hands, report),
      report.groups.length < 2 && certificates(state, hands, report),
      groups(state, hands, report),
      report.groups.length > 1 && certificates(state, hands, report),
      senders(state, hands, report),
      others(state, hands, report),
      outputs(state, hands, report),
      out(state, hands, report)),
  ];
}
