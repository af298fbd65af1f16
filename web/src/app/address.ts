// The addresses inside the page: what stands behind the # is read and written here
// and nowhere else. None holds a piece of the paste, but the one that was made for
// sharing it.

/** The parts of the page. */
export const parts = ["decode", "simulate", "issue"] as const;
export type Part = (typeof parts)[number];

/** The views of an answer. */
export const views = ["text", "json", "pem", "asn1", "compare", "markdown", "report"] as const;
export type View = (typeof views)[number];

/** What is shown of a handshake. */
export const outputs = ["transcript", "headers", "log", "rules"] as const;
export type Output = (typeof outputs)[number];

/** Address is where a link leads. */
export type Address =
  | { readonly kind: "part"; readonly part: Part }
  | { readonly kind: "view"; readonly view: View }
  | { readonly kind: "output"; readonly output: Output }
  /** An example, a rule's finding, a reason code of AWS, whoever sends a request, a certificate that is wrong on purpose. */
  | { readonly kind: Named; readonly name: string }
  /** A paste, packed into the link. */
  | { readonly kind: "shared"; readonly link: string };

/** What has a name of its own, and the part of the page that shows it. */
const named = { example: "decode", finding: "decode", reason: "decode", family: "decode", preset: "issue" } as const satisfies Record<string, Part>;
export type Named = keyof typeof named;

/** The names are those of mtlens and AWS: nothing longer is read. */
const nameForm = /^[A-Za-z0-9][A-Za-z0-9.-]{0,79}$/;
const linkForm = /^[\w.-]+$/;

/** write gives what stands behind the #. */
export function write(address: Address): string {
  switch (address.kind) {
    case "part":
      return address.part;
    case "view":
      return `decode/view/${address.view}`;
    case "output":
      return `simulate/output/${address.output}`;
    case "shared":
      return `paste/${address.link}`;
    default:
      return `${named[address.kind]}/${address.kind}/${address.name}`;
  }
}

/** read is the address that the fragment is, with or without its #; undefined if it is none. */
export function read(fragment: string): Address | undefined {
  const [first = "", kind = "", name = "", ...more] = fragment.replace(/^#/, "").split("/");
  if (first === "") return { kind: "part", part: "decode" };
  if (first === "paste") return name === "" && linkForm.test(kind) ? { kind: "shared", link: kind } : undefined;
  const part = parts.find((one) => one === first);
  if (part === undefined || more.length > 0) return undefined;
  if (kind === "" && name === "") return { kind: "part", part };
  const view = views.find((one) => one === name);
  if (part === "decode" && kind === "view") return view && { kind, view };
  const output = outputs.find((one) => one === name);
  if (part === "simulate" && kind === "output") return output && { kind, output };
  const known = (Object.keys(named) as Named[]).find((one) => one === kind);
  return known && named[known] === part && nameForm.test(name) ? { kind: known, name } : undefined;
}

/** partOf is the part of the page that an address is in. */
export function partOf(address: Address): Part {
  if (address.kind === "part") return address.part;
  if (address.kind === "view" || address.kind === "shared") return "decode";
  return address.kind === "output" ? "simulate" : named[address.kind];
}
