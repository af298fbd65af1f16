// What the unit tests share: reports with little in them, and the elements of a
// certificate as OpenSSL lists them.

import assert from "node:assert/strict";
import type { Certificate, Finding, Group, Header, Member, Node, Report } from "../src/decode/report.gen.ts";

const place = { start: 0, end: 0, line: 0, column: 0 };

export function report(part: Partial<Report>): Report {
  return {
    schema: 1, input: { bytes: 0, lines: 1, binary: false, kind: "" }, verdict: { state: "read", text: [], chips: [] },
    findings: [], senders: [], groups: [], certificates: [], others: [], logs: [], ...part,
  };
}

export function certificate(part: Partial<Certificate>): Certificate {
  return {
    like: 0, subject: "", issuer: "", serial: "", notBefore: "", notAfter: "", version: 3, key: "", signature: "", sha256: "", sha1: "", spkiSha256: "",
    dnsNames: [], emails: [], uris: [], ips: [], extensions: [], isCA: false, selfIssued: false, bytes: 0, declared: 0, whole: true,
    title: "", by: "", when: "", tone: "", badges: [], alb: { tone: "", text: "" }, sections: [], ...part,
  };
}

/** group is a request that carries these certificates. */
export function group(carried: readonly number[], part: Partial<Group> = {}): Group {
  const members = carried.map((certificate): Member => ({ certificate, role: "leaf", presented: 1, steps: [], place }));
  return { like: 0, title: "", short: false, place, request: { method: "", path: "", time: "", client: "" }, client: { certificate: carried[0] ?? -1, name: "", facts: [] }, answers: [], sender: -1, headers: [], chain: { title: "", members }, ...part };
}

export function header(name: string, value: string): Header {
  return { name, as: "", family: "", of: -1, element: 0, value, bytes: value.length, meaning: "", says: [], tone: "", agreement: "", how: "", given: [], expected: [], certificates: [], place };
}

export function finding(part: Partial<Finding>): Finding {
  return {
    id: "", severity: "error", title: "", text: "", hint: "", reference: { text: "", url: "" }, places: [],
    certificate: -1, other: -1, group: -1, fixes: [], ...part,
  };
}

export function node(part: Partial<Node>): Node {
  return { offset: 0, header: 2, length: 0, size: 2, depth: 0, form: "primitive", tag: "", name: "", value: "", note: "", fault: "", closed: 0, ...part };
}

/** present refuses what is absent: a test that finds nothing to look at has failed. */
export function present<T>(value: T | undefined | null): T {
  assert.ok(value !== undefined && value !== null);
  return value;
}

/** client2 returns the elements of testdata/certs/client-2.pem. */
export function client2(): Node[] {
  return listing.trim().split("\n").map((line) => {
    const [, offset, depth, header, length, form, tag = ""] = present(/^ *(\d+):d=(\d+) +hl=(\d) l= *(\d+) (cons|prim): ([^:[]+)/.exec(line));
    return node({
      offset: Number(offset), depth: Number(depth), header: Number(header), length: Number(length), size: Number(header) + Number(length),
      form: form === "cons" ? "constructed" : "primitive", tag: tag.trim(),
    });
  });
}

// openssl asn1parse -in testdata/certs/client-2.pem (OpenSSL 3.0.19)
const listing = `
    0:d=0  hl=4 l= 546 cons: SEQUENCE
    4:d=1  hl=4 l= 457 cons: SEQUENCE
    8:d=2  hl=2 l=   3 cons: cont [ 0 ]
   10:d=3  hl=2 l=   1 prim: INTEGER           :02
   13:d=2  hl=2 l=  11 prim: INTEGER           :6E0B11D27A5F4C8899A03B
   26:d=2  hl=2 l=  10 cons: SEQUENCE
   28:d=3  hl=2 l=   8 prim: OBJECT            :ecdsa-with-SHA256
   38:d=2  hl=2 l=  68 cons: SEQUENCE
   40:d=3  hl=2 l=  11 cons: SET
   42:d=4  hl=2 l=   9 cons: SEQUENCE
   44:d=5  hl=2 l=   3 prim: OBJECT            :countryName
   49:d=5  hl=2 l=   2 prim: PRINTABLESTRING   :US
   53:d=3  hl=2 l=  21 cons: SET
   55:d=4  hl=2 l=  19 cons: SEQUENCE
   57:d=5  hl=2 l=   3 prim: OBJECT            :organizationName
   62:d=5  hl=2 l=  12 prim: UTF8STRING        :Example Corp
   76:d=3  hl=2 l=  30 cons: SET
   78:d=4  hl=2 l=  28 cons: SEQUENCE
   80:d=5  hl=2 l=   3 prim: OBJECT            :commonName
   85:d=5  hl=2 l=  21 prim: UTF8STRING        :Example EC Issuing CA
  108:d=2  hl=2 l=  30 cons: SEQUENCE
  110:d=3  hl=2 l=  13 prim: UTCTIME           :240301080000Z
  125:d=3  hl=2 l=  13 prim: UTCTIME           :360229075959Z
  140:d=2  hl=2 l=  82 cons: SEQUENCE
  142:d=3  hl=2 l=  11 cons: SET
  144:d=4  hl=2 l=   9 cons: SEQUENCE
  146:d=5  hl=2 l=   3 prim: OBJECT            :countryName
  151:d=5  hl=2 l=   2 prim: PRINTABLESTRING   :US
  155:d=3  hl=2 l=  21 cons: SET
  157:d=4  hl=2 l=  19 cons: SEQUENCE
  159:d=5  hl=2 l=   3 prim: OBJECT            :organizationName
  164:d=5  hl=2 l=  12 prim: UTF8STRING        :Example Corp
  178:d=3  hl=2 l=  17 cons: SET
  180:d=4  hl=2 l=  15 cons: SEQUENCE
  182:d=5  hl=2 l=   3 prim: OBJECT            :organizationalUnitName
  187:d=5  hl=2 l=   8 prim: UTF8STRING        :Payments
  197:d=3  hl=2 l=  25 cons: SET
  199:d=4  hl=2 l=  23 cons: SEQUENCE
  201:d=5  hl=2 l=   3 prim: OBJECT            :commonName
  206:d=5  hl=2 l=  16 prim: UTF8STRING        :client-2.example
  224:d=2  hl=2 l=  89 cons: SEQUENCE
  226:d=3  hl=2 l=  19 cons: SEQUENCE
  228:d=4  hl=2 l=   7 prim: OBJECT            :id-ecPublicKey
  237:d=4  hl=2 l=   8 prim: OBJECT            :prime256v1
  247:d=3  hl=2 l=  66 prim: BIT STRING
  315:d=2  hl=3 l= 147 cons: cont [ 3 ]
  318:d=3  hl=3 l= 144 cons: SEQUENCE
  321:d=4  hl=2 l=  12 cons: SEQUENCE
  323:d=5  hl=2 l=   3 prim: OBJECT            :X509v3 Basic Constraints
  328:d=5  hl=2 l=   1 prim: BOOLEAN           :255
  331:d=5  hl=2 l=   2 prim: OCTET STRING      [HEX DUMP]:3000
  335:d=4  hl=2 l=  14 cons: SEQUENCE
  337:d=5  hl=2 l=   3 prim: OBJECT            :X509v3 Key Usage
  342:d=5  hl=2 l=   1 prim: BOOLEAN           :255
  345:d=5  hl=2 l=   4 prim: OCTET STRING      [HEX DUMP]:03020780
  351:d=4  hl=2 l=  19 cons: SEQUENCE
  353:d=5  hl=2 l=   3 prim: OBJECT            :X509v3 Extended Key Usage
  358:d=5  hl=2 l=  12 prim: OCTET STRING      [HEX DUMP]:300A06082B06010505070302
  372:d=4  hl=2 l=  31 cons: SEQUENCE
  374:d=5  hl=2 l=   3 prim: OBJECT            :X509v3 Authority Key Identifier
  379:d=5  hl=2 l=  24 prim: OCTET STRING      [HEX DUMP]:30168014BECB4286425013744CAC60D030474766C6E64B46
  405:d=4  hl=2 l=  58 cons: SEQUENCE
  407:d=5  hl=2 l=   3 prim: OBJECT            :X509v3 Subject Alternative Name
  412:d=5  hl=2 l=  51 prim: OCTET STRING      [HEX DUMP]:30318210636C69656E742D322E6578616D706C65861D7370696666653A2F2F6578616D706C652E636F6D2F7061796D656E7473
  465:d=1  hl=2 l=  10 cons: SEQUENCE
  467:d=2  hl=2 l=   8 prim: OBJECT            :ecdsa-with-SHA256
  477:d=1  hl=2 l=  71 prim: BIT STRING
`;
