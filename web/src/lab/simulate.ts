// The part Simulate: the scene at the left, what comes of it at the right.

import { h, type Child } from "../app/dom.ts";
import type { State } from "../app/state.ts";
import type { LabHands } from "./hands.ts";
import { outcome } from "./outcome.ts";
import { clientPanel, clockPanel, listenerPanel, requestPanel, trustPanel } from "./scene.ts";
import { progress } from "./progress.ts";

export function simulatePart(state: State, hands: LabHands): Child {
  const { lab } = state;
  const stale = lab.simulated?.revision !== lab.revision;
  return [
    h("section", { key: "scene", class: "scene", "aria-label": "The scene" },
      listenerPanel(state, hands), clientPanel(state, hands), trustPanel(state, hands), clockPanel(state, hands), requestPanel(state, hands)),
    h("section", { key: "result", class: "result sim-result", id: "simulate-result", "aria-label": "What happens", tabindex: "-1", "aria-busy": String(stale && !lab.failure) },
      h("div", { key: "progress" }, progress(state, hands, "client", "simulate")),
      h("div", { key: "outcome", class: "outcome", "data-stale": stale }, outcome(state, hands))),
  ];
}
