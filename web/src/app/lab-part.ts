// The parts that issue and simulate, and the ASN.1 view, are a script of their own: nobody waits
// for it before the first answer. It is loaded after that, or when one of them is opened. It has what
// it shares with the page in its own copy, and draws in its own parts alone.

import { h, render } from "./dom.ts";
import { unmade } from "./pieces.ts";
import type * as later from "./later.ts";
import type { LabPart } from "../lab/start-lab.ts";

export type Script = typeof later;

/** LaterPart is the parts before their script is there, and after. */
export interface LaterPart extends LabPart {
  load(): void;
  script(): Promise<Script>;
}

/** laterLab loads the script, starts the parts with it, and has them drawn. */
export function laterLab(start: (script: Script) => LabPart, part: () => string, drawn: () => void): LaterPart {
  let lab: LabPart | undefined;
  let loading = false;
  let failure = "";
  let tries = 0;
  let loaded: Promise<Script> | undefined;
  const script = (): Promise<Script> => {
    loaded ??= fetched(tries++).catch((reason: unknown) => {
      loaded = undefined;
      throw reason;
    });
    return loaded;
  };
  const load = (): void => {
    if (lab || loading) return;
    loading = true;
    failure = "";
    script().then((made) => {
      lab = start(made);
      lab.changed();
    }, (reason: unknown) => {
      failure = reason instanceof Error ? reason.message : String(reason);
    }).finally(() => {
      loading = false;
      drawn();
    });
  };
  return {
    load,
    script,
    changed: () => lab?.changed(),
    draw() {
      if (lab) {
        lab.draw();
        return;
      }
      if (!failure) load();
      const element = document.getElementById(`${part()}-part`);
      if (!element) return;
      render(element, h("div", { key: "later", class: "later" }, failure
        ? unmade("This part could not be loaded", failure, () => {
          load();
          drawn();
        })
        : h("p", { class: "muted", role: "status" }, "Loading …")));
    },
  };
}

// The script, when its styles are there too. A browser may hold on to what it could not load:
// each try has an address of its own.
async function fetched(before: number): Promise<Script> {
  if (__SINGLE_FILE__) return import("./later.ts");
  const address = (of: string): string => `${new URL(of, document.baseURI).href}${before > 0 ? `?${before}` : ""}`;
  const [script] = await Promise.all([import(address(__LAB_PART_URL__)) as Promise<Script>, styled(address(__LAB_STYLES_URL__))]);
  return script;
}

function styled(href: string): Promise<void> {
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = href;
    link.onload = () => done();
    link.onerror = () => {
      link.remove();
      failed(new Error("The styles of this part could not be loaded."));
    };
    document.head.append(link);
  });
}
