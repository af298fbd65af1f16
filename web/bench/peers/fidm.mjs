// @fidm/x509 was written for Node and is bundled with a Buffer for the browser.

import { Certificate, RSAPublicKey } from "@fidm/x509";
import { name } from "./header.mjs";

export const title = "@fidm/x509";

export function read(header) {
  return Certificate.fromPEMs(decodeURIComponent(header)).map((c) => ({
    subject: nameOf(c.subject), issuer: nameOf(c.issuer), serial: c.serialNumber.toUpperCase(),
    notBefore: c.validFrom.getTime(), notAfter: c.validTo.getTime(),
    key: c.publicKey.algo === "rsaEncryption" ? `RSA ${RSAPublicKey.fromPublicKey(c.publicKey).modulus.replace(/^00/, "").length * 4}`
      : `EC ${{ 65: "P-256", 97: "P-384" }[c.publicKey.keyRaw.length]}`, // it does not read the curve
    names: [...c.dnsNames, ...c.emailAddresses, ...c.ipAddresses, ...c.uris],
    extensions: c.extensions.map((x) => x.oid),
  }));
}

const nameOf = ({ attributes }) => name(attributes.map(({ oid, value }) => [oid, value]));
