// The time line: one axis for all certificates of a chain, a bar each, today as a
// rule across. Positions come from the report as ten-thousandths of the width.

import { h, type VNode } from "../../app/dom.ts";
import type { Bar, Report, Timeline } from "../report.gen.ts";
import { joined } from "../../app/pieces.ts";
import { shownPlain } from "../../app/shown.ts";
import { count } from "../../app/words.ts";

// Heights in sixteenths of a rem: pixels, unless the reader wants larger text.
const row = 30; // a bar with its label
const slim = 8; // without one
const head = 22; // the label of today
const foot = 22; // the labels of the ticks
const longest = 48; // characters of a label; the tooltip has all of it
const labelled = 12; // with more bars than this none has a label

export function timeline(report: Report, line: Timeline): VNode {
  const step = line.bars.length > labelled ? slim : row;
  const bottom = head + line.bars.length * step + 6;
  return h("figure", { class: "panel timeline" },
    h("svg", { class: "timeline-drawing", width: "100%", height: rem(bottom + foot), role: "img", "aria-label": line.summary },
      h("line", { class: "axis", x1: "0", x2: "100%", y1: rem(bottom), y2: rem(bottom) }),
      line.ticks.map((tick, i) => [
        h("line", { class: "tick", x1: at(tick.at), x2: at(tick.at), y1: rem(head), y2: rem(bottom + 4) }),
        h("text", { class: i % 2 === 1 ? "tick-label odd" : "tick-label", x: at(tick.at), y: rem(bottom + 17), "text-anchor": anchor(tick.at) }, tick.label),
      ]),
      line.now >= 0 && [
        h("line", { class: "now", x1: at(line.now), x2: at(line.now), y1: rem(head - 4), y2: rem(bottom) }),
        h("text", { class: "now-label", x: at(line.now), y: rem(12), "text-anchor": anchor(line.now) }, line.nowLabel),
      ],
      line.bars.map((bar, i) => drawBar(report, bar, head + i * step, step === row))),
    line.left > 0 && h("figcaption", {}, `${count(line.left, "more certificate")} without a bar: there is room for ${line.bars.length}.`));
}

function drawBar(report: Report, bar: Bar, top: number, label: boolean): VNode {
  // The label stands above the bar, on the side where there is more room.
  const left = bar.from < 5000;
  return h("g", { class: "bar", "data-tone": bar.tone },
    h("title", {}, joined(shownPlain(bar.label))),
    label && h("text", { class: "bar-label", x: at(left ? bar.from : bar.to), y: rem(top + 10), "text-anchor": left ? "start" : "end" }, shorten(shownPlain(report.certificates[bar.certificate]?.title ?? ""))),
    h("rect", { x: at(bar.from), width: at(Math.max(bar.to - bar.from, 30)), y: rem(label ? top + 15 : top), height: rem(label ? 9 : 5), rx: 3 }));
}

function shorten(title: string): string {
  return title.length > longest ? `${title.slice(0, longest - 1)}…` : title;
}

function rem(sixteenths: number): string {
  return `${sixteenths / 16}rem`;
}

function at(position: number): string {
  return `${position / 100}%`;
}

function anchor(position: number): string {
  return position < 600 ? "start" : position > 9400 ? "end" : "middle";
}
