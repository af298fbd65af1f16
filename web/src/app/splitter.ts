// The line between paste and result: drag it, or move it with the arrow keys.

import { recall, remember } from "./storage.ts";

const least = 25;
const most = 60;
const usual = 40;

export function startSplitter(splitter: HTMLElement, frame: HTMLElement): void {
  let share = usual;
  const set = (percent: number): void => {
    share = Math.min(most, Math.max(least, Math.round(percent * 10) / 10));
    frame.style.setProperty("--paste-share", `${share}`);
    splitter.setAttribute("aria-valuenow", String(Math.round(share)));
    splitter.setAttribute("aria-valuetext", `${Math.round(share)} percent`);
  };
  const keep = (): void => remember("paste-share", share === usual ? undefined : String(share));
  splitter.setAttribute("aria-valuemin", String(least));
  splitter.setAttribute("aria-valuemax", String(most));
  set(Number(recall("paste-share") ?? usual) || usual);

  splitter.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    event.preventDefault();
    splitter.setPointerCapture(event.pointerId);
  });
  splitter.addEventListener("pointermove", (event) => {
    if (!splitter.hasPointerCapture(event.pointerId)) return;
    const { left, width } = frame.getBoundingClientRect();
    set(((event.clientX - left) / width) * 100);
  });
  splitter.addEventListener("lostpointercapture", keep);
  splitter.addEventListener("dblclick", () => {
    set(usual);
    keep();
  });
  splitter.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: share - 2, ArrowRight: share + 2, Home: least, End: most }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    set(step);
    keep();
  });
}
