// The early script stands in the page's head and runs before all else: it asks for the
// program that gives the first answer and starts its worker, while the page's styles
// and script are still under way. The page takes over what it began.
//
// It is the one script of the site that stands in the HTML, allowed by its hash. So
// its text is the same in every build: what differs, the names of the files, it reads
// in the element "first".

import { blobAddress, compile, makePolicy, run, sourceOf } from "./start.ts";

function begin(): void {
  const [worker = "", service = "", url = "", restUrl = ""] = document.querySelector<HTMLMetaElement>('meta[name="first"]')?.content.split(" ") ?? [];
  const address = __SINGLE_FILE__ ? blobAddress() : worker;
  const policy = __SINGLE_FILE__ ? makePolicy(address) : makePolicy(address, service);
  const module = compile({ name: "decode", url, block: "decode-wasm" });
  const rest = sourceOf({ name: "rest", url: restUrl, block: "rest-wasm" });
  const running = run(new Worker((policy?.createScriptURL(address) ?? address) as string, { name: "mtlens decode" }), module, rest);
  module.catch(() => undefined); // the page hears of it when it asks
  running.catch(() => undefined);
  globalThis.mtlensFirst = { policy, address, module, rest, worker: running };
}

begin();
