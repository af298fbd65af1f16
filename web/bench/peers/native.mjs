// OpenSSL, as Node offers it. It gives no identifiers of extensions.

import { X509Certificate } from "node:crypto";
import { pems } from "./header.mjs";

export const title = "Node's crypto.X509Certificate";
export const lacks = ["extensions"];

export function read(header) {
  return pems(header).map((pem) => {
    const c = new X509Certificate(pem);
    const { asymmetricKeyType: type, asymmetricKeyDetails: details } = c.publicKey;
    return {
      subject: c.subject.replaceAll("\n", ", "), issuer: c.issuer.replaceAll("\n", ", "), serial: c.serialNumber,
      notBefore: Date.parse(c.validFrom), notAfter: Date.parse(c.validTo),
      key: type === "rsa" ? `RSA ${details.modulusLength}` : `EC ${{ prime256v1: "P-256", secp384r1: "P-384" }[details.namedCurve]}`,
      names: (c.subjectAltName ?? "").split(", ").filter(Boolean).map((n) => n.slice(n.indexOf(":") + 1).replace(/^Address:/, "")),
      extensions: [],
    };
  });
}
