import type { Issued } from "./lab.gen.ts";
import type { Hands } from "../app/pieces.ts";
import type { Edits, OpenedFile, Scene } from "./lab-state.ts";

/** LabHands is what a view of these parts may do. */
export interface LabHands extends Hands {
  edit(edits: Edits): void;
  reset(): void;
  issue(): void;
  preset(name: string): void;
  zip(): void;
  /** Saves the files of a certificate as one archive. */
  pack(issued: Issued): void;
  set(scene: Partial<Scene>): void;
  /** Judges a file as the trust store that is uploaded; with a password, opens it. */
  judge(file: OpenedFile, password?: string): void;
  /** Issues a client for the scene: by a preset's name, or one that is right. */
  client(preset: string): void;
  /** Takes what was issued into the scene, and goes there. */
  simulate(issued: Issued): void;
  /** Puts a text into Decode, and goes there. It is never a private key. */
  decode(name: string, text: string): void;
  stop(): void;
  /** Does once more what was asked for last by hand. */
  retry(): void;
  choose(output: string): void;
}
