// The reader's own time, for tooltips: what is printed is UTC.

const stamps = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const here = new Intl.DateTimeFormat("en-GB", { year: "numeric", month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit", timeZoneName: "short" });

/** localTime writes the moments in a text as the reader's clock shows them; nothing if there is none. */
export function localTime(text: string): string | undefined {
  const found = (text.match(stamps) ?? []).map((stamp) => Date.parse(stamp)).filter((time) => !Number.isNaN(time));
  return found.length > 0 && found.length <= most ? `Here: ${found.map((time) => here.format(time)).join(" to ")}` : undefined;
}

/** A text with more moments than these is no time. */
const most = 2;
