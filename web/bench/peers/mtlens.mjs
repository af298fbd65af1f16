// mtlens as the page has it: its WebAssembly programs, called over their bridge, and the
// answers parsed.

const now = Date.UTC(2026, 7, 1);
const encoder = new TextEncoder();
let first, lab, exports;

/**
 * start runs the program that reads a paste, both halves at hand, as in a page that has
 * been open for a second; and the lab, where it is given. Go's own script is there already.
 */
export async function start(wasm, restWasm, labWasm) {
  const rest = await WebAssembly.compile(restWasm);
  first = await run(wasm, { load: () => { new WebAssembly.Instance(rest, { first: exports }); } }, (instance) => { exports = instance.exports; });
  if (labWasm) lab = await run(labWasm, {}, () => undefined);
}

async function run(wasm, rest, made) {
  let program;
  const ready = new Promise((resolve) => { program = globalThis.mtlens = { ready: resolve }; });
  const go = new globalThis.Go();
  go.env = globalThis.environment;
  const { instance } = await WebAssembly.instantiate(wasm, { ...go.importObject, rest });
  made(instance);
  void go.run(instance);
  await ready;
  return program;
}

const call = (f, text) => {
  const envelope = JSON.parse(f(JSON.stringify({ now }), encoder.encode(text)));
  if (!envelope.ok) throw new Error(envelope.error.code);
  return envelope.ok;
};

/** decode is one call: text in, report out, as the page asks for it. */
export const decode = (text) => globalThis.like.filled(call(first.decode, text));

/** everything is the whole report: every extension in words too, as the page saves it. */
export const everything = (text) => call(lab.report, text);

/** memory is what the first program has taken so far, in MB. */
export const memory = () => exports.mem.buffer.byteLength / 1e6;

/** certificates are the fields of a report's certificates in the form of the peers. */
export function certificates(report) {
  return report.certificates.map((c) => ({
    subject: c.subject, issuer: c.issuer, serial: c.serial, notBefore: Date.parse(c.notBefore), notAfter: Date.parse(c.notAfter),
    key: c.key.replace(/.*P-256.*/, "EC P-256").replace(/^RSA\D*(\d+).*/, "RSA $1"),
    names: [...c.dnsNames, ...c.emails, ...c.ips, ...c.uris],
    extensions: c.extensions,
  }));
}
