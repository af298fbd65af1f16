// What can happen to the state of the page, and what it comes to. What touches the
// world (programs, files, clipboard) is done elsewhere and comes back as an action.

import { noFilter, type Filter } from "../decode/facets.ts";
import type { Failure } from "../programs/failures.ts";
import { changed, initialExamine, updateExamine, type ExamineAction } from "../decode/examine-state.ts";
import type { Inspect } from "../decode/inspect.ts";
import type { Outward } from "../decode/out-state.ts";
import { tableOf, type Table } from "../decode/tables.ts";
import { updateLab, type LabAction } from "../lab/lab-state.ts";
import type { Report } from "../decode/report.gen.ts";
import type { Address, Part, View } from "./address.ts";
import { opened } from "./names.ts";
import { isEmpty, type Notice, type Paste, type Replaced } from "./paste.ts";
import { busy, type State } from "./state.ts";

export type Action =
  | { type: "went"; part: Part }
  | { type: "lab"; lab: LabAction }
  | { type: "examine"; examine: ExamineAction }
  /** over tells how it took the place of all that was there, at where it can be had again. */
  | { type: "pasted"; paste: Paste; notice?: Notice; fold?: boolean; over?: Replaced["how"]; at?: Address }
  | { type: "accepted" }
  | { type: "keeping"; keeping: State["keeping"] }
  | { type: "answered"; revision: number; report: Report | undefined }
  | { type: "failed"; revision: number; failure: Failure }
  | { type: "again" }
  | { type: "ready" }
  | { type: "slow"; revision: number }
  | { type: "noticed"; notice: Notice | undefined }
  | { type: "opened"; key: string; open: boolean }
  | { type: "viewed"; view: View }
  | { type: "fetched"; revision: number; view: View; text: readonly string[]; failure?: string }
  | { type: "refetched"; view: View }
  | { type: "spoke"; language: string }
  | { type: "shown"; key: string; index: number }
  | { type: "folded"; folded: boolean }
  | { type: "filtered"; filter: Partial<Filter> }
  | { type: "tabled"; key: string; table: Partial<Table> }
  | { type: "inspected"; inspect: Partial<Inspect> }
  | { type: "outward"; outward: Partial<Outward> }
  | { type: "told" };

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
        replaced: action.over === undefined ? state.replaced : isEmpty(state.paste) ? undefined : { paste: state.paste, how: action.over },
        revision: state.revision + 1,
        failure: undefined, slow: false, shown: undefined,
        notice: action.notice,
        folded: action.fold ?? false,
        filter: action.fold ? noFilter : state.filter,
        tables: action.fold ? new Map() : state.tables,
      };
    case "accepted":
      return { ...state, replaced: undefined };
    case "keeping":
      return { ...state, keeping: action.keeping };
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
      return { ...state, views: { ...state.views, [action.view]: { revision: action.revision, text: action.text, failure: action.failure } } };
    case "refetched":
      return { ...state, views: { ...state.views, [action.view]: undefined } };
    case "spoke":
      return { ...state, language: action.language };
    case "shown":
      return { ...state, shown: { key: action.key, index: action.index }, folded: false };
    case "folded":
      return { ...state, folded: action.folded };
    case "tabled":
      return { ...state, tables: new Map(state.tables).set(action.key, { ...tableOf(state.tables, action.key), ...action.table }) };
    case "inspected":
      return { ...state, inspect: { ...state.inspect, ...action.inspect } };
    case "outward":
      return { ...state, outward: { ...state.outward, ...action.outward } };
    case "told":
      return { ...state, told: state.told + 1 };
    case "filtered":
      return { ...state, filter: { ...state.filter, at: 0, ...action.filter } };
  }
}

function examined(state: State, action: ExamineAction): State {
  if (action.type === "examined" && action.revision !== state.answered) return state;
  const report = action.type === "examined" && state.report ? changed(state.report, action.changes) : state.report;
  // What is for a ticket or a program tells of the trust store too.
  const views = action.type === "given" ? { ...state.views, markdown: undefined, json: undefined } : state.views;
  return { ...state, report, views, examine: updateExamine(state.examine, action) };
}
