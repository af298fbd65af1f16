// Outcomes over time: a bar for each span, what failed at its top. A bar narrows the
// lines to its span.

import { h, type Child, type VNode } from "../../app/dom.ts";
import type { Hands } from "../../app/pieces.ts";
import { rove } from "../../app/rove.ts";
import type { State } from "../../app/state.ts";
import { count } from "../../app/words.ts";
import { binsOf, type Bin } from "../logfilter.ts";
import type { Log } from "../report.gen.ts";

/** The height of the highest bar, in units of the drawing. */
const high = 64;

export function histogram(state: State, hands: Hands, log: Log): Child {
  const bins = binsOf(log);
  const first = bins[0];
  const last = bins.at(-1);
  if (!first || !last) return undefined;
  const most = Math.max(...bins.map(({ all }) => all));
  return h("div", { class: "panel log-times" },
    h("div", { class: "log-bars", role: "group", "aria-label": "Connections over time: the arrow keys go from span to span", onkeydown: (event) => rove(event, ".log-bar") }, bins.map((bin, i) => bar(state, hands, bin, most, i === 0))),
    h("p", { class: "log-span" }, h("span", {}, stamp(first.from)), h("span", { class: "log-hint" }, "press a bar to list its lines"), h("span", {}, stamp(last.to))));
}

function bar({ filter }: State, hands: Hands, bin: Bin, most: number, stop: boolean): VNode {
  const chosen = filter.log.from === bin.from;
  const words = `${stamp(bin.from)}: ${count(bin.all, "connection")}, ${bin.failed} failed`;
  const tall = (n: number): number => (n * high) / most;
  return h("button", {
    key: bin.from, type: "button", class: "log-bar", title: words, "aria-label": words, "aria-pressed": String(chosen), tabindex: stop ? 0 : -1, "aria-disabled": bin.all === 0 ? "true" : undefined,
    onclick: () => bin.all > 0 && hands.dispatch({ type: "filtered", filter: { log: { ...filter.log, from: chosen ? Number.NaN : bin.from, to: chosen ? Number.NaN : bin.to } } }),
  }, h("svg", { viewBox: `0 0 10 ${high}`, width: "100%", height: "100%", preserveAspectRatio: "none", "aria-hidden": "true" },
    h("rect", { class: "log-bar-all", x: 0, width: 10, y: high - tall(bin.all), height: tall(bin.all) }),
    h("rect", { class: "log-bar-failed", x: 0, width: 10, y: high - tall(bin.all), height: tall(bin.failed) })));
}

/** stamp writes a moment in UTC, to the second, with the day of the week: people remember that. */
function stamp(time: number): string {
  const date = new Date(time);
  return `${weekdays[date.getUTCDay()]} ${date.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
