// The state of the page: one value, never changed in place. update (update.ts) is
// the only way from one to the next.

import { noFilter, type Filter } from "../decode/facets.ts";
import type { Failure } from "../programs/failures.ts";
import { initialExamine, type Examine } from "../decode/examine-state.ts";
import { noInspect, type Inspect } from "../decode/inspect.ts";
import { noOutward, type Outward } from "../decode/out-state.ts";
import type { Table } from "../decode/tables.ts";
import { initialLab, type Lab } from "../lab/lab-state.ts";
import type { Report } from "../decode/report.gen.ts";
import type { Part, View } from "./address.ts";
import type { Notice, Paste, Replaced } from "./paste.ts";

export { cardKey, senderKey } from "./names.ts";
export type { Part, View } from "./address.ts";

export interface State {
  /** Which part of the page is before the reader. */
  readonly part: Part;
  /** The parts that issue and simulate. */
  readonly lab: Lab;
  /** What is found out after the first answer. */
  readonly examine: Examine;
  readonly paste: Paste;
  /** What it took the place of. */
  readonly replaced: Replaced | undefined;
  /** Whether the browser keeps it over a reload: asked for, or asked for and refused. */
  readonly keeping: "off" | "on" | "refused";
  /** Rises with every change of the paste; an answer to another revision is dropped. */
  readonly revision: number;
  /** The last answer, and the revision it belongs to. */
  readonly report: Report | undefined;
  readonly answered: number;
  readonly failure: { readonly revision: number; readonly failure: Failure } | undefined;
  /** True once decode has been loaded. */
  readonly ready: boolean;
  /** True when the answer has taken so long that the page should say so. */
  readonly slow: boolean;
  readonly notice: Notice | undefined;
  /** What was opened (true) or closed (false) by hand or by rule, by key. */
  readonly open: ReadonlyMap<string, boolean>;
  readonly view: View;
  /** The views fetched last, and the revision each belongs to. */
  readonly views: Readonly<Partial<Record<View, { readonly revision: number; readonly text: readonly string[]; readonly failure?: string }>>>;
  /** The language of the snippets. */
  readonly language: string;
  /** The place last shown in the paste. */
  readonly shown: { readonly key: string; readonly index: number } | undefined;
  /** True when a narrow page shows the paste as one line. */
  readonly folded: boolean;
  /** What the list of requests is narrowed to. */
  readonly filter: Filter;
  /** How the tables stand before the reader, by key. */
  readonly tables: ReadonlyMap<string, Table>;
  /** What is looked at closely. */
  readonly inspect: Inspect;
  /** What is written out for other tools. */
  readonly outward: Outward;
  /** Rises when an answer about a structure has come. */
  readonly told: number;
}

export function initial(paste: string, language: string): State {
  return {
    part: "decode",
    lab: initialLab,
    examine: initialExamine,
    paste: { kind: "text", text: paste },
    replaced: undefined,
    keeping: "off",
    revision: paste === "" ? 0 : 1,
    report: undefined,
    answered: 0,
    failure: undefined,
    ready: false,
    slow: false,
    notice: undefined,
    open: new Map(),
    view: "text",
    views: {},
    language,
    shown: undefined,
    folded: false,
    filter: noFilter,
    tables: new Map(),
    inspect: noInspect,
    outward: noOutward,
    told: 0,
  };
}

/** busy is true while the answer to the paste is awaited. */
export function busy(state: State): boolean {
  return state.revision !== state.answered && state.failure === undefined;
}

/** examining is true while what comes after the first answer is awaited. */
export function examining({ report, answered, revision, examine }: State): boolean {
  const { done, materialRevision, failure } = examine;
  if (!report || report.certificates.length + report.senders.length === 0 || answered !== revision) return false;
  if (failure?.revision === answered && failure.material === materialRevision) return false;
  return done.revision !== answered || done.material !== materialRevision;
}

const unknown: readonly string[] = [];

/** hashesOf is the SHA-256 of each certificate of the report, as far as it was found out. */
export function hashesOf({ answered, examine }: State): readonly string[] {
  return examine.done.revision === answered ? examine.hashes : unknown;
}
