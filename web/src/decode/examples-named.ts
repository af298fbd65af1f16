// The examples, each with the name that stands in its address.

export { examples, type Example } from "./examples.ts";

/** nameOf is the name in an address: "The + bug" is the-plus-bug. */
export function nameOf(name: string): string {
  return name.toLowerCase().replaceAll("+", "plus").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "");
}
