// Many controls that are one stop of the Tab key: the arrow keys, Home and End go from
// one to the next, and the Tab key comes back to the one that was left.

/** rove moves the focus among the controls of a row. It answers the key, or leaves it alone. */
export function rove(event: Event, selector: string, keys: { readonly before: readonly string[]; readonly after: readonly string[] } = across): void {
  const { key, currentTarget, target, altKey, ctrlKey, metaKey } = event as KeyboardEvent;
  if (!(currentTarget instanceof Element) || !(target instanceof HTMLElement) || altKey || ctrlKey || metaKey) return;
  const all = [...currentTarget.querySelectorAll<HTMLElement>(selector)].filter((one) => one.getClientRects().length > 0);
  const at = all.indexOf(target);
  if (at < 0) return;
  const to = keys.before.includes(key) ? at - 1 : keys.after.includes(key) ? at + 1 : key === "Home" ? 0 : key === "End" ? all.length - 1 : at;
  const next = all[to];
  if (!next || to === at) return;
  event.preventDefault();
  stop(all, next);
  next.focus();
}

/** stop makes one of the controls the one that the Tab key reaches. */
function stop(all: readonly HTMLElement[], one: HTMLElement): void {
  for (const other of all) other.tabIndex = other === one ? 0 : -1;
}

const across = { before: ["ArrowLeft", "ArrowUp"], after: ["ArrowRight", "ArrowDown"] } as const;

/** roveFields goes through the fields of a certificate: up and down from label to label, right and left along the row. */
export function roveFields(event: Event): void {
  const { key, currentTarget, target } = event as KeyboardEvent;
  if (!(currentTarget instanceof Element) || !(target instanceof HTMLElement)) return;
  const label = target.closest(".field")?.querySelector<HTMLElement>(":scope > dt");
  if (!label || (target !== label && !target.closest(".field-line"))) return;
  if (target === label || key === "ArrowLeft" || key === "ArrowRight") {
    rove(event, key === "ArrowLeft" || key === "ArrowRight" ? row : "dt[tabindex]");
    return;
  }
  if (key !== "ArrowUp" && key !== "ArrowDown") return;
  event.preventDefault();
  stop([...currentTarget.querySelectorAll<HTMLElement>(row)], label);
  label.focus();
}

const row = "dt[tabindex], .field-line button";
