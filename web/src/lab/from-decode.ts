// From Decode to Simulate: the certificates of a group as the client's chain, with the
// trust store, the lists and the setting that were given beside the paste.

import { decodeText, decodeUTF8, pemOf } from "../app/bytes.ts";
import type { State } from "../app/state.ts";
import type { Tree } from "../decode/report.gen.ts";
import type { BundleCheck } from "./lab.gen.ts";
import type { OpenedFile, Scene } from "./lab-state.ts";

/** Asks about one structure of the paste. */
interface Asker {
  call(what: string, request: object): Promise<unknown>;
}

/** toScene is what changes in the scene. */
export async function toScene(asker: Asker, { report, examine }: State, group: number): Promise<Partial<Scene>> {
  const members = report?.groups[group]?.chain.members ?? [];
  const presented = members.filter((one) => one.presented > 0).toSorted((a, b) => a.presented - b.presented);
  const trees = await Promise.all(presented.map(({ certificate }) => asker.call("tree", { structure: certificate }) as Promise<Tree>));
  const { trustStore, lists, ignoreExpiry } = examine.material;
  const check = examine.judged?.revision === examine.materialRevision ? examine.judged.answer.trustStore : undefined;
  return {
    mode: "verify", client: "pasted", key: "", password: "", wrongKey: false, ignoreExpiry,
    chain: trees.map(({ data }) => pemOf(Uint8Array.from(atob(data), (c) => c.charCodeAt(0)), "CERTIFICATE")).join(""),
    ...(trustStore && storeOf(trustStore, check)),
    ...(lists.length > 0 && { crls: lists.map(({ bytes }) => textOf(bytes, "X509 CRL")).join("\n") }),
  };
}

// What is no text counts by its bytes, as it does in Decode.
function storeOf(file: OpenedFile, check: BundleCheck | undefined): Partial<Scene> {
  return check && decodeUTF8(file.bytes) === undefined
    ? { trustStore: "", store: { file, check, tried: false, used: false } }
    : { trustStore: textOf(file.bytes, "CERTIFICATE"), store: undefined };
}

function textOf(bytes: Uint8Array, label: string): string {
  return decodeText(bytes) ?? pemOf(bytes, label);
}
