// What the listed lines of a log are narrowed to, and how they lie in time.

import { memo } from "../app/dom.ts";
import type { Log, LogRecord } from "./report.gen.ts";

/** LogFilter narrows the lines of a log; what is empty lets all through. */
export interface LogFilter {
  /** Words that a line holds, in any letter case. */
  readonly text: string;
  /** Only connections that failed. */
  readonly failed: boolean;
  /** How the connection ended. */
  readonly code: string;
  readonly client: string;
  /** A certificate, by certificateKey. */
  readonly certificate: string;
  /** A bar of the histogram, in milliseconds since 1970; NaN for all times. */
  readonly from: number;
  readonly to: number;
}

export const noLogFilter: LogFilter = { text: "", failed: false, code: "", client: "", certificate: "", from: Number.NaN, to: Number.NaN };

/** certificateKey names a certificate of a log. */
export function certificateKey({ subject, serial }: { readonly subject: string; readonly serial: string }): string {
  return `${serial} ${subject}`;
}

/** timeOf is the moment of a line, in milliseconds since 1970; NaN if it is not told. */
export function timeOf({ time }: LogRecord): number {
  return /^\d{10,17}$/.test(time) ? Number(time) : Date.parse(time);
}

const textOf = ({ fields }: LogRecord): string => fields.map(({ value }) => value).join("\n").toLowerCase();

/** narrowed returns the listed lines that the filter lets through, those that failed first, with their place in the list. */
export function narrowed({ records }: Log, { text, failed, code, client, certificate, from, to }: LogFilter): (readonly [LogRecord, number])[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const bad = ([{ tone }]: readonly [LogRecord, number]): number => (tone === "bad" ? 0 : 1);
  return records.map((record, i) => [record, i] as const).filter(([record]) =>
    (!failed || record.tone === "bad") && (code === "" || record.code === code) && (client === "" || record.client === client)
    && (certificate === "" || certificateKey(record) === certificate)
    && (Number.isNaN(from) || (timeOf(record) >= from && timeOf(record) < to))
    && words.every((word) => textOf(record).includes(word))).sort((a, b) => bad(a) - bad(b));
}

/** failedFirst tells whether the order of the lines is not that of the paste. */
export function failedFirst(list: readonly (readonly [LogRecord, number])[]): boolean {
  return list.some(([, i], at) => i !== at) && list.some(([{ tone }]) => tone === "bad") && list.some(([{ tone }]) => tone !== "bad");
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly all: number;
  readonly failed: number;
}

/** Of fewer lines there is nothing to see. */
const least = 10;

/** binsOf are the spans of time in which all lines are counted; none if they are few, or of one moment. */
export const binsOf = memo(({ times: { start, step, all, failed }, lines }: Log): readonly Bin[] => {
  if (step === 0 || all.length < 2 || lines < least) return [];
  return all.map((n, i) => ({ from: (start + i * step) * 1000, to: (start + (i + 1) * step) * 1000, all: n, failed: failed[i] ?? 0 }));
});

/** lineRequest asks the lab for lines that are not listed: the same filter in its words. */
export function lineRequest(log: Log, { text, failed, code, client, certificate, from, to }: LogFilter): object {
  const one = log.certificates.find((other) => certificateKey(other) === certificate);
  return {
    log: log.name, words: text, failed: failed ? 1 : 0, code, client,
    ...(one && { subject: one.subject, serial: one.serial }),
    ...(!Number.isNaN(from) && { from: Math.floor(from / 1000), to: Math.floor(to / 1000) }),
  };
}

/** narrows tells whether the filter leaves anything out. */
export function narrows({ text, failed, code, client, certificate, from }: LogFilter): boolean {
  return text.trim() !== "" || failed || code !== "" || client !== "" || certificate !== "" || !Number.isNaN(from);
}
