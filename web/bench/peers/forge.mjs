// node-forge knows RSA alone, and refuses any other certificate.

import forge from "node-forge";
import { binaries, name } from "./header.mjs";

export const title = "node-forge (RSA only)";
export const rsaOnly = true;

export function read(header) {
  return binaries(header).map((binary) => {
    const c = forge.pki.certificateFromAsn1(forge.asn1.fromDer(binary));
    return {
      subject: nameOf(c.subject), issuer: nameOf(c.issuer), serial: c.serialNumber.toUpperCase().replace(/^00(?=.)/, ""),
      notBefore: c.validity.notBefore.getTime(), notAfter: c.validity.notAfter.getTime(),
      key: `RSA ${c.publicKey.n.bitLength()}`,
      names: (c.getExtension("subjectAltName")?.altNames ?? []).map((n) => n.ip ?? n.value),
      extensions: c.extensions.map((x) => x.id),
    };
  });
}

const nameOf = ({ attributes }) => name(attributes.map(({ type, value }) => [type, value]));
