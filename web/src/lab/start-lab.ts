// Starts the parts that issue and simulate: what their views may do, and drawing them. It is
// a script of its own, loaded after the first answer: see app/lab-part.ts.

import { isStore } from "../app/bytes.ts";
import { render } from "../app/dom.ts";
import type { Issued } from "./lab.gen.ts";
import type { Messenger } from "../programs/messenger.ts";
import type { State } from "../app/state.ts";
import type { Action } from "../app/update.ts";
import type { Hands } from "../app/pieces.ts";
import { ErrandAsker } from "./errands.ts";
import type { LabHands } from "./hands.ts";
import { issuePart } from "./issue.ts";
import { simulatePart } from "./simulate.ts";
import { fileOf, type LabAction, type Output } from "./lab-state.ts";

export interface LabPart {
  /** Is called after every change of the state. */
  changed(): void;
  draw(): void;
}

export function startLab(state: () => State, dispatch: (action: Action) => void, take: (name: string, text: string) => void, common: Hands, program: Messenger): LabPart {
  const asker = new ErrandAsker(program, state, dispatch);
  const lab = (action: LabAction): void => dispatch({ type: "lab", lab: action });

  /** Does once more what was asked for last by hand. */
  let redo = (): void => undefined;

  const hands: LabHands = {
    ...common,
    edit: (edits) => lab({ type: "edited", edits }),
    reset: () => lab({ type: "reset" }),
    async issue() {
      redo = () => hands.issue();
      const { issue, choices } = state().lab;
      const key = choices?.keys.find(({ name }) => name === (issue.key ?? choices.defaults.key));
      const issued = await asker.issue(issue, key?.slow ? `Making an ${key.title} key …` : "Issuing …");
      if (!issued) return;
      lab({ type: "issued", issued });
      if (issued.problems.length > 0) dispatch({ type: "opened", key: "issue:more", open: true });
      reveal(issued.problems.length > 0 ? "#issue-part [aria-invalid=true]" : "#issued");
    },
    async preset(name) {
      redo = () => hands.preset(name);
      const preset = state().lab.choices?.presets.find((preset) => preset.name === name);
      const issued = await asker.preset({ name, authority: "" }, `Issuing “${preset?.title ?? name}” …`);
      if (!issued) return;
      lab({ type: "issued", issued });
      reveal("#issued");
    },
    async zip() {
      redo = () => hands.zip();
      const archive = await asker.zip(`Issuing all ${state().lab.choices?.presets.length ?? ""} certificates and packing them …`);
      if (archive) common.save(archive.name, "application/zip", Uint8Array.from(atob(archive.base64), (c) => c.charCodeAt(0)));
    },
    async pack({ files }) {
      const archive = await asker.pack(files, "Packing the files …");
      if (archive) common.save(archive.name, "application/zip", Uint8Array.from(atob(archive.base64), (c) => c.charCodeAt(0)));
    },
    set: (scene) => lab({ type: "set", scene }),
    async judge(file, password = "") {
      lab({ type: "set", scene: { store: { file, check: undefined, tried: false, used: false } } });
      const check = await asker.judge(file.bytes, password);
      if (!check || state().lab.scene.store?.file !== file) return;
      // As in Decode: whoever gives a store means the certificates in it; what else is no trust store is offered.
      const used = isStore(file.bytes) && !check.locked && check.cleaned !== "";
      lab({ type: "set", scene: { store: { file, check, tried: password !== "", used }, ...(used ? { trustStore: check.cleaned } : {}) } });
    },
    async client(preset) {
      redo = () => hands.client(preset);
      const issued = preset === "" ? await asker.issue({}, "Issuing a client certificate …", "client") : await asker.preset({ name: preset, authority: "" }, "Issuing …", "client");
      if (issued) lab({ type: "set", scene: scened(issued) });
    },
    simulate(issued) {
      lab({ type: "set", scene: scened(issued) });
      dispatch({ type: "went", part: "simulate" });
    },
    decode(name, text) {
      take(name, text);
      dispatch({ type: "went", part: "decode" });
    },
    stop: () => asker.cancel(),
    retry() {
      const { failure, scene } = state().lab;
      asker.again();
      if (!failure || failure.failure.code === "canceled") return;
      // The first client of a scene is asked for by itself.
      if (failure.of === "issue" || failure.of === "zip" || (failure.of === "client" && scene.issued)) redo();
    },
    choose: (output) => lab({ type: "output", output: output as Output }),
  };

  const issue = document.getElementById("issue-part") as HTMLElement;
  const simulate = document.getElementById("simulate-part") as HTMLElement;
  return {
    changed: () => asker.changed(),
    draw() {
      const { part } = state();
      if (part === "issue") render(issue, issuePart(state(), hands));
      if (part === "simulate") render(simulate, simulatePart(state(), hands));
    },
  };
}

// A certificate made from a request comes without a key: the reader has it.
function scened(issued: Issued): Partial<State["lab"]["scene"]> {
  const keyed = fileOf(issued, "private-key.pem") !== "";
  const given = { issued, wrongKey: false, trustStore: undefined, store: undefined, crls: undefined };
  return keyed ? { ...given, client: "issued" } : { ...given, client: "pasted", chain: fileOf(issued, "certificate.crt"), key: "" };
}

// On a narrow page what was made may stand above or below what was pressed.
function reveal(selector: string): void {
  setTimeout(() => {
    const element = document.querySelector<HTMLElement>(selector);
    const { top = 0, bottom = 0 } = element?.getBoundingClientRect() ?? {};
    if (element && (top < 0 || bottom > innerHeight) && top > innerHeight - 80 || top < 0) element?.scrollIntoView({ block: "start" });
    if (element?.matches("input, select, textarea")) element.focus();
  });
}
