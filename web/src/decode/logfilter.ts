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

/** narrowed returns the listed lines that the filter lets through, with their place in the list. */
export function narrowed({ records }: Log, { text, failed, code, client, certificate, from, to }: LogFilter): (readonly [LogRecord, number])[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  return records.map((record, i) => [record, i] as const).filter(([record]) =>
    (!failed || record.tone === "bad") && (code === "" || record.code === code) && (client === "" || record.client === client)
    && (certificate === "" || certificateKey(record) === certificate)
    && (Number.isNaN(from) || (timeOf(record) >= from && timeOf(record) < to))
    && words.every((word) => textOf(record).includes(word)));
}

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly all: number;
  readonly failed: number;
}

/** A histogram has so many bars at most. */
const bars = 60;
/** Of fewer lines there is nothing to see. */
const least = 10;

/** binsOf counts the lines in equal spans of time; none if not all lines are listed, or they say no time. */
export const binsOf = memo(({ records, lines }: Log): readonly Bin[] => {
  if (records.length < lines || lines < least) return [];
  const times = records.map(timeOf);
  const first = Math.min(...times);
  const span = Math.max(...times) - first;
  if (!(span > 0)) return []; // not a number: a line without a time
  const n = Math.min(bars, records.length);
  const bins = Array.from({ length: n }, (_, i) => ({ from: first + (span * i) / n, to: i === n - 1 ? first + span + 1 : first + (span * (i + 1)) / n, all: 0, failed: 0 }));
  records.forEach((record, i) => {
    const bin = bins[Math.min(n - 1, Math.floor((((times[i] ?? first) - first) / span) * n))];
    if (!bin) return;
    bin.all++;
    if (record.tone === "bad") bin.failed++;
  });
  return bins;
});
