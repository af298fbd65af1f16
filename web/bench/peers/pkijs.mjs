import { Certificate } from "pkijs";
import { ders, ip, name } from "./header.mjs";

export const title = "pkijs";

export function read(header) {
  return ders(header).map((der) => {
    const c = Certificate.fromBER(der);
    const key = c.subjectPublicKeyInfo.parsedKey;
    return {
      subject: nameOf(c.subject), issuer: nameOf(c.issuer), serial: hex(c.serialNumber.valueBlock.valueHexView),
      notBefore: c.notBefore.value.getTime(), notAfter: c.notAfter.value.getTime(),
      key: key.modulus ? `RSA ${hex(key.modulus.valueBlock.valueHexView).length * 4}` : `EC ${key.namedCurve}`,
      names: c.extensions.find((x) => x.extnID === "2.5.29.17")?.parsedValue.altNames
        .map((n) => (n.type === 7 ? ip(n.value.valueBlock.valueHexView) : n.value)) ?? [],
      extensions: c.extensions.map((x) => x.extnID),
    };
  });
}

const nameOf = ({ typesAndValues }) => name(typesAndValues.map(({ type, value }) => [type, value.valueBlock.value]));

function hex(octets) {
  let text = "";
  for (const octet of octets) text += octet.toString(16).padStart(2, "0");
  return text.toUpperCase().replace(/^00(?=.)/, "");
}
