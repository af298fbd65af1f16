// From what the forms hold to what the program is asked.

import type { HeaderLine, SimulateRequest } from "./lab.gen.ts";
import { fileOf, listsOf, trustStoreOf, type Scene } from "./lab-state.ts";

/** simulateRequest is the request of a scene, and the moment it plays at. */
export function simulateRequest(scene: Scene): { request: Partial<SimulateRequest>; now: number } {
  const { mode, ignoreExpiry, advertiseCANames, versions } = scene;
  const at = Date.parse(`${scene.at}Z`);
  return {
    now: Number.isNaN(at) ? Date.now() : at,
    request: {
      settings: { mode, ignoreExpiry, advertiseCANames },
      trustStore: trustStoreOf(scene),
      crls: [listsOf(scene)],
      ...client(scene),
      minVersion: versions,
      maxVersion: versions,
      path: scene.path,
      headers: headerLines(scene.headers),
    },
  };
}

function client(scene: Scene): { chain: string; key: string } {
  switch (scene.client) {
    case "issued":
      return { chain: fileOf(scene.issued, "certificate.crt"), key: fileOf(scene.wrongKey ? scene.other : scene.issued, "private-key.pem") };
    case "pasted":
      return { chain: scene.chain, key: scene.key };
    case "none":
      return { chain: "", key: "" };
  }
}

/** headerLines reads "Name: value" lines. */
export function headerLines(text: string): HeaderLine[] {
  return text.split("\n").filter((line) => line.trim() !== "").map((line) => {
    const colon = line.indexOf(":");
    return { name: (colon < 0 ? line : line.slice(0, colon)).trim(), value: colon < 0 ? "" : line.slice(colon + 1).trim(), added: false };
  });
}
