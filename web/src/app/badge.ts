// The badge in the header: offline only when it is; and the offer of a newer build.

import type { Offline } from "./offline.ts";

const words = (now: Offline): [short: string, more: string] => {
  switch (now.state) {
    case "complete":
      return ["Offline, complete", " · nothing leaves this page"];
    case "storing":
      return [now.of === 0 ? "Not offline yet" : `Keeping file ${Math.min(now.stored + 1, now.of)} of ${now.of}`, " · nothing pasted leaves this page"];
    case "absent":
      return ["Needs the network", " · nothing pasted leaves this page"];
  }
};

/** drawBadge says how it stands. */
export function drawBadge(button: HTMLElement, now: Offline): void {
  const [short, more] = words(now);
  button.dataset.offline = now.state;
  const [word, rest] = [button.querySelector(".offline-word"), button.querySelector(".offline-more")];
  if (word) word.textContent = short;
  if (rest) rest.textContent = more;
  if (now.state === "absent") button.title = `Not kept for use without a network: ${now.why}`;
  else button.removeAttribute("title");
}

/** offerUpdate shows the button that changes to the newer build. Nothing changes without it. */
export function offerUpdate(button: HTMLElement, take: () => void, holds: () => boolean): void {
  button.hidden = false;
  button.onclick = () => {
    if (!holds() || confirm("The page is loaded anew. What is given or issued in it is forgotten, and what is pasted unless this tab keeps it.")) take();
  };
}
