// The state of the parts that issue and simulate: a piece of the page's one state.
// Private keys are in it, and nowhere else: it is never stored, shown as JSON or
// put in a link.

import type { Output } from "../app/address.ts";
import type { Failure } from "../programs/failures.ts";
import type { BundleCheck, Choices, Issued, IssueRequest, Simulation } from "./lab.gen.ts";

export type { Output } from "../app/address.ts";

export interface Lab {
  /** What the forms offer; absent until the program is there. */
  readonly choices: Choices | undefined;
  /** What is being made, and for how many seconds. */
  readonly work: Work | undefined;
  readonly failure: { readonly of: Errand; readonly failure: Failure } | undefined;
  readonly issue: Edits;
  /** The certificate issued last, or what was wrong with the form. */
  readonly issued: Issued | undefined;
  readonly problems: Issued["problems"];
  readonly scene: Scene;
  /** Rises with every change of the scene; an answer to another one is dropped. */
  readonly revision: number;
  readonly simulated: Simulated | undefined;
  readonly output: Output;
}

/** Simulated is what came of the scene of that revision. */
export interface Simulated {
  readonly revision: number;
  readonly answer: Simulation;
  /** The client's key was not given, so the certificates were judged and no handshake was run. */
  readonly keyless?: boolean;
}

/** Errand is what the program is asked for. */
export type Errand = "load" | "issue" | "zip" | "client" | "simulate";

export interface Work {
  readonly of: Errand;
  readonly text: string;
  readonly seconds: number;
}

/** Edits are the members of an IssueRequest that were changed by hand; the others keep their default. */
export type Edits = Partial<IssueRequest>;

/** Scene is all that a simulation depends on, but for the moment. */
export interface Scene {
  readonly mode: "verify" | "passthrough" | "off";
  readonly ignoreExpiry: boolean;
  readonly advertiseCANames: boolean;
  readonly versions: "" | "1.2" | "1.3";
  readonly client: "issued" | "pasted" | "none";
  /** The client that was issued here; its trust store and lists hold unless others are given. */
  readonly issued: Issued | undefined;
  /** Another client, whose key is used with the certificate of the first. */
  readonly other: Issued | undefined;
  readonly wrongKey: boolean;
  readonly chain: string;
  readonly key: string;
  /** Of a PKCS#12 store that is the chain, or of an encrypted key. */
  readonly password: string;
  readonly trustStore: string | undefined;
  /** What was opened as the trust store and is no text: it is judged by its bytes. */
  readonly store: JudgedFile | undefined;
  readonly crls: string | undefined;
  /** A time in UTC as "2026-12-31T12:00"; empty for now. */
  readonly at: string;
  readonly path: string;
  readonly headers: string;
}

/** OpenedFile is a file as it was opened or dropped. */
export interface OpenedFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** JudgedFile is one with what AWS would say of it, once that is known. */
export interface JudgedFile {
  readonly file: OpenedFile;
  readonly check: BundleCheck | undefined;
  /** A password was tried. */
  readonly tried: boolean;
  /** The certificates in it are the trust store. */
  readonly used: boolean;
}

export type LabAction =
  | { type: "choices"; choices: Choices }
  | { type: "work"; work: Work | undefined }
  | { type: "failed"; of: Errand; failure: Failure | undefined }
  | { type: "edited"; edits: Edits }
  | { type: "reset" }
  | { type: "issued"; issued: Issued }
  | { type: "set"; scene: Partial<Scene> }
  | ({ type: "simulated" } & Simulated)
  | { type: "output"; output: Output };

export const initialLab: Lab = {
  choices: undefined,
  work: undefined,
  failure: undefined,
  issue: {},
  issued: undefined,
  problems: [],
  scene: {
    mode: "verify", ignoreExpiry: false, advertiseCANames: false, versions: "", client: "issued", issued: undefined, other: undefined, wrongKey: false,
    chain: "", key: "", password: "", trustStore: undefined, store: undefined, crls: undefined, at: "", path: "", headers: "",
  },
  revision: 1,
  simulated: undefined,
  output: "transcript",
};

export function updateLab(lab: Lab, action: LabAction): Lab {
  switch (action.type) {
    case "choices":
      return { ...lab, choices: action.choices, failure: undefined };
    case "work":
      return { ...lab, work: action.work };
    case "failed":
      return { ...lab, failure: action.failure && { of: action.of, failure: action.failure } };
    case "edited":
      // What was wrong with a field is said until it is changed.
      return {
        ...lab,
        issue: { ...lab.issue, ...action.edits },
        problems: lab.problems.filter(({ field }) => !Object.keys(action.edits).some((name) => field === name || field.startsWith(`${name}[`))),
      };
    case "reset":
      return { ...lab, issue: {}, problems: [] };
    case "issued":
      // What is wrong with the form leaves the certificate before in sight.
      return action.issued.problems.length > 0
        ? { ...lab, problems: action.issued.problems }
        : { ...lab, issued: action.issued, problems: [] };
    case "set":
      return { ...lab, scene: { ...lab.scene, ...action.scene }, revision: lab.revision + 1, failure: undefined };
    case "simulated":
      return { ...lab, simulated: action, failure: lab.failure?.of === "simulate" ? undefined : lab.failure };
    case "output":
      return { ...lab, output: action.output };
  }
}

/** fileOf returns the text of a file of what was issued, empty if there is none. */
export function fileOf(issued: Issued | undefined, name: string): string {
  return issued?.files.find((file) => file.name === name)?.text ?? "";
}

export const trustStoreOf = (scene: Scene): string => scene.trustStore ?? fileOf(scene.issued, "trust-store.pem");
export const listsOf = (scene: Scene): string => scene.crls ?? fileOf(scene.issued, "revocation-list.pem");
