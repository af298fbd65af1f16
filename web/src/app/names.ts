// The keys by which the page remembers what was opened.

import type { Report } from "../decode/report.gen.ts";

/** cardKey names a certificate's card: by its bytes, so that it stays open while they are in the paste. */
export function cardKey(report: Report, certificate: number): string {
  return `card:${report.certificates[certificate]?.sha256 || certificate}`;
}

/** senderKey names the panel of a sender. */
export function senderKey(report: Report, sender: number): string {
  const { id = "", mode = "" } = report.senders[sender] ?? {};
  return `sender:${id}:${mode}`;
}

/** opened is what is open with a new report: the first certificate is, unless it was closed by hand; what is open stays so. */
export function opened(open: ReadonlyMap<string, boolean>, report: Report | undefined): ReadonlyMap<string, boolean> {
  const leaf = report?.groups[0]?.chain.members[0]?.certificate;
  if (report === undefined || leaf === undefined) return open;
  const key = cardKey(report, leaf);
  return open.has(key) ? open : new Map(open).set(key, true);
}
