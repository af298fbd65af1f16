// The state of the page: one value, never changed in place. update is the only
// way from one to the next; what touches the world (programs, files, clipboard) is
// done elsewhere and comes back as an action.

import { noFilter, type Filter } from "../decode/facets.ts";
import type { Failure } from "../programs/failures.ts";
import { changed, initialExamine, updateExamine, type Examine, type ExamineAction } from "../decode/examine-state.ts";
import { noInspect, type Inspect } from "../decode/inspect.ts";
import { initialLab, updateLab, type Lab, type LabAction } from "../lab/lab-state.ts";
import type { Report } from "../decode/report.gen.ts";
import type { Notice, Paste } from "./paste.ts";

export interface State {
  /** Which part of the page is before the reader. */
  readonly part: Part;
  /** The parts that issue and simulate. */
  readonly lab: Lab;
  /** What is found out after the first answer. */
  readonly examine: Examine;
  readonly paste: Paste;
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
  readonly views: Readonly<Partial<Record<View, { readonly revision: number; readonly text: string }>>>;
  /** The language of the snippets. */
  readonly language: string;
  /** The place last shown in the paste. */
  readonly shown: { readonly key: string; readonly index: number } | undefined;
  /** True when a narrow page shows the paste as one line. */
  readonly folded: boolean;
  /** What the list of requests is narrowed to. */
  readonly filter: Filter;
  /** What is looked at closely. */
  readonly inspect: Inspect;
  /** Rises when an answer about a structure has come. */
  readonly told: number;
}

export type Part = "decode" | "simulate" | "issue";

export type View = "text" | "json" | "pem" | "asn1" | "compare";

export type Action =
  | { type: "went"; part: Part }
  | { type: "lab"; lab: LabAction }
  | { type: "examine"; examine: ExamineAction }
  | { type: "pasted"; paste: Paste; notice?: Notice; fold?: boolean }
  | { type: "answered"; revision: number; report: Report | undefined }
  | { type: "failed"; revision: number; failure: Failure }
  | { type: "again" }
  | { type: "ready" }
  | { type: "slow"; revision: number }
  | { type: "noticed"; notice: Notice | undefined }
  | { type: "opened"; key: string; open: boolean }
  | { type: "viewed"; view: View }
  | { type: "fetched"; revision: number; view: View; text: string }
  | { type: "spoke"; language: string }
  | { type: "shown"; key: string; index: number }
  | { type: "folded"; folded: boolean }
  | { type: "filtered"; filter: Partial<Filter> }
  | { type: "inspected"; inspect: Partial<Inspect> }
  | { type: "told" };

export function initial(paste: string, language: string): State {
  return {
    part: "decode",
    lab: initialLab,
    examine: initialExamine,
    paste: { kind: "text", text: paste },
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
    inspect: noInspect,
    told: 0,
  };
}

export function update(state: State, action: Action): State {
  switch (action.type) {
    case "went":
      return state.part === action.part ? state : { ...state, part: action.part };
    case "lab":
      return { ...state, lab: updateLab(state.lab, action.lab) };
    case "examine":
      return examined(state, action.examine);
    case "pasted":
      return {
        ...state,
        paste: action.paste,
        revision: state.revision + 1,
        failure: undefined, slow: false, shown: undefined,
        notice: action.notice,
        folded: action.fold ?? false,
        filter: action.fold ? noFilter : state.filter,
      };
    case "answered":
      if (action.revision !== state.revision) return state;
      return {
        ...state,
        report: action.report,
        answered: action.revision,
        failure: undefined, slow: false,
        open: opened(state.open, action.report),
        examine: { ...state.examine, done: initialExamine.done, strict: [] },
      };
    case "failed":
      if (action.revision !== state.revision) return state;
      return { ...state, failure: action, slow: false };
    case "again":
      return { ...state, revision: state.revision + 1, failure: undefined };
    case "ready":
      return { ...state, ready: true };
    case "slow":
      return action.revision === state.revision && busy(state) ? { ...state, slow: true } : state;
    case "noticed":
      return { ...state, notice: action.notice };
    case "opened":
      if (state.open.get(action.key) === action.open) return state;
      return { ...state, open: new Map(state.open).set(action.key, action.open) };
    case "viewed":
      return { ...state, view: action.view };
    case "fetched":
      if (action.revision !== state.answered) return state;
      return { ...state, views: { ...state.views, [action.view]: { revision: action.revision, text: action.text } } };
    case "spoke":
      return { ...state, language: action.language };
    case "shown":
      return { ...state, shown: { key: action.key, index: action.index }, folded: false };
    case "folded":
      return { ...state, folded: action.folded };
    case "inspected":
      return { ...state, inspect: { ...state.inspect, ...action.inspect } };
    case "told":
      return { ...state, told: state.told + 1 };
    case "filtered":
      return { ...state, filter: { ...state.filter, rows: noFilter.rows, ...action.filter } };
  }
}

/** busy is true while the answer to the paste is awaited. */
export function busy(state: State): boolean {
  return state.revision !== state.answered && state.failure === undefined;
}

/** cardKey names a certificate's card: by its bytes, so that it stays open while they are in the paste. */
export function cardKey(report: Report, certificate: number): string {
  return `card:${report.certificates[certificate]?.sha256 || certificate}`;
}

/** senderKey names the panel of a sender. */
export function senderKey(report: Report, sender: number): string {
  const { id = "", mode = "" } = report.senders[sender] ?? {};
  return `sender:${id}:${mode}`;
}

/** examining is true while what comes after the first answer is awaited. */
export function examining({ report, answered, revision, examine }: State): boolean {
  const { done, materialRevision, failure } = examine;
  if (!report || report.certificates.length + report.senders.length === 0 || answered !== revision) return false;
  if (failure?.revision === answered && failure.material === materialRevision) return false;
  return done.revision !== answered || done.material !== materialRevision;
}

function examined(state: State, action: ExamineAction): State {
  if (action.type === "examined" && action.revision !== state.answered) return state;
  const report = action.type === "examined" && state.report ? changed(state.report, action.changes) : state.report;
  return { ...state, report, examine: updateExamine(state.examine, action) };
}

// The first certificate is open unless it was closed by hand; what is open stays so.
function opened(open: State["open"], report: Report | undefined): State["open"] {
  const leaf = report?.groups[0]?.chain.members[0]?.certificate;
  if (report === undefined || leaf === undefined) return open;
  const key = cardKey(report, leaf);
  return open.has(key) ? open : new Map(open).set(key, true);
}
