// The page: puts the parts together. State goes into views, actions come out.

import { ReportAsker } from "../decode/asking.ts";
import { Box } from "./box.ts";
import { decode, lab as labProgram, startWorker } from "../programs/workers.ts";
import { h, memo, render } from "./dom.ts";
import { examples } from "../decode/examples.ts";
import { DetailAsker } from "../decode/details.ts";
import { ExamineAsker } from "../decode/examining.ts";
import { Intake } from "../decode/intake.ts";
import { goTo, showPart, startParts } from "./parts.ts";
import { startLab } from "../lab/start.ts";
import { toScene } from "../lab/from-decode.ts";
import { marksOf } from "../decode/marks.ts";
import { Messenger } from "../programs/messenger.ts";
import { copy, save } from "./out.ts";
import { pageLoaded, startProof } from "./proof.ts";
import { startSplitter } from "./splitter.ts";
import { busy, initial, senderKey, update, type Action, type State } from "./state.ts";
import { recall, remember } from "./storage.ts";
import { startTheme } from "./theme.ts";
import { answer } from "../decode/views/answer.ts";
import { Asn1 } from "../decode/views/asn1.ts";
import { fold, held } from "../decode/views/held.ts";
import { notice } from "../decode/views/notice.ts";
import type { Hands } from "./pieces.ts";
import { verdict } from "../decode/views/verdict.ts";

const $ = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

startTheme($("theme"));
startProof($<HTMLDialogElement>("proof"), $("proof-open"));
startSplitter($("splitter"), $("decode"));

const box = new Box($("box"), $("mirror"), $<HTMLTextAreaElement>("paste"));
let state: State = initial(box.area.value, recall("language") ?? "Go");
let drawing = false;

function dispatch(action: Action): void {
  const before = state;
  state = update(state, action);
  if (state === before) return;
  if (state.language !== before.language) remember("language", state.language);
  if (state.report !== before.report) teach();
  reportAsker.changed();
  examineAsker.changed();
  lab.changed();
  if (drawing) return;
  drawing = true;
  queueMicrotask(() => {
    drawing = false;
    draw();
  });
}

// What a sender does is told at length once; later it is there to be opened.
let taught = recall("sender-seen") !== undefined;

function teach(): void {
  if (taught || !state.report?.senders.length) return;
  taught = true;
  remember("sender-seen", "yes");
  dispatch({ type: "opened", key: senderKey(state.report, 0), open: true });
}

/** A paste may hold a thousand signatures, and some keys are slow. */
const examineLimit = 120_000;

const reports = new Messenger(() => startWorker(decode));
// Views come after the report, from the lab: in a worker of their own, so that
// neither a long paste nor a long key holds them up.
const views = new Messenger(() => startWorker(labProgram));
const reportAsker = new ReportAsker(reports, views, () => state, dispatch);
const examineAsker = new ExamineAsker(new Messenger(() => startWorker(labProgram), examineLimit), () => state, dispatch);
const detailAsker = new DetailAsker(views, () => state, dispatch);
const intake = new Intake(box, () => state, dispatch);
let returnTo: HTMLElement | undefined;

const hands: Hands = {
  dispatch,
  show(key, index, place, from) {
    if (busy(state)) return; // the place belongs to the paste before
    returnTo = from.currentTarget as HTMLElement;
    dispatch({ type: "shown", key, index });
    draw();
    if (state.paste.kind === "text") box.select(place);
    else {
      render($("held"), held(state.paste, place, hands));
      document.querySelector(".held-mark")?.scrollIntoView({ block: "nearest" });
    }
  },
  copy,
  save,
  cancel: () => reportAsker.cancel(),
  give: (material) => dispatch({ type: "examine", examine: { type: "given", material } }),
  toSimulate: (group) => void toScene(detailAsker, state, group).then((scene) => {
    dispatch({ type: "lab", lab: { type: "set", scene } });
    goTo("simulate");
  }),
  ask: (slot, what, request) => detailAsker.ask(slot, what, request),
  bytes(structure, { offset, length }) {
    dispatch({ type: "viewed", view: "asn1" });
    dispatch({ type: "inspected", inspect: { structure, point: { offset, length } } });
    draw();
    document.querySelector("#asn1")?.scrollIntoView({ block: "start" });
  },
};

const lab = startLab(() => state, dispatch, (name, text) => intake.take(name, text), hands);
const asn1 = new Asn1(detailAsker, hands);
let part = state.part;

const marks = memo((report: State["report"]) => marksOf(report));

function draw(): void {
  if (part !== state.part) showPart(state.part, part);
  part = state.part;
  $("result").toggleAttribute("data-ready", state.ready);
  if (part === "decode") drawDecode();
  else lab.draw();
}

function drawDecode(): void {
  const { paste } = state;
  const current = state.answered === state.revision;
  box.show(paste.kind === "text" ? paste.text : "", current ? marks(state.report) : undefined);
  $("box").hidden = paste.kind === "held";
  $("paste-panel").toggleAttribute("data-folded", state.folded && paste.kind === "text" && paste.text !== "");
  $<HTMLButtonElement>("clear").disabled = paste.kind === "text" && paste.text === "";
  if (state.shown === undefined || paste.kind === "text") render($("held"), paste.kind === "held" && held(paste, undefined, hands));
  render($("fold"), fold(state, hands));
  render($("notice"), notice(state, hands));
  render($("verdict"), verdict(state));
  $("decode").toggleAttribute("data-wide", (state.report?.logs.length ?? 0) > 0 && state.report?.groups.length === 0);
  $("result").toggleAttribute("data-busy", busy(state));
  $("result").setAttribute("aria-busy", String(busy(state)));
  render($("answer"), answer(state, hands));
  asn1.draw(state);
}

render($("examples"),
  h("span", { class: "examples-label", id: "examples-label" }, "Examples"),
  h("ul", { class: "examples-list", "aria-labelledby": "examples-label" },
    examples.map(({ name, text }) => h("li", {}, h("button", { type: "button", class: "example", onclick: () => intake.take(name, text) }, name)))));

$("clear").addEventListener("click", () => {
  dispatch({ type: "pasted", paste: { kind: "text", text: "" } });
  draw();
  box.area.focus();
});

// Escape goes back from the paste to the button that led there.
box.area.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !returnTo?.isConnected) return;
  event.preventDefault();
  returnTo.focus();
});

draw();
reportAsker.changed();
startParts((part) => dispatch({ type: "went", part }), () => state.part);
// Without decode the first paste says so.
reports.ready().then(() => {
  pageLoaded();
  dispatch({ type: "ready" });
}, () => undefined);
