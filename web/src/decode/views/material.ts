// A trust store and revocation lists beside the paste: given once, judged as the files
// that are uploaded, kept while the page is open and never stored.

import { bytesOf } from "../../app/bytes.ts";
import { h, type Child, type VNode } from "../../app/dom.ts";
import { icon, toneIcon } from "../../app/icons.ts";
import { passwordField } from "../../app/password.ts";
import { some } from "../../app/lists.ts";
import { headingAt, joined, unmade, unseen, type Hands } from "../../app/pieces.ts";
import { shown, shownPlain } from "../../app/shown.ts";
import type { State } from "../../app/state.ts";
import { size } from "../../app/words.ts";
import { bundle, fileFinding } from "../../lab/bundle.ts";
import type { ListCheck } from "../../lab/lab.gen.ts";
import { isGiven, type GivenFile, type Listener } from "../examine-state.ts";
import type { Report } from "../report.gen.ts";
import { groupName } from "./regions.ts";

const openKey = "material";
const listeners: readonly (readonly [value: Listener, title: string])[] = [
  ["alb", "an Application Load Balancer"], ["nlb", "a Network Load Balancer"], ["cloudfront", "a CloudFront distribution"],
];
/** Where what is pasted goes to. */
type Kind = "trustStore" | "lists";

/** besideTaken stands beside the answer whether an ALB would take the certificates. */
export function besideTaken(state: State, hands: Hands, group: number): Child {
  const of = groupName(state, group);
  const { trustStore } = state.examine.material;
  return [
    h("button", {
      type: "button", class: "text-button", "data-material": "",
      onclick: () => {
        hands.dispatch({ type: "opened", key: openKey, open: true });
        setTimeout(() => {
          document.querySelector("#material")?.scrollIntoView({ block: "nearest" });
          document.querySelector<HTMLElement>("#give-trustStore")?.focus({ preventScroll: true });
        });
      },
    }, trustStore ? "Trust store" : "Add trust store", unseen(of)),
    (state.report?.groups[group]?.chain.members.length ?? 0) > 0 && h("button", { type: "button", class: "text-button", "data-simulate": "", onclick: () => hands.toSimulate(group) }, "Simulate", unseen(of)),
  ];
}

/** asStore offers to judge the paste as a trust store, where all that is in it are authorities. */
export function asStore({ paste, examine }: State, hands: Hands, { groups }: Report): Child {
  const [only] = groups;
  const members = only?.chain.members ?? [];
  if (examine.material.trustStore || groups.length !== 1 || only?.headers.length !== 0 || members.length === 0 || !members.every(({ role }) => authorities.has(role))) return undefined;
  return h("p", { key: "as-store", class: "as-store" }, h("button", {
    type: "button", class: "button", "data-as-store": "",
    onclick: async () => {
      hands.dispatch({ type: "opened", key: openKey, open: true });
      hands.give({ trustStore: { name: "the paste", bytes: new Uint8Array(await new Blob([bytesOf(paste) as BlobPart]).arrayBuffer()) } });
      setTimeout(() => document.querySelector("#material")?.scrollIntoView({ block: "nearest" }));
    },
  }, "Check it as a trust store"));
}

const authorities: ReadonlySet<string> = new Set(["root", "intermediate", "authority", "duplicate"]);

/** material is what was given, and where more is given. */
export function material(state: State, hands: Hands, report: Report): Child {
  const { material, judged, materialRevision } = state.examine;
  const given = isGiven(material);
  const open = state.open.get(openKey) ?? false;
  if (report.verdict.state !== "read" || (!given && !open)) return undefined;
  const check = judged?.revision === materialRevision ? judged.answer : undefined;
  const { trustStore, lists, ignoreExpiry, by, filters } = material;
  const give = (part: Parameters<typeof hands.give>[0]): void => hands.give(part);
  return h("section", { key: "material", id: "material", class: "section panel material", "aria-label": "Trust store and revocation lists" },
    headingAt(2, "Trust store", h("span", {}, "kept in this page’s memory while it is open"),
      open && h("button", { type: "button", class: "icon-button", "aria-label": "Hide the trust store", title: "Hide", onclick: () => hands.dispatch({ type: "opened", key: openKey, open: false }) }, icon("close"))),
    trustStore && file(trustStore, () => give({ trustStore: undefined }), check
      ? [bundle(state, hands, trustStore.store ?? check.trustStore, trustStore.store ? undefined : () => give({ trustStore: textFile("trust-store-cleaned.pem", check.trustStore.cleaned) })),
        check.trustStore.locked && passwordField({ id: "store-password", label: "Its password", told: trustStore.password ? check.trustStore.text : "", open: (password) => give({ trustStore: { ...trustStore, password } }) })]
      : wait(state, hands)),
    lists.map((one, i) => file(one, () => give({ lists: lists.filter((other) => other !== one) }), check ? list(state, hands, check.lists[i], one, i) : wait(state, hands), i)),
    open && h("div", { key: "slots", class: "material-slots" },
      !trustStore && slot(state, hands, "trustStore", "CA certificates, as the file that is uploaded"),
      by !== "cloudfront" && slot(state, hands, "lists", "Revocation lists, if the trust store has any")),
    (open || given) && h("div", { key: "by", class: "control-row" },
      h("label", { class: "control-label", for: "listener" }, "It belongs to"),
      h("div", { class: "control-body" },
        h("select", { class: "input", id: "listener", value: by, onchange: (event) => give({ by: (event.currentTarget as HTMLSelectElement).value as Listener }) },
          listeners.map(([value, title]) => h("option", { value }, title))),
        by === "cloudfront" && h("p", { class: "control-note" }, `A distribution that requires certificates. Of CloudFront AWS documents less than of load balancers: each rule says how sure it is.${lists.length > 0 ? " It takes no revocation lists: those above are left out." : ""}`))),
    (open || given) && h("label", { key: "expiry", class: "check" },
      h("input", { type: "checkbox", checked: ignoreExpiry, onchange: (event) => give({ ignoreExpiry: (event.currentTarget as HTMLInputElement).checked }) }),
      h("span", {}, "The listener ignores expiry")),
    by === "nlb" && (open || given) && h("div", { key: "filters", class: "area" },
      h("label", { class: "control-label", for: "give-filters" }, "Identity filters, one to a line; without any it decides as an ALB does"),
      h("textarea", {
        class: "input area-text", id: "give-filters", rows: 2, value: filters, placeholder: "subject-cn=client.example", spellcheck: "false", autocomplete: "off", autocapitalize: "off", wrap: "off", translate: "no",
        onchange: (event) => give({ filters: (event.currentTarget as HTMLTextAreaElement).value }),
      }),
      check && check.filters !== "" && h("p", { class: "control-note tone-warn", role: "status" }, check.filters),
      h("p", { class: "control-note" }, "AWS documents the four fields, that one filter has to match, and the order: trust store, filters, revocation. That values are compared byte for byte, and the reason codes, are assumed.")));
}

function wait({ examine }: State, hands: Hands): Child {
  return examine.failure?.material === examine.materialRevision
    ? unmade("Not judged", "the program that does it did not answer", () => hands.dispatch({ type: "examine", examine: { type: "again" } }))
    : h("p", { class: "muted", role: "status" }, "Judging the file …");
}

function file({ name, bytes }: GivenFile, remove: () => void, check: Child, at = -1): VNode {
  return h("div", { key: `${at} ${name}`, class: "material-file" },
    h("p", { class: "held-line" }, icon("file"), h("b", {}, shown(name)), h("span", { class: "muted" }, ` · ${size(bytes.length)}`),
      h("button", { type: "button", class: "icon-button", "aria-label": `Remove ${joined(shownPlain(name), at < 0 ? "" : `list ${at + 1}`)}`, title: "Remove", onclick: remove }, icon("close"))),
    check);
}

function list(state: State, hands: Hands, check: ListCheck | undefined, { name }: GivenFile, at: number): Child {
  if (!check) return undefined;
  const tone = !check.accepted ? "bad" : check.findings.length > 0 ? "warn" : "good";
  const stem = name.replace(/\.\w+$/, "");
  return h("div", { class: "bundle", "data-accepted": check.accepted },
    h("p", { class: "bundle-line", "data-tone": tone }, toneIcon(tone), h("span", {}, check.text)),
    check.findings.length > 0 && h("ul", { class: "bundle-findings" }, some(state, hands, `list:${at}`, check.findings, 6, "findings", fileFinding, (control) => h("li", { key: "more" }, control))),
    (!check.accepted || check.cleaned.length > 1) && check.cleaned.map((pem, i) => h("button", {
      type: "button", class: "text-button", onclick: () => hands.save(`${stem}-${i + 1}.pem`, "application/x-pem-file", pem),
    }, check.cleaned.length > 1 ? `Download list ${i + 1} as PEM` : "Download it as PEM", unseen(`list ${at + 1}`))));
}

// A slot takes files that are opened or dropped, and text that is pasted.
function slot(state: State, hands: Hands, kind: Kind, label: string): VNode {
  const id = `give-${kind}`;
  const take = (files: readonly GivenFile[]): void => {
    const [first] = files;
    if (!first) return;
    const { lists } = state.examine.material;
    hands.give(kind === "trustStore" ? { trustStore: files.length === 1 ? first : glued(files) } : { lists: [...lists, ...files] });
  };
  const open = async (list: Iterable<File> | undefined): Promise<void> => {
    take(await Promise.all([...(list ?? [])].map(async (one) => ({ name: one.name, bytes: new Uint8Array(await one.arrayBuffer()) }))));
  };
  return h("div", { key: kind, class: "area" },
    h("div", { class: "area-head" },
      h("label", { class: "control-label", for: id }, label),
      h("label", { class: "text-button area-open" }, "Open file",
        h("input", {
          type: "file", multiple: true, class: "visually-hidden", "aria-label": `Open a file for: ${label}`,
          onchange: (event) => {
            const input = event.currentTarget as HTMLInputElement;
            void open(input.files ?? undefined).finally(() => { input.value = ""; });
          },
        }))),
    h("textarea", {
      class: "input area-text", id, rows: 3, value: "", placeholder: kind === "trustStore" ? "Paste the bundle, or drop the file here" : "Paste a list, or drop files here",
      spellcheck: "false", autocomplete: "off", autocapitalize: "off", wrap: "off", translate: "no",
      onchange: (event) => {
        const area = event.currentTarget as HTMLTextAreaElement;
        const { value } = area;
        area.value = "";
        if (value.trim() !== "") take([textFile("pasted text", value)]);
      },
      onpaste: (event) => {
        const text = (event as ClipboardEvent).clipboardData?.getData("text/plain") ?? "";
        if (text.trim() === "") return;
        event.preventDefault();
        take([textFile("pasted text", text)]);
      },
      ondrop: (event) => {
        const { files } = (event as DragEvent).dataTransfer ?? {};
        if (!files?.length) return;
        event.preventDefault();
        void open(files);
      },
    }));
}

function textFile(name: string, text: string): GivenFile {
  return { name, bytes: new TextEncoder().encode(text) };
}

// A trust store is one file: several are joined as "cat" does.
function glued(files: readonly GivenFile[]): GivenFile {
  const bytes = new Uint8Array(files.reduce((sum, one) => sum + one.bytes.length, 0));
  let at = 0;
  for (const one of files) {
    bytes.set(one.bytes, at);
    at += one.bytes.length;
  }
  return { name: files.map(({ name }) => name).join(" + "), bytes };
}
