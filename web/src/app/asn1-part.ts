// The ASN.1 view comes with the script of the later parts: until it is there, its host says so.

import { h, render } from "./dom.ts";
import type { Script } from "./lab-part.ts";
import { unmade } from "./pieces.ts";
import type { State } from "./state.ts";

/** Drawer draws what a state has to show. */
export interface Drawer {
  draw(state: State): void;
}

/** laterAsn1 makes the view of the script when it is first shown. */
export function laterAsn1(script: () => Promise<Script>, make: (script: Script) => Drawer): Drawer {
  let view: Drawer | undefined;
  let latest: State | undefined;
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
      show();
    });
  };
  const show = (): void => {
    const element = host();
    if (view && latest) view.draw(latest);
    else if (element) {
      render(element, h("div", { key: "later", class: "later" }, failure
        ? unmade("The tree could not be made", failure, () => {
          load();
          show();
        })
        : h("p", { class: "muted", role: "status" }, "Loading …")));
    }
  };
  return {
    draw(state) {
      latest = state;
      if (!view && !failure && host()) load();
      show();
    },
  };
}
