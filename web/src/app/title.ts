// The title of the page. The browser keeps titles in its history, so it tells how
// things stand, and never a name or a number out of the paste.

import type { Part } from "./address.ts";
import { busy, type State } from "./state.ts";
import { count } from "./words.ts";

const others: Record<Exclude<Part, "decode">, string> = { simulate: "Simulate · mtlens", issue: "Issue · mtlens" };

export function titleOf(state: State): string {
  if (state.part !== "decode") return others[state.part];
  const stands = standing(state);
  return stands === "" ? "mtlens" : `${stands} · mtlens`;
}

function standing(state: State): string {
  const { report, failure, answered } = state;
  if (failure) return "No answer";
  if (busy(state) && answered === 0) return "Reading";
  if (!report || report.verdict.state === "empty") return "";
  if (report.verdict.state === "refused") return "Not read";
  if (report.verdict.state === "nothing") return "Nothing recognized";
  const errors = report.findings.filter(({ severity }) => severity === "error").length;
  const warnings = report.findings.filter(({ severity }) => severity === "warning").length;
  if (errors > 0) return count(errors, "error");
  return warnings > 0 ? count(warnings, "warning") : "Read";
}
