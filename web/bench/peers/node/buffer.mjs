import * as forBrowsers from "buffer/";
const Buffer = globalThis.Buffer ?? forBrowsers.Buffer;
export { Buffer };
