import { X509, zulutomsec } from "jsrsasign";
import { pems } from "./header.mjs";

export const title = "jsrsasign";

export function read(header) {
  return pems(header).map((pem) => {
    const c = new X509();
    c.readCertPEM(pem);
    const key = c.getPublicKey();
    return {
      subject: c.getSubjectString(), issuer: c.getIssuerString(), serial: c.getSerialNumberHex().toUpperCase().replace(/^00(?=.)/, ""),
      notBefore: zulutomsec(c.getNotBefore()), notAfter: zulutomsec(c.getNotAfter()),
      key: key.n ? `RSA ${key.n.bitLength()}` : `EC ${{ secp256r1: "P-256", secp384r1: "P-384" }[key.curveName]}`,
      names: (c.getExtSubjectAltName()?.array ?? []).map((n) => n.dns ?? n.rfc822 ?? n.ip ?? n.uri),
      extensions: c.aExtInfo.map((x) => x.oid),
    };
  });
}
