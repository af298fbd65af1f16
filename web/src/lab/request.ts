// From what the forms hold to what the program is asked.

import type { HeaderLine, SimulateRequest, Simulation, Verdict, VerifyRequest } from "./lab.gen.ts";
import { storeLabel } from "../app/bytes.ts";
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

/** keyless tells that there are certificates without the client's key: they can be judged, and no handshake can be run. */
export function keyless({ client, mode, chain, key }: Scene): boolean {
  return client === "pasted" && mode === "verify" && chain.trim() !== "" && key.trim() === "" && !chain.includes(`BEGIN ${storeLabel}`);
}

/** verifyRequest asks what the listener would say of the certificates. */
export function verifyRequest(scene: Scene): VerifyRequest {
  const { mode, ignoreExpiry, advertiseCANames, chain, versions } = scene;
  return { chain, trustStore: trustStoreOf(scene), crls: [listsOf(scene)], settings: { mode, ignoreExpiry, advertiseCANames }, version: versions, filters: [] };
}

/** judged is what comes of certificates that were judged without a handshake. */
export function judged(verdict: Verdict): Simulation {
  const title = verdict.ok ? "The load balancer would take these certificates." : `The load balancer would end the connection: ${verdict.status}.`;
  return {
    problems: [], title, verdict, version: "", cipher: "", group: "", askedFor: true, caNames: [], connected: false, alert: "", alertNote: "", headerNote: "",
    sent: 0, got: 0, messages: [], transcript: [], request: "", headers: [], status: 0, response: "", logLine: "",
  };
}

function client(scene: Scene): { chain: string; key: string; password?: string } {
  switch (scene.client) {
    case "issued":
      return { chain: fileOf(scene.issued, "certificate.crt"), key: fileOf(scene.wrongKey ? scene.other : scene.issued, "private-key.pem") };
    case "pasted":
      return { chain: scene.chain, key: scene.key, password: scene.password };
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
