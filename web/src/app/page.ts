// The page: puts the parts together. State goes into views, actions come out.

import { drawBadge, offerUpdate } from "./badge.ts";
import { startOffline } from "./offline.ts";
import { ReportAsker } from "../decode/asking.ts";
import { Box } from "./box.ts";
import { complete, decode, lab as labProgram, startWorker } from "../programs/workers.ts";
import { byId as $, render } from "./dom.ts";
import { drawDecode } from "./drawing.ts";
import { DetailAsker } from "../decode/details.ts";
import { ExamineAsker } from "../decode/examining.ts";
import { Intake } from "../decode/intake.ts";
import { unlock } from "../decode/unlocking.ts";
import { startKeys } from "./keys.ts";
import { shortcutsOf } from "./shortcuts.ts";
import { Goals } from "./goals.ts";
import { keep, Pastes, startKeeping } from "./memory.ts";
import { showPart, startSkip } from "./parts.ts";
import { Route } from "./route.ts";
import { titleOf } from "./title.ts";
import { laterAsn1 } from "./asn1-part.ts";
import { laterLab } from "./lab-part.ts";
import { startMeanings } from "./meaning.ts";
import { Messenger } from "../programs/messenger.ts";
import { copy, save } from "./out.ts";
import { pageLoaded, startProof } from "./proof.ts";
import { startSharing } from "./sharing.ts";
import { startSplitter } from "./splitter.ts";
import { busy, initial, senderKey, type State } from "./state.ts";
import { update, type Action } from "./update.ts";
import { frame } from "./pause.ts";
import { linesAt } from "./reading.ts";
import { recall, remember } from "./storage.ts";
import { startTheme } from "./theme.ts";
import type { Place } from "../decode/report.gen.ts";
import { held, stretchOf } from "../decode/views/held.ts";
import type { Held } from "./paste.ts";
import type { Hands } from "./pieces.ts";
import { startSpy } from "../decode/views/strip.ts";
import type { Welcome } from "../decode/views/welcome.ts";

startTheme($("theme"));
startProof($<HTMLDialogElement>("proof"), $("proof-open"));
startSplitter($("splitter"), $("decode"));
startSpy();
startMeanings($("meaning"));

const box = new Box($("box"), $("mirror"), $<HTMLTextAreaElement>("paste"));
const stored = startKeeping();
let state: State = { ...initial(stored.text || box.area.value, recall("language") ?? "Go"), keeping: stored.on ? "on" : "off" };
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
  route.did(action, before);
  if (!keep(state) && state.keeping === "on") dispatch({ type: "keeping", keeping: "refused" });
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

/** A long RSA key may take a phone a minute to make; later than this no answer comes. */
const errandLimit = 240_000;
/** A paste may hold a thousand signatures, and some keys are slow. */
const examineLimit = 120_000;

const reports = new Messenger(() => startWorker(decode));
// Views come after the report, from the lab: in a worker of their own, so that
// neither a long paste nor a long key holds them up.
const views = new Messenger(() => startWorker(labProgram));
const examiner = new Messenger(() => startWorker(labProgram), examineLimit);
const reportAsker = new ReportAsker(reports, views, examiner, () => state, dispatch);
const examineAsker = new ExamineAsker(examiner, () => state, dispatch);
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
    else void showHeld(state.paste, place, state.shown);
  },
  toBox: (paste, place) => void linesAt(paste, place).then((text) => intake.take("These lines", text)),
  copy,
  save,
  cancel: () => reportAsker.cancel(),
  give: (material) => dispatch({ type: "examine", examine: { type: "given", material } }),
  unlock: (password) => void unlock(password, views, () => state, dispatch, intake),
  toSimulate: (group) => void lab.script().then(({ toScene }) => toScene(detailAsker, state, group)).then((scene) => {
    dispatch({ type: "lab", lab: { type: "set", scene } });
    dispatch({ type: "went", part: "simulate" });
  }).catch((reason: Error) => dispatch({ type: "noticed", notice: { tone: "bad", text: `The certificates could not be taken to Simulate: ${reason.message}. Press the button again.` } })),
  ask: (slot, what, request) => detailAsker.ask(slot, what, request),
  again: (slot) => detailAsker.again(slot),
  bytes(structure, { offset, length }) {
    dispatch({ type: "viewed", view: "asn1" });
    dispatch({ type: "inspected", inspect: { structure, point: { offset, length } } });
    draw();
    document.querySelector("#asn1")?.scrollIntoView({ block: "start" });
  },
};

startSharing($<HTMLDialogElement>("share"), $("share-open"), () => state, hands);
const errands = new Messenger(() => startWorker(labProgram), errandLimit);
const lab = laterLab(({ startLab }) => startLab(() => state, dispatch, (name, text) => intake.take(name, text), hands, errands), () => state.part, () => draw());
const asn1 = laterAsn1(() => lab.script(), ({ Asn1 }) => new Asn1(detailAsker, hands));
const goals = new Goals(() => state, dispatch, (name, text, at) => intake.take(name, text, at));
const route = new Route(new Pastes(), () => state, dispatch, goals);
const cards: Welcome = { follow: (address) => goals.follow(address), choose: () => intake.choose(), compare: () => goals.compare(), store: () => goals.store() };
startKeys($<HTMLDialogElement>("keys"), $("keys-open"), shortcutsOf({
  went: (part) => dispatch({ type: "went", part }),
  point: (address) => route.point(address),
  part: () => state.part,
  paste() {
    dispatch({ type: "went", part: "decode" });
    dispatch({ type: "folded", folded: false });
    draw();
    box.area.focus();
  },
}));
let part = state.part;

async function showHeld(paste: Held, place: Place, shown: State["shown"]): Promise<void> {
  const stretch = await stretchOf(paste, place);
  if (state.shown !== shown) return; // another place was asked for meanwhile
  render($("held"), held(paste, stretch, hands));
  document.querySelector(".held-mark")?.scrollIntoView({ block: "nearest" });
}

let drawn = 0;

/** draw draws the state; what is large goes on after the next frame, unless it has changed by then. */
function draw(next = false): void {
  const turn = ++drawn;
  if (part !== state.part) showPart(state.part, part);
  part = state.part;
  document.title = titleOf(state);
  $("result").toggleAttribute("data-ready", state.ready);
  if (part !== "decode") lab.draw();
  else if (drawDecode(state, { box, hands, cards, asn1 }, next)) void frame().then(() => turn === drawn && draw(true));
  goals.drawn();
}

// Escape goes back from the paste to the button that led there.
box.area.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !returnTo?.isConnected) return;
  event.preventDefault();
  returnTo.focus();
});

draw();
reportAsker.changed();
startSkip(() => state.part);
route.start();
// Without decode the first paste says so.
reports.ready().then(() => {
  pageLoaded();
  dispatch({ type: "ready" });
  return reportAsker.answered();
}).then(complete).catch(() => undefined).finally(() => {
  // The first answer comes first: what is kept for later is fetched after it is ready.
  lab.load();
  startOffline((now) => drawBadge($("proof-open"), now), (take) => offerUpdate($("update"), take, () => $<HTMLTextAreaElement>("paste").value !== "" || state.paste.kind === "held" || state.lab.issued !== undefined));
});
