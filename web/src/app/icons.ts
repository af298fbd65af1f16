// The icons, 16 units wide, drawn with the color of the text around them.

import { h, type VNode } from "./dom.ts";
import type { Severity, Tone } from "../decode/report.gen.ts";

const paths = {
  good: "M3.5 8.5l3 3 6-7",
  bad: "M4 4l8 8M12 4l-8 8",
  warn: "M8 2.5v7M8 12.6v.9",
  info: "M8 7v6M8 3.2v.6",
  none: "M5 8h6",
  copy: "M6 6h7v7.5H6zM3.5 10.5H3v-8h6.5V3",
  download: "M8 2.5v8M4.5 7.5L8 11l3.5-3.5M3 13.5h10",
  close: "M4 4l8 8M12 4l-8 8",
  chevron: "M6 4l4 4-4 4",
  up: "M8 13V3.5M4 7l4-4 4 4",
  down: "M8 3v9.5M4 9l4 4 4-4",
  sun: "M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.1 1.1M11.9 11.9L13 13M13 3l-1.1 1.1M4.1 11.9L3 13",
  moon: "M13 9.7A5.6 5.6 0 116.3 3a4.6 4.6 0 006.7 6.7z",
  system: "M2 3h12v8H2zM6 14h4M8 11v3",
  key: "M10.5 2.5a3 3 0 11-2.6 4.5L3 11.9V13.5h2v-1.4h1.4v-1.4h1.4",
  bytes: "M2.5 4.5h4v7h-4zM9.5 4.5h1.5v7M9 11.5h4",
  link: "M6.5 9.5l3-3M7 4.5l1.6-1.6a2.8 2.8 0 014 4L11 8.5M9 11.5l-1.6 1.6a2.8 2.8 0 01-4-4L5 7.5",
  file: "M4 2h5l3.5 3.5V14H4zM9 2v3.5h3.5",
} as const;

export type IconName = keyof typeof paths;

/** icon draws an icon that says nothing: a word stands beside it, or a label on its button. */
export function icon(name: IconName): VNode {
  return h("svg", { class: `icon icon-${name}`, viewBox: "0 0 16 16", width: 16, height: 16, "aria-hidden": "true" }, h("path", { d: paths[name] }));
}

/** toneIcon draws the icon of a tone. */
export function toneIcon(tone: Tone): VNode {
  return icon(tone === "" ? "none" : tone);
}

/** toneOf tells the tone of a severity. */
export function toneOf(severity: Severity): Tone {
  return severity === "error" ? "bad" : severity === "warning" ? "warn" : "info";
}
