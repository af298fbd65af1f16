// The scene: listener, client, trust store, clock and request.

import { h, type Child, type VNode } from "../app/dom.ts";
import type { Problem } from "./lab.gen.ts";
import type { State } from "../app/state.ts";
import { disclosure } from "../app/pieces.ts";
import { icon } from "../app/icons.ts";
import { passwordField } from "../app/password.ts";
import { shown, shownPlain } from "../app/shown.ts";
import { size } from "../app/words.ts";
import { area } from "./area.ts";
import { bundle } from "./bundle.ts";
import { checkbox, problem, row, segments, select, text } from "./controls.ts";
import type { LabHands } from "./hands.ts";
import { listsOf, trustStoreOf, type JudgedFile, type Scene } from "./lab-state.ts";

export function listenerPanel(state: State, hands: LabHands): VNode {
  const { mode, ignoreExpiry, advertiseCANames, versions } = state.lab.scene;
  const verify = mode === "verify";
  return panel("Listener",
    segments("mode", "Mutual TLS", mode, [{ value: "verify", title: "Verify" }, { value: "passthrough", title: "Passthrough" }, { value: "off", title: "Off" }], (value) => hands.set({ mode: value as Scene["mode"] })),
    segments("versions", "TLS versions", versions, [{ value: "", title: "TLS 1.2 and 1.3" }, { value: "1.2", title: "1.2" }, { value: "1.3", title: "1.3" }], (value) => hands.set({ versions: value as Scene["versions"] })),
    problem(problems(state), "minVersion"), problem(problems(state), "maxVersion"),
    h("div", { class: "checks wide" },
      checkbox("ignoreExpiry", "Ignore expiry", ignoreExpiry, (on) => hands.set({ ignoreExpiry: on }), !verify),
      checkbox("advertise", "Advertise CA names", advertiseCANames, (on) => hands.set({ advertiseCANames: on }), !verify)));
}

export function clientPanel(state: State, hands: LabHands): VNode {
  const { scene } = state.lab;
  return panel("Client",
    segments("client", "The client presents", scene.client, [{ value: "issued", title: "Issued here" }, { value: "pasted", title: "Pasted" }, { value: "none", title: "No certificate" }], (value) => hands.set({ client: value as Scene["client"] })),
    scene.client === "issued" && issuedClient(state, hands),
    scene.client === "pasted" && [
      scene.chain === "" && (state.report?.certificates.length ?? 0) > 0 && h("button", { key: "from-decode", type: "button", class: "text-button", id: "from-decode", onclick: () => hands.toSimulate(0) }, "Take the certificates in Decode"),
      area({ name: "chain", label: "Certificate and its chain", pem: "CERTIFICATE", value: scene.chain, rows: 4, placeholder: "-----BEGIN CERTIFICATE-----", problems: problems(state), change: (chain) => hands.set({ chain }) }),
      area({ name: "key", label: "Private key, which stays in this page’s memory; without it the certificates alone are judged", pem: "PRIVATE KEY", value: scene.key, rows: 3, placeholder: "-----BEGIN PRIVATE KEY-----", problems: problems(state), change: (key) => hands.set({ key }) }),
      (scene.password !== "" || problems(state).some(({ field }) => field === "password")) && row("Password", "password", problems(state),
        text("password", scene.password, (password) => hands.set({ password }), problems(state), { type: "password" }), "Of the PKCS#12 store or the key; kept in this page’s memory alone."),
    ]);
}

function issuedClient(state: State, hands: LabHands): Child {
  const { scene, choices } = state.lab;
  const { issued } = scene;
  const presets = choices?.presets.map(({ name, title }) => ({ value: name, title })) ?? [];
  // What comes from the form of Issue has a name of its own among the choices.
  const own = issued && !issued.preset;
  const value = issued?.preset?.name ?? "own";
  return [
    select("preset", value, [
      { value: own ? "own" : "", title: own ? `Client certificate: ${issued.title}` : "A client certificate that is right" },
      { title: "Refused", choices: presets.filter((_, i) => choices?.presets[i]?.expected !== "Success") },
      { title: "Taken", choices: presets.filter((_, i) => choices?.presets[i]?.expected === "Success") },
    ], (name) => { if (name !== "own") hands.client(name); }, [], "Certificate"),
    issued && h("p", { class: "control-note" }, issued.preset ? issued.preset.text : ["Issued in this page: ", h("code", {}, shown(issued.title)), "."]),
    checkbox("wrongKey", "Sign with the key of another certificate", scene.wrongKey, (wrongKey) => hands.set({ wrongKey })),
    problem(problems(state), "key"), problem(problems(state), "chain"),
  ];
}

export function trustPanel(state: State, hands: LabHands): VNode {
  const { scene, simulated } = state.lab;
  const own = (changed: boolean, back: Partial<Scene>): Child => changed && scene.issued && h("button", { type: "button", class: "text-button", onclick: () => hands.set(back) }, "The client’s own");
  return panel("Trust store",
    scene.mode !== "verify" && h("p", { class: "control-note" }, "In this mode the listener has none; what is here is judged as a file."),
    area({
      name: "trustStore", label: "CA certificates", pem: "CERTIFICATE", value: trustStoreOf(scene), rows: 4, placeholder: "-----BEGIN CERTIFICATE-----",
      beside: own(scene.trustStore !== undefined, { trustStore: undefined, store: undefined }), change: (trustStore) => hands.set({ trustStore, store: undefined }), held: (file) => hands.judge(file),
    }),
    scene.store ? storeFile(state, hands, scene.store) : simulated && simulated.answer.problems.length === 0 && bundle(state, hands, simulated.answer.verdict.trustStore, () => hands.set({ trustStore: simulated.answer.verdict.trustStore.cleaned })),
    disclosure(state, hands, "scene:crls", { class: "fold-in", usually: listsOf(scene) !== "" }, "Revocation lists", () =>
      area({
        name: "crls", label: "One after the other", pem: "X509 CRL", value: listsOf(scene), rows: 3, placeholder: "-----BEGIN X509 CRL-----",
        beside: own(scene.crls !== undefined, { crls: undefined }), change: (crls) => hands.set({ crls }),
      })));
}

// What was opened as the trust store stands beside what is used until it is used itself.
function storeFile(state: State, hands: LabHands, { file, check, tried, used }: JudgedFile): VNode {
  return h("div", { key: "store-file", class: "material-file" },
    h("p", { class: "held-line" }, icon("file"), h("b", {}, shown(file.name)), h("span", { class: "muted" }, ` · ${size(file.bytes.length)}`),
      h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${shownPlain(file.name)}`, title: "Remove", onclick: () => hands.set({ store: undefined, ...(used ? { trustStore: undefined } : {}) }) }, icon("close"))),
    check ? bundle(state, hands, check, used ? undefined : () => hands.set({ trustStore: check.cleaned, store: undefined })) : h("p", { class: "muted", role: "status" }, "Judging the file …"),
    check && !used && h("p", { class: "control-note" }, "Until it is used, the trust store above holds."),
    check?.locked && passwordField({ id: "scene-password", label: "Its password", told: tried ? check.text : "", open: (password) => hands.judge(file, password) }));
}

export function clockPanel(state: State, hands: LabHands): VNode {
  const { at } = state.lab.scene;
  return panel("Clock",
    h("div", { class: "clock" },
      segments("clock", "The moment", at === "" ? "now" : "at", [{ value: "now", title: "Now" }, { value: "at", title: "At" }], (value) => hands.set({ at: value === "now" ? "" : new Date().toISOString().slice(0, 16) })),
      at !== "" && text("at", at, (value) => hands.set({ at: value }), [], { type: "datetime-local", label: "Time in UTC" }),
      at !== "" && h("span", { class: "control-note" }, "UTC")));
}

export function requestPanel(state: State, hands: LabHands): VNode {
  const { path, headers } = state.lab.scene;
  return h("div", { key: "Request" }, disclosure(state, hands, "scene:request", { class: "panel scene-panel fold-in" }, "Request", () => [
    row("Path", "path", problems(state), text("path", path, (value) => hands.set({ path: value }), [], { placeholder: "/", class: "input mono" })),
    row("Headers", "headers", problems(state), h("textarea", {
      class: "input area-text", id: "f-headers", rows: 3, value: headers, spellcheck: "false", placeholder: "X-Amzn-Mtls-Clientcert-Subject: CN=somebody else",
      oninput: (event) => hands.set({ headers: (event.currentTarget as HTMLTextAreaElement).value }),
    }), "What the client sends. See what the load balancer does with headers that only it may set."),
    problem(problems(state), "request"),
  ]));
}

const problems = (state: State): readonly Problem[] => state.lab.simulated?.answer.problems ?? [];

function panel(title: string, ...children: Child[]): VNode {
  return h("section", { key: title, class: "panel scene-panel", "aria-label": title }, h("h2", { class: "scene-title" }, title), children);
}
