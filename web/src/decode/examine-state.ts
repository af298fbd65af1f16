// What is found out after the first answer: whether signatures verify, what Go's
// strict parser says, and what a trust store makes of the chain. A piece of the
// page's one state. The files are in it, and nowhere else: they are never stored.

import type { Failure } from "../programs/failures.ts";
import type { BundleCheck, MaterialCheck } from "../lab/lab.gen.ts";
import type { Changes, Report, Strict } from "./report.gen.ts";

export interface Examine {
  /** What a listener has beside the client's certificates. */
  readonly material: Material;
  /** Rises with every change of the material. */
  readonly materialRevision: number;
  /** What AWS would say of its files, and which revision of the material they are. */
  readonly judged: { readonly revision: number; readonly answer: MaterialCheck } | undefined;
  /** The paste and the material that the report tells of; both 0 before the first answer. */
  readonly done: { readonly revision: number; readonly material: number };
  /** Why a paste was not examined. */
  readonly failure: { readonly revision: number; readonly material: number; readonly failure: Failure } | undefined;
  /** Why a store of the paste was not opened, and of which paste. */
  readonly locked: { readonly revision: number; readonly text: string } | undefined;
  /** Of each certificate of the report, as far as they were asked. */
  readonly strict: readonly Strict[];
  /** The SHA-256 of each certificate of that paste, as far as it can be told. */
  readonly hashes: readonly string[];
}

/** Whose trust store it is. */
export type Listener = "alb" | "nlb" | "cloudfront";

export interface Material {
  readonly trustStore: GivenFile | undefined;
  readonly lists: readonly GivenFile[];
  readonly ignoreExpiry: boolean;
  readonly by: Listener;
  /** Identity filters of a Network Load Balancer, one to a line. */
  readonly filters: string;
}

/** GivenFile is a file as it was opened, dropped or pasted. */
export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Of a PKCS#12 store. */
  readonly password?: string;
  /** What AWS would say of the store that the certificates of the file were in. */
  readonly store?: BundleCheck;
}

export type ExamineAction =
  | { type: "given"; material: Partial<Material> }
  | { type: "judged"; revision: number; answer: MaterialCheck }
  | { type: "examined"; revision: number; material: number; changes: Changes }
  | { type: "unexamined"; revision: number; material: number; failure: Failure }
  | { type: "locked"; revision: number; text: string }
  | { type: "again" };

export const initialExamine: Examine = {
  material: { trustStore: undefined, lists: [], ignoreExpiry: false, by: "alb", filters: "" },
  materialRevision: 0,
  judged: undefined,
  done: { revision: 0, material: 0 },
  failure: undefined,
  locked: undefined,
  strict: [],
  hashes: [],
};

export function updateExamine(examine: Examine, action: ExamineAction): Examine {
  switch (action.type) {
    case "given":
      return { ...examine, material: { ...examine.material, ...action.material }, materialRevision: examine.materialRevision + 1, failure: undefined };
    case "judged":
      return action.revision === examine.materialRevision ? { ...examine, judged: action } : examine;
    case "examined":
      return { ...examine, done: { revision: action.revision, material: action.material }, failure: undefined, strict: action.changes.strict, hashes: action.changes.sha256 };
    case "unexamined":
      return { ...examine, failure: action };
    case "locked":
      return { ...examine, locked: action };
    case "again":
      return { ...examine, failure: undefined };
  }
}

/** isGiven tells whether there is anything beside the certificates. */
export function isGiven({ trustStore, lists }: Material): boolean {
  return trustStore !== undefined || lists.length > 0;
}

/** changed puts the parts that were found out in the place of those that the report has. */
export function changed(report: Report, { verdict, findings, groups, senders }: Changes): Report {
  return {
    ...report, verdict, findings, senders,
    groups: report.groups.map((group, i) => {
      const change = groups[i];
      if (!change) return group;
      const members = group.chain.members.map((member, n) => {
        const link = change.links[n];
        return link && link.text !== "" ? { ...member, link } : member;
      });
      return { ...group, answers: change.answers, chain: { ...group.chain, members } };
    }),
  };
}
