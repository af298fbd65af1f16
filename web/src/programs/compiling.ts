// Compiling a program, in the worker that runs it: that takes a tenth of a second, in
// which the page would stand still.

import type { Source } from "./protocol.ts";

/** compiled makes a program of what there is of it. */
export async function compiled(source: Source): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source;
  const response = await fetch(source);
  if (!response.ok) throw new Error(refused(response.status, source));
  return WebAssembly.compileStreaming(response);
}

/** compiledAtOnce is the same while the program waits: nothing else happens in the worker. */
export function compiledAtOnce(source: Source): WebAssembly.Module {
  if (source instanceof WebAssembly.Module) return source;
  const request = new XMLHttpRequest();
  request.open("GET", source, false);
  request.responseType = "arraybuffer";
  request.send();
  if (request.status !== 200) throw new Error(refused(request.status, source));
  return new WebAssembly.Module(request.response as ArrayBuffer);
}

const refused = (status: number, url: string): string => `the server answered ${status} for ${url}`;
