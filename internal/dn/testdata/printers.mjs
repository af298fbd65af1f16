// Prints each name of names.txt as Node does. See make.sh.
import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

const tlv = (tag, ...parts) => {
  const content = Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part, "hex") : part)));
  const n = content.length;
  return Buffer.concat([Buffer.from(n < 128 ? [tag, n] : n < 256 ? [tag, 0x81, n] : [tag, 0x82, n >> 8, n & 255]), content]);
};
const algorithm = "300506032b6570";
const time = (text) => tlv(0x17, Buffer.from(text));
const certificate = (name) => tlv(0x30, tlv(0x30, "a003020102020101", algorithm, "3000", tlv(0x30, time("240102030405Z"), time("340102030405Z")), name,
  tlv(0x30, algorithm, tlv(3, Buffer.alloc(33)))), algorithm, tlv(3, Buffer.alloc(65)));

for (const line of readFileSync("names.txt", "utf8").trim().split("\n")) {
  const [title, der] = line.split(" ");
  let subject;
  try {
    ({ subject } = new X509Certificate(certificate(der)));
  } catch {
    continue; // it refuses the name
  }
  if (subject !== undefined) console.log(title, "node", Buffer.from(subject).toString("hex"));
}
