// @lapo/asn1js gives the tree of any ASN.1; the walk through it is ours.

import { ASN1 } from "@lapo/asn1js";
import { curves, ders, ip, name } from "./header.mjs";

export const title = "@lapo/asn1js with a walk";

export function read(header) {
  return ders(header).map((der) => {
    const fields = ASN1.decode(der).sub[0].sub;
    let i = fields[0].tag.tagClass === 2 ? 1 : 0; // version
    const serial = fields[i];
    const issuer = fields[i + 2], validity = fields[i + 3].sub, subject = fields[i + 4], info = fields[i + 5].sub;
    const out = {
      subject: nameOf(subject), issuer: nameOf(issuer), serial: hex(serial),
      notBefore: Date.parse(validity[0].content()), notAfter: Date.parse(validity[1].content()),
      key: keyOf(info), names: [], extensions: [],
    };
    for (i += 6; i < fields.length; i++) {
      if (fields[i].tag.tagClass === 2 && fields[i].tag.tagNumber === 3) extensions(fields[i].sub[0].sub, out);
    }
    return out;
  });
}

/** L1 is who a certificate is for, L3 all that is in it, in words. */
export const levels = {
  L1: (header) => ders(header).map((der) => {
    const fields = ASN1.decode(der).sub[0].sub;
    const i = fields[0].tag.tagClass === 2 ? 1 : 0;
    const [notBefore, notAfter] = fields[i + 3].sub.map((time) => Date.parse(time.content()));
    return { serial: hex(fields[i]), issuer: nameOf(fields[i + 2]), subject: nameOf(fields[i + 4]), notBefore, notAfter };
  }),
  L3: (header) => ders(header).map((der) => ASN1.decode(der).toPrettyString()),
};

const oid = (element) => element.content().split("\n", 1)[0];
const hex = (element) => element.stream.hexDump(element.posContent(), element.posEnd(), "raw").replace(/^00(?=.)/, "");

function nameOf(element) {
  const list = [];
  for (const rdn of element.sub) for (const { sub } of rdn.sub) list.push([oid(sub[0]), sub[1].content()]);
  return name(list);
}

function keyOf([algorithm, value]) {
  const id = oid(algorithm.sub[0]);
  if (id === "1.2.840.113549.1.1.1") {
    const modulus = value.sub[0].sub[0];
    return `RSA ${(modulus.length - (modulus.stream.get(modulus.posContent()) === 0 ? 1 : 0)) * 8}`;
  }
  return id === "1.2.840.10045.2.1" ? `EC ${curves[oid(algorithm.sub[1])]}` : id;
}

function extensions(list, out) {
  for (const { sub } of list) {
    const id = oid(sub[0]);
    out.extensions.push(id);
    if (id !== "2.5.29.17") continue;
    for (const each of sub[sub.length - 1].sub[0].sub) {
      const { stream } = each, from = each.posContent(), to = each.posEnd();
      switch (each.tag.tagNumber) {
        case 1: case 2: case 6: out.names.push(stream.parseStringISO(from, to).str); break;
        case 7: out.names.push(ip(stream.enc.subarray(from, to))); break;
      }
    }
  }
}
