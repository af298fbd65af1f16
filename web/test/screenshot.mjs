// Makes web/screenshot.png, the picture in the README, from dist/site at a fixed
// time: the same build gives the same picture. Run it with "make screenshot".

import { fileURLToPath } from "node:url";
import { launch, open, press, startSite } from "./kit.mjs";

const site = await startSite();
const browser = await launch("chrome");
try {
  const { page, close } = await open(browser, site.url, {
    width: 1360, height: 940,
    before: () => { Date.now = () => Date.UTC(2026, 0, 15, 12); },
  });
  await press(page, ".example", "The + bug");
  await press(page, ".finding-actions [aria-expanded=false]");
  await new Promise((resolve) => setTimeout(resolve, 600));
  await page.screenshot({ path: fileURLToPath(new URL("../screenshot.png", import.meta.url)) });
  await close();
} finally {
  await browser.close();
  site.stop();
}
