// What the tests of Issue and Simulate share.

/** go goes to a part of the page by its tab. */
export async function go(page, part) {
  await page.click(`[data-part="${part}"]`);
  await page.waitForFunction((part) => !document.querySelector(`#${part}-part`).hidden, {}, part);
}

/** issue presses the button, or a preset, and waits for another certificate. */
export async function issue(page, selector = "#issue") {
  await page.waitForFunction((selector) => document.querySelector(selector)?.matches(":not(:disabled, [aria-disabled])"), {}, selector);
  const before = await page.evaluate(() => window.issuedAt ?? 0);
  await page.evaluate((selector) => {
    window.issuedAt ??= 0;
    window.watching ??= new MutationObserver(() => {
      const done = document.querySelector(".issued") && !document.querySelector(".issued[data-busy]") && document.querySelector("[data-file]");
      if (window.wasBusy && done) { window.issuedAt++; window.wasBusy = false; }
      if (document.querySelector(".issued[data-busy]")) window.wasBusy = true;
    });
    window.watching.observe(document.querySelector("#issue-part"), { subtree: true, childList: true, attributes: true });
    document.querySelector(selector).click();
  }, selector);
  await page.waitForFunction((before) => window.issuedAt > before, {}, before);
}

/** fileText shows a file and reads it. */
export async function fileText(page, name) {
  const row = `[data-file="${name}"]`;
  if (!(await page.$(`${row} pre`))) await page.click(`${row} [aria-expanded]`);
  await page.waitForSelector(`${row} pre`);
  return page.$eval(`${row} pre`, (pre) => pre.textContent);
}

/** field fills a control in one go. */
export async function field(page, selector, text) {
  await page.evaluate((selector, text) => {
    const control = document.querySelector(selector);
    control.value = text;
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }, selector, text);
}

/** simulated waits for the outcome of the scene as it is. */
export async function simulated(page) {
  await page.waitForFunction(() => !document.querySelector("#simulate-part").hidden && document.querySelector("#simulate-result")?.getAttribute("aria-busy") === "false" && document.querySelector("#sim-verdict"));
}

/** statusOf is what the connection log would say. */
export async function statusOf(page) {
  return page.$eval("#sim-verdict [data-status]", (chip) => chip.dataset.status);
}
