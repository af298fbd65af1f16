/** Why a program gave no answer. */
export type FailureCode =
  | "load" // it could not be fetched, compiled or started
  | "crash" // it stopped while at work
  | "timeout" // it took too long and was stopped
  | "canceled" // the reader stopped it, or a newer paste did
  | "panic" // a fault that it recovered from
  | "bad-request"; // a fault between page and program

/** Failure is what a call of a program is rejected with. */
export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.code = code;
  }
}
