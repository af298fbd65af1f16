// Makes web/icons/icon-*.png from icon.svg, as Chromium draws it. They are kept, so
// that a build needs no browser: "node test/icons.mjs" after a change of the drawing.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { launch } from "./kit.mjs";

const folder = fileURLToPath(new URL("../icons/", import.meta.url));
const drawing = `data:image/svg+xml;base64,${readFileSync(`${folder}icon.svg`).toString("base64")}`;
const browser = await launch("chrome");
try {
  for (const size of [192, 512]) {
    const page = await browser.newPage();
    await page.setViewport({ width: size, height: size });
    await page.setContent(`<body style="margin:0"><img src="${drawing}" width="${size}" height="${size}" style="display:block">`);
    await page.screenshot({ path: `${folder}icon-${size}.png` });
    await page.close();
  }
} finally {
  await browser.close();
}
