// scratch
import { readFileSync } from "node:fs";
import { launch, open, put, startSite } from "./kit.mjs";
const [,, file, out, ...modes] = process.argv;
const site = await startSite();
const b = await launch("chrome");
for (const m of modes) {
  const [w, scheme, how = ""] = m.split(":");
  const { page } = await open(b, site.url, { width: Number(w), height: Number(w) < 500 ? 800 : 900, scheme });
  const log = []; page.on("console", (x) => log.push(x.text())); page.on("pageerror", (x) => log.push(x.message));
  if (file !== "-") await put(page, readFileSync(file, "utf8"));
  await page.waitForFunction(() => !document.querySelector(".answer-progress[role=status]"), { timeout: 60000 }).catch(() => {});
  await new Promise((r) => setTimeout(r, 500));
  if (how.includes("e")) await page.evaluate(process.env.EVAL);
  await new Promise((r) => setTimeout(r, 900));
  await page.screenshot({ path: `/tmp/shots/${out}-${w}-${scheme}.png`, fullPage: how.includes("f") });
  if (log.length) console.log(m, log);
  await page.close();
}
await b.close(); site.stop();
