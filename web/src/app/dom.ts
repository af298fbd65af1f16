// A view is a function from data to nodes, made with h and put into the document
// by render, which changes only what differs: focus, selection, scroll and the
// state of native elements stay. Strings become text, never markup.

export interface VNode {
  readonly tag: string;
  readonly key: string | undefined;
  readonly attributes: Attributes;
  readonly children: readonly (VNode | string)[];
}

export type Attributes = Readonly<Record<string, string | number | boolean | undefined | Handler>>;
/** Handler listens to the event that its attribute names: onclick, ontoggle. */
export type Handler = (event: Event) => void;
export type Child = VNode | string | number | false | undefined | readonly Child[];

/** h describes an element. The attribute "key" names it among its siblings. */
export function h(tag: string, attributes: Attributes = {}, ...children: Child[]): VNode {
  const { key, ...others } = attributes;
  const list: (VNode | string)[] = [];
  flatten(children, list);
  return { tag, key: key === undefined ? undefined : String(key), attributes: others, children: list };
}

function flatten(children: readonly Child[], into: (VNode | string)[]): void {
  for (const child of children) {
    if (child === false || child === undefined || child === "") continue;
    if (typeof child === "number") into.push(String(child));
    else if (typeof child === "string" || "tag" in child) into.push(child);
    else flatten(child, into);
  }
}

/** byId is an element that stands in the page's own HTML. */
export function byId<T extends HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}

/** memo makes a view anew only when one of its inputs is another. */
export function memo<T extends readonly unknown[], R>(make: (...inputs: T) => R): (...inputs: T) => R {
  let last: { inputs: T; result: R } | undefined;
  return (...inputs) => {
    if (!last || last.inputs.length !== inputs.length || inputs.some((input, i) => input !== last?.inputs[i])) {
      last = { inputs, result: make(...inputs) };
    }
    return last.result;
  };
}

const made = new WeakMap<Node, VNode>();
const svg = "http://www.w3.org/2000/svg";

/** render makes the children of parent what the views say. */
export function render(parent: Element, ...children: Child[]): void {
  const list: (VNode | string)[] = [];
  flatten(children, list);
  place(parent, list);
}

function place(parent: Element, next: readonly (VNode | string)[]): void {
  const keyed = new Map<string, ChildNode>();
  const others: ChildNode[] = [];
  for (const node of parent.childNodes) {
    const key = made.get(node)?.key;
    if (key === undefined) others.push(node);
    else keyed.set(key, node);
  }
  let nextOther = 0;
  const wanted = next.map((child) => {
    let old: ChildNode | undefined;
    if (typeof child !== "string" && child.key !== undefined) old = keyed.get(child.key);
    else {
      const at = [nextOther, nextOther + 1].find((i) => fits(others[i], child));
      if (at !== undefined) {
        old = others[at];
        nextOther = at + 1;
      }
    }
    return fits(old, child) ? update(old, child) : create(child, parent);
  });
  const kept = new Set(wanted);
  for (const node of [...parent.childNodes]) if (!kept.has(node)) node.remove();
  let at = parent.firstChild;
  for (const node of wanted) {
    if (node === at) at = at.nextSibling;
    else parent.insertBefore(node, at);
  }
}

function fits(node: ChildNode | undefined, child: VNode | string): node is ChildNode {
  if (!node) return false;
  if (typeof child === "string") return node.nodeType === Node.TEXT_NODE;
  return made.get(node)?.tag === child.tag; // their keys are the same, or neither has one
}

function create(child: VNode | string, parent: Element): ChildNode {
  if (typeof child === "string") return document.createTextNode(child);
  const element = child.tag === "svg" || parent.namespaceURI === svg
    ? document.createElementNS(svg, child.tag)
    : document.createElement(child.tag);
  made.set(element, { tag: child.tag, key: child.key, attributes: {}, children: [] });
  return update(element, child);
}

function update(node: ChildNode, child: VNode | string): ChildNode {
  if (typeof child === "string") {
    if (node.nodeValue !== child) node.nodeValue = child;
    return node;
  }
  const element = node as Element;
  const before = made.get(element);
  if (before === child) return node;
  made.set(element, child);
  for (const name in before?.attributes) if (!(name in child.attributes)) setAttribute(element, name, undefined);
  for (const [name, value] of Object.entries(child.attributes)) {
    if (before?.attributes[name] !== value) setAttribute(element, name, value);
  }
  place(element, child.children);
  control(element, child.attributes, before?.attributes);
  return node;
}

// What stands in a control is what the view says, whatever was done to it since.
// An attribute is only what it starts with; and a choice has its options first. But
// whoever is typing goes on, whatever else is drawn meanwhile.
function control(element: Element, { value, checked }: Attributes, before: Attributes | undefined): void {
  if (element instanceof HTMLInputElement && checked !== undefined) element.checked = checked === true;
  const holds = element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
  if (!holds || typeof value !== "string" || element.value === value) return;
  if (before?.value !== value || document.activeElement !== element) element.value = value;
}

function setAttribute(element: Element, name: string, value: Attributes[string]): void {
  if (name.startsWith("on")) {
    // One listener for each type, which looks the handler up: views make new ones all the time.
    element.removeEventListener(name.slice(2), handle);
    if (value) element.addEventListener(name.slice(2), handle);
  } else if (name === "value" && (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement)) return; // see control
  else if (value === undefined || value === false) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

function handle(this: void, event: Event): void {
  const handler = made.get(event.currentTarget as Element)?.attributes[`on${event.type}`];
  if (typeof handler === "function") handler(event);
}
