import { h, type VNode } from "../app/dom.ts";
import { toneIcon } from "../app/icons.ts";

/** statusChip shows "Success", or "Failed:" and a reason code, as the connection log has it. */
export function statusChip(status: string, ok: boolean): VNode {
  const tone = ok ? "good" : "bad";
  return h("span", { class: "chip status", "data-tone": tone, "data-status": status }, toneIcon(tone), h("code", {}, status));
}
