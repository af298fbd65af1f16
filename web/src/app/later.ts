// The script of what nobody waits for before the first answer: see lab-part.ts.

export { Asn1 } from "../decode/views/asn1.ts";
export { toScene } from "../lab/from-decode.ts";
export { startLab } from "../lab/start-lab.ts";
