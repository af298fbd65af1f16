// What a call of a program was rejected with.

import { Failure } from "./failures.ts";

/** asFailure is the failure that a call was rejected with, in whichever script its class was made. */
export function asFailure(reason: unknown): Failure {
  return reason instanceof Error && "code" in reason ? (reason as Failure) : new Failure("crash", String(reason));
}
