// How the sections of a group, the certificates and their cards are named and where
// their headings stand, so that each is told from the others.

import { joined } from "../../app/pieces.ts";
import { shownPlain } from "../../app/shown.ts";
import type { State } from "../../app/state.ts";
import { listed } from "../facets.ts";
import type { Report } from "../report.gen.ts";

/** groupName names a group where there are several; empty if there is one. */
export function groupName(state: State, index: number): string {
  const groups = state.report?.groups ?? [];
  return groups.length > 1 ? groups[index]?.title || `part ${index + 1}` : "";
}

/** regionName names a section of a group: with several groups each has its own. */
export function regionName(state: State, title: string, index: number): string {
  return joined(title, groupName(state, index));
}

/** groupLevel is the level of the headings in a group: below its title, and that below the title of a long list. */
export function groupLevel(state: State): number {
  const n = state.report?.groups.length ?? 0;
  return n > listed ? 4 : n > 1 ? 3 : 2;
}

/** certificateName names a certificate where there are several; empty if there is one. */
export function certificateName({ certificates }: Report, index: number): string {
  if (certificates.length < 2) return "";
  const { title = "" } = certificates[index] ?? {};
  const alone = title !== "" && certificates.every((one, i) => i === index || one.title !== title);
  return alone ? shownPlain(title) : joined(shownPlain(title), `certificate ${index + 1}`);
}
