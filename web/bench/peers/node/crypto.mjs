// For bundles: reading a certificate asks nothing of these.
const none = () => { throw new Error("not in this bundle"); };
export const createHash = none, createSign = none, createVerify = none, randomBytes = none;
