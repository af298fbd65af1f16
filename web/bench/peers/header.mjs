// What every peer needs before it can begin: the DER of the certificates in a
// header of ALB, by the fastest means there is. + is literal in it, so
// decodeURIComponent decodes it right.

const armor = /-----(?:BEGIN|END) CERTIFICATE-----|\n/g;

/** pems are the PEM blocks of a header. */
export function pems(header) {
  return decodeURIComponent(header).match(/-----BEGIN[\s\S]*?-----END CERTIFICATE-----/g);
}

/** ders are the same as bytes. */
export function ders(header) {
  return pems(header).map((pem) => bytes(pem.replace(armor, "")));
}

/** binaries are the same as strings of a character a byte. */
export function binaries(header) {
  return pems(header).map((pem) => atob(pem.replace(armor, "")));
}

const bytes = Uint8Array.fromBase64 ?? ((text) => globalThis.Buffer.from(text, "base64"));

const short = { "2.5.4.3": "CN", "2.5.4.6": "C", "2.5.4.7": "L", "2.5.4.8": "ST", "2.5.4.10": "O", "2.5.4.11": "OU" };

/** name writes the attributes of a name, [[OID, value], …]. */
export function name(attributes) {
  let text = "";
  for (const [oid, value] of attributes) text += `${text && ", "}${short[oid] ?? oid}=${value}`;
  return text;
}

export const curves = { "1.2.840.10045.3.1.7": "P-256", "1.3.132.0.34": "P-384", "1.3.132.0.35": "P-521" };

export function ip(octets) {
  if (octets.length === 4) return octets.join(".");
  return Array.from(octets, (octet) => octet.toString(16).padStart(2, "0")).join("").replace(/....(?=.)/g, "$&:");
}
