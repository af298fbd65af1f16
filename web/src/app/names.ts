// The keys by which the page remembers what was opened.

import type { Report } from "../decode/report.gen.ts";

/** certificateKey names a certificate: by its bytes, or, where nothing is known of these yet, by its number. */
export function certificateKey(report: Report, certificate: number): string {
  return report.certificates[certificate]?.sha256 || String(certificate);
}

/** cardKey names a certificate's card, so that it stays open while the certificate is in the paste. */
export function cardKey(report: Report, certificate: number): string {
  return `card:${certificateKey(report, certificate)}`;
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
