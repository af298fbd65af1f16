// Lengths that grow with the text.

/** pixels returns how many pixels so many rem are: 16 each, unless the reader wants larger text. */
export function pixels(rem: number): number {
  return rem * Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
}
