// Numbers in words.

const plain = new Intl.NumberFormat("en-US");
const short = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });

/** count writes "1 line", "1,204 lines". */
export function count(n: number, thing: string): string {
  return `${plain.format(n)} ${thing}${n === 1 ? "" : "s"}`;
}

/** size writes a number of bytes: "842 bytes", "5.2 KiB", "64 MiB". */
export function size(bytes: number): string {
  if (bytes < 10_000) return count(bytes, "byte");
  if (bytes < 1 << 20) return `${short.format(bytes / 1024)} KiB`;
  return `${short.format(bytes / (1 << 20))} MiB`;
}

/** lines counts the lines of a text; a newline at its end begins no other. */
export function lines(text: string): number {
  let n = text === "" || text.endsWith("\n") ? 0 : 1;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) n++;
  return n;
}
