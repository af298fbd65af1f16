// Opening a store with its password. The keys in it stay in the program; its
// certificates come as PEM and are pasted.

import { base64Of, bytesOf } from "../app/bytes.ts";
import type { State } from "../app/state.ts";
import type { Action } from "../app/update.ts";
import type { Unlocked } from "../lab/lab.gen.ts";
import type { Messenger } from "../programs/messenger.ts";
import type { Intake } from "./intake.ts";

/** unlock opens the store that is in the page. */
export async function unlock(password: string, lab: Messenger, state: () => State, dispatch: (action: Action) => void, intake: Intake): Promise<void> {
  const { answered: revision, paste } = state();
  const tell = (text: string): void => dispatch({ type: "examine", examine: { type: "locked", revision, text } });
  tell("Opening …");
  try {
    const request = { file: base64Of(new Uint8Array(await new Blob([bytesOf(paste) as BlobPart]).arrayBuffer())), password };
    const answer = (await lab.call("unlock", { now: Date.now() }, new TextEncoder().encode(JSON.stringify(request)))) as Unlocked;
    if (!answer.opened || answer.pem === "") tell(answer.text);
    else if (state().answered === revision) intake.take("store.pem", answer.pem);
  } catch {
    tell("It was not opened: the program that does it did not answer.");
  }
}
