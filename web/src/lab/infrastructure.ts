// The listener of the scene, for Terraform and its like.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { Written } from "./lab.gen.ts";
import type { State } from "../app/state.ts";
import { disclosure, unmade } from "../app/pieces.ts";
import { written } from "../app/written.ts";
import type { LabHands } from "./hands.ts";
import { listsOf } from "./lab-state.ts";

export function infrastructure(state: State, hands: LabHands): VNode {
  return h("section", { key: "infrastructure", class: "section", "aria-label": "Infrastructure" },
    disclosure(state, hands, "infrastructure", { class: "panel out" }, "This listener for Terraform, CloudFormation, CDK, the AWS CLI and EKS", () => body(state, hands)));
}

function body(state: State, hands: LabHands): Child {
  const { mode, ignoreExpiry, advertiseCANames, versions } = state.lab.scene;
  const { item } = state.outward;
  const lists = listsOf(state.lab.scene).split("-----BEGIN X509 CRL-----").length - 1;
  const { value, failure } = hands.ask<Written>("infrastructure", "out", {
    what: "infrastructure", mode, ignoreExpiry: ignoreExpiry ? "on" : "", advertise: advertiseCANames ? "on" : "", lists, minVersion: versions === "1.3" ? "1.3" : "1.2",
  });
  if (failure !== undefined) return unmade("This could not be made", failure, () => hands.again("infrastructure"));
  if (!value) return h("p", { class: "muted outputs-wait", role: "status" }, "One moment …");
  return written(hands, "infrastructure", value, item.infrastructure ?? "", (id) => hands.dispatch({ type: "outward", outward: { item: { ...item, infrastructure: id } } }));
}
