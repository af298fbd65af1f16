// What holds of every table of the answer: its order, what it is narrowed to, which of
// its rows are drawn, and how it is copied.

/** Column is one of a table. */
export interface Column<T> {
  readonly id: string;
  readonly label: string;
  /** As it is searched and copied. */
  readonly text: (row: T) => string;
  /** What rows are ordered by, where that is not the text. */
  readonly rank?: (row: T) => number | string;
}

/** Table is how a table stands before the reader. */
export interface Table {
  /** The column that orders it; empty for the order of the paste. */
  readonly sort: string;
  readonly down: boolean;
  /** Words that a row holds, in any letter case. */
  readonly text: string;
  /** Only what ends within so many days; negative for all. */
  readonly days: number;
  /** The first row in sight. */
  readonly at: number;
  /** The row that was opened last; -1 for none. */
  readonly chosen: number;
}

export const noTable: Table = { sort: "", down: false, text: "", days: -1, at: 0, chosen: -1 };

/** tableOf is a table's own state. */
export function tableOf(tables: ReadonlyMap<string, Table>, key: string): Table {
  return tables.get(key) ?? noTable;
}

/** arranged returns the rows that hold the words, in order. */
export function arranged<T>(rows: readonly T[], columns: readonly Column<T>[], { sort, down, text }: Table): readonly T[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const left = words.length === 0 ? rows : rows.filter((row) => {
    const all = columns.map((column) => column.text(row)).join("\n").toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const column = columns.find(({ id }) => id === sort);
  if (!column) return left;
  const rank = column.rank ?? ((row: T): number | string => column.text(row).toLowerCase());
  const ranked = left.map((row) => ({ row, rank: rank(row) }));
  ranked.sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0) * (down ? -1 : 1));
  return ranked.map(({ row }) => row);
}

/** Drawn rows begin at a multiple of this, so that a short scroll draws nothing. */
const step = 10;
/** So many rows are drawn: those in sight, and as many as a quick scroll passes. */
export const drawn = 60;

/** windowOf returns which of n rows are drawn when the row "at" is the first in sight. */
export function windowOf(at: number, n: number): { readonly from: number; readonly to: number } {
  const from = Math.max(0, Math.min(Math.floor(at / step) * step - step, n - drawn));
  return { from, to: Math.min(n, from + drawn) };
}

/** csv writes rows as RFC 4180 has it. What a spreadsheet would take for a formula stands behind an apostrophe. */
export function csv<T>(columns: readonly Column<T>[], rows: readonly T[]): string {
  const cell = (text: string): string => {
    const inert = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert;
  };
  return [columns.map(({ label }) => label), ...rows.map((row) => columns.map((column) => column.text(row)))]
    .map((line) => `${line.map(cell).join(",")}\r\n`).join("");
}

const day = 86_400_000;

/** endsWithin tells whether what ends then ends within so many days from now, or has ended. */
export function endsWithin(notAfter: string, days: number, now: number): boolean {
  const end = Date.parse(notAfter);
  return days < 0 || (!Number.isNaN(end) && end <= now + days * day);
}
