// Draws the part that decodes: each region of the page is rendered from the state.

import { marksOf } from "../decode/marks.ts";
import { answer, made, nothingMade } from "../decode/views/answer.ts";
import type { Drawer } from "./asn1-part.ts";
import { fold, held } from "../decode/views/held.ts";
import { notice } from "../decode/views/notice.ts";
import { keeping, undo } from "../decode/views/remembered.ts";
import { blank, verdict } from "../decode/views/verdict.ts";
import { welcome, type Welcome } from "../decode/views/welcome.ts";
import type { Box } from "./box.ts";
import { byId as $, memo, render } from "./dom.ts";
import { isEmpty } from "./paste.ts";
import type { Hands } from "./pieces.ts";
import { busy, type State } from "./state.ts";

/** Pens is what drawing needs beside the state. */
interface Pens {
  readonly box: Box;
  readonly hands: Hands;
  readonly cards: Welcome;
  readonly asn1: Drawer;
}

const marks = memo((report: State["report"]) => marksOf(report));

let parts = nothingMade;
let last: State | undefined;

// What is done in another part of the page changes nothing in this one.
function same(before: State | undefined, state: State): boolean {
  return before !== undefined && (Object.keys(state) as (keyof State)[]).every((key) => key === "part" || key === "lab" || before[key] === state[key]);
}

/** drawDecode draws what has changed, or the next part of a large answer; it tells whether more is to be drawn. */
export function drawDecode(state: State, { box, hands, cards, asn1 }: Pens, next = false): boolean {
  if (!next && parts.whole && same(last, state)) return false;
  last = state;
  parts = made(state, hands, parts, next);
  const drawn = parts.whole;
  const { paste } = state;
  const current = state.answered === state.revision;
  box.show(paste.kind === "text" ? paste.text : "", current ? marks(state.report) : undefined);
  $("box").hidden = paste.kind === "held";
  $("paste-panel").toggleAttribute("data-folded", state.folded && paste.kind === "text" && paste.text !== "");
  for (const id of ["clear", "share-open"]) $<HTMLButtonElement>(id).disabled = isEmpty(paste);
  if (state.shown === undefined || paste.kind === "text") render($("held"), paste.kind === "held" && held(paste, undefined, hands));
  render($("fold"), fold(state, hands));
  render($("notice"), notice(state, hands));
  render($("undo"), undo(state, hands));
  render($("keeping"), keeping(state, hands));
  render($("verdict"), verdict(state));
  $("decode").toggleAttribute("data-wide", (state.report?.logs.length ?? 0) > 0 && state.report?.groups.length === 0);
  $("result").toggleAttribute("data-busy", busy(state));
  $("result").setAttribute("aria-busy", String(busy(state) || !drawn));
  render($("answer"), blank(state) ? welcome(cards) : [answer(state, hands, parts), state.report?.verdict.state === "nothing" && !state.failure && welcome(cards)]);
  if (drawn) asn1.draw(state);
  return !drawn;
}
