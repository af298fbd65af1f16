// The questions that the page answers for the lines of a paste, as SQL for all of them.

import { h, type Child } from "../../app/dom.ts";
import type { Written } from "../../lab/lab.gen.ts";
import type { State } from "../../app/state.ts";
import { disclosure, type Hands, unmade } from "../../app/pieces.ts";
import { written } from "../../app/written.ts";

export function bucket(state: State, hands: Hands): Child {
  return h("section", { key: "bucket", class: "section", "aria-label": "The whole bucket" },
    disclosure(state, hands, "bucket", { class: "panel out" }, "Ask the whole bucket: the same questions as SQL for Athena and DuckDB", () => body(state, hands)));
}

function body(state: State, hands: Hands): Child {
  const { item } = state.outward;
  const { value, failure } = hands.ask<Written>("bucket", "out", { what: "bucket" });
  if (failure !== undefined) return unmade("This could not be made", failure, () => hands.again("bucket"));
  if (!value) return h("p", { class: "muted outputs-wait", role: "status" }, "One moment …");
  return written(hands, "bucket", value, item.bucket ?? "", (id) => hands.dispatch({ type: "outward", outward: { item: { ...item, bucket: id } } }));
}
