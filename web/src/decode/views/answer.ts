// The answer below the verdict, in its order. A section is made anew only when
// what it shows has changed.

import { h, type Child } from "../../app/dom.ts";
import type { State } from "../../app/state.ts";
import { findings } from "./findings.ts";
import { groups } from "./groups.ts";
import { log } from "./log.ts";
import { others } from "./others.ts";
import { outputs } from "./outputs.ts";
import type { Hands } from "../../app/pieces.ts";
import { again, hold } from "./verdict.ts";

export function answer(state: State, hands: Hands): Child {
  const { report } = state;
  return [
    h("div", { key: "hold" }, hold(state, hands), again(state, hands)),
    !state.failure && report && h("div", { key: "report", class: "report" },
      findings(state, hands, report),
      report.log && log(state, hands, report, report.log),
      groups(state, hands, report),
      others(state, hands, report),
      outputs(state, hands, report)),
  ];
}
