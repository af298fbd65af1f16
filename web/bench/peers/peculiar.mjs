import "reflect-metadata";
import { SubjectAlternativeNameExtension, X509Certificate } from "@peculiar/x509";
import { ders } from "./header.mjs";

export const title = "@peculiar/x509";

export function read(header) {
  return ders(header).map((der) => {
    const c = new X509Certificate(der);
    const key = c.publicKey.algorithm;
    return {
      subject: c.subject, issuer: c.issuer, serial: c.serialNumber.toUpperCase(),
      notBefore: c.notBefore.getTime(), notAfter: c.notAfter.getTime(),
      key: key.modulusLength ? `RSA ${key.modulusLength}` : `EC ${key.namedCurve}`,
      names: c.getExtension(SubjectAlternativeNameExtension)?.names.items.map((n) => n.value) ?? [],
      extensions: c.extensions.map((x) => x.type),
    };
  });
}
