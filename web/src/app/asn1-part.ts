// The ASN.1 view comes with the script of the later parts: until it is there, its host says so.

import { h, render } from "./dom.ts";
import type { Script } from "./lab-part.ts";
import { unmade } from "./pieces.ts";
import type { State } from "./state.ts";

/** Drawer draws what a state has to show. */
export interface Drawer {
  draw(state: State): void;
}

/** laterAsn1 makes the view of the script when it is first shown, and has it drawn. */
export function laterAsn1(script: () => Promise<Script>, make: (script: Script) => Drawer, drawn: () => void): Drawer {
  let view: Drawer | undefined;
  let loading = false;
  let failure = "";
  const host = (): HTMLElement | null => document.getElementById("asn1");
  const load = (): void => {
    if (loading) return;
    loading = true;
    failure = "";
    script().then((made) => {
      host()?.replaceChildren();
      view = make(made);
    }, (reason: unknown) => {
      failure = reason instanceof Error ? reason.message : String(reason);
    }).finally(() => {
      loading = false;
      drawn();
    });
  };
  return {
    draw(state) {
      if (view) {
        view.draw(state);
        return;
      }
      const element = host();
      if (!element) return;
      if (!failure) load();
      render(element, h("div", { key: "later", class: "later" }, failure
        ? unmade("The tree could not be made", failure, () => {
          load();
          drawn();
        })
        : h("p", { class: "muted", role: "status" }, "Loading …")));
    },
  };
}
