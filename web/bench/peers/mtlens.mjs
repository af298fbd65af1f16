// mtlens as the page has it: its WebAssembly program, called over its bridge, and
// the whole report parsed.

const now = Date.UTC(2026, 7, 1);
const encoder = new TextEncoder();

/** start runs the program; Go's own script is there already. */
export async function start(wasm) {
  const ready = new Promise((resolve) => { globalThis.mtlens = { ready: resolve }; });
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiate(wasm, go.importObject);
  void go.run(instance);
  await ready;
}

/** decode is one call: text in, report out, with the sections of as many certificates as are asked for; by default of all. */
export function decode(text, sections) {
  const envelope = JSON.parse(globalThis.mtlens.decode(JSON.stringify({ now, sections }), encoder.encode(text)));
  if (!envelope.ok) throw new Error(envelope.error.code);
  return envelope.ok;
}

/** certificates are the fields of a report's certificates in the form of the peers. */
export function certificates(report) {
  return report.certificates.map((c) => ({
    subject: c.subject, issuer: c.issuer, serial: c.serial, notBefore: Date.parse(c.notBefore), notAfter: Date.parse(c.notAfter),
    key: c.key.replace(/.*P-256.*/, "EC P-256").replace(/^RSA\D*(\d+).*/, "RSA $1"),
    names: [...c.dnsNames, ...c.emails, ...c.ips, ...c.uris],
    extensions: c.extensions,
  }));
}
