// The early script stands in the page's head and runs before all else: it starts the
// worker, which fetches and compiles the program that gives the first answer, while the
// page's styles and script are still under way. The page takes over what it began.
//
// It is the one script of the site that stands in the HTML, allowed by its hash. So
// its text is the same in every build: what differs, the names of the files, it reads
// in the element "first".

import type { FromWorker } from "./protocol.ts";
import { blobAddress, makePolicy, run, sourceOf } from "./start.ts";

function begin(): void {
  const [script = "", service = "", url = "", restUrl = ""] = document.querySelector<HTMLMetaElement>('meta[name="first"]')?.content.split(" ") ?? [];
  const address = __SINGLE_FILE__ ? blobAddress() : script;
  const policy = __SINGLE_FILE__ ? makePolicy(address) : makePolicy(address, service);
  const rest = sourceOf({ name: "rest", url: restUrl, block: "rest-wasm" });
  // A message would reach the worker when the page has time for it; its name is there at once.
  const name = __SINGLE_FILE__ ? "mtlens decode" : `mtlens decode ${url} ${restUrl}`;
  const worker = new Worker((policy?.createScriptURL(address) ?? address) as string, { name });
  const said: (FromWorker | null)[] = [];
  let listen = (one: FromWorker | null): unknown => said.push(one);
  worker.addEventListener("message", ({ data }: MessageEvent<FromWorker | null>) => listen(data));
  const module = sourceOf({ name: "decode", url, block: "decode-wasm" });
  const running = __SINGLE_FILE__ ? run(worker, module, rest) : run(worker);
  module.catch(() => undefined); // the page hears of it when it asks
  running.catch(() => undefined);
  globalThis.mtlensFirst = {
    policy, address, module, rest, worker: running,
    hear(to) {
      listen = to;
      said.splice(0).forEach(to);
    },
  };
}

begin();
