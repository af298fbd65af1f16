// Characters that are not seen, or that turn the direction of writing, are shown
// by their number: a name from a certificate must not look like another one.

import { h, type Child } from "./dom.ts";

// Control characters but tab and newline; soft hyphen; zero-width characters;
// marks, embeddings, overrides and isolates of direction; the byte order mark; fillers
// of Hangul; tags. They are those of internal/words/unseen.go.
// biome-ignore lint/suspicious/noMisleadingCharacterClass: each is looked for by itself.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const unseen = /([\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e01ef}])/u;

/** A longer text is cut where nothing can show the rest; lists.ts has what can. */
const longest = 2000;

/** shown sets a text with its unseen characters by number. */
export function shown(text: string, most = longest): Child {
  if (text.length > most) return [shown(text.slice(0, most)), h("span", { class: "muted" }, `… and ${(text.length - most).toLocaleString("en-US")} more characters`)];
  const parts = text.split(unseen);
  return parts.length === 1 ? text : parts.map((part, i) => (i % 2 === 1 ? h("span", { class: "unseen" }, number(part)) : part));
}

/** brief is what heads a card or a row: its beginning, of what stands whole below it. */
export function brief(text: string): Child {
  return text.length > headful ? [shown(text.slice(0, headful)), "…"] : shown(text);
}

/** Some lines at any width. */
const headful = 200;

/** shownPlain is the same where there is room for plain text alone. */
export function shownPlain(text: string): string {
  return text.split(unseen).map((part, i) => (i % 2 === 1 ? `[${number(part)}]` : part)).join("");
}

function number(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}
