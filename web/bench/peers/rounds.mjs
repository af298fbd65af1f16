// The measurement itself. It runs in Node and in the browser.

import * as mtlens from "./mtlens.mjs";

/**
 * measure has every contender read the headers of the paste, in turns: each gets
 * its share of every round, so that a machine that is busy for a while is busy
 * for all. The result is a list of [title, headers a second in each round].
 */
export async function measure(paste, peers, { rounds, share }) {
  const headers = [...paste.matchAll(/^X-Amzn-\S+: (.*)$/gm)].map((line) => line[1]);
  const names = [...paste.matchAll(/^(X-Amzn-\S+): /gm)].map((line) => line[1]);
  const lines = headers.map((header, i) => `${names[i]}: ${header}\n`);
  const contenders = [
    { title: "mtlens, as the page, one call", size: headers.length, run: () => mtlens.decode(paste) },
    { title: "mtlens, as the page, a call each", run: (i) => mtlens.decode(lines[i]) },
    { title: "mtlens, L3, one call", size: headers.length, run: () => mtlens.everything(paste) },
    ...peers.map(({ title, read, rsaOnly }) => ({ title, step: rsaOnly ? 2 : 1, run: (i) => read(headers[i]) })),
    ...peers.flatMap(({ title, levels = {} }) => Object.entries(levels).map(([level, read]) => ({ title: `${title}, ${level} only`, run: (i) => read(headers[i]) }))),
  ];
  check(headers, lines, paste, peers);
  for (const each of contenders) Object.assign(each, { at: 0, speeds: [], size: each.size ?? 1, step: each.step ?? 1 });
  for (let round = -1; round < rounds; round++) { // the first only warms up
    for (const each of contenders) {
      const began = performance.now();
      let n = 0, spent;
      do {
        each.run(each.at);
        each.at = (each.at + each.step) % headers.length;
        n += each.size;
        spent = performance.now() - began;
      } while (spent < share);
      if (round >= 0) each.speeds.push((n / spent) * 1000);
      await new Promise((resolve) => setTimeout(resolve));
    }
  }
  return contenders.map(({ title, speeds }) => [title, speeds]);
}

// All contenders have to find the same, in every header, before any is measured.
// The form of names is everybody's own: the common name counts.
function check(headers, lines, paste, peers) {
  const all = mtlens.certificates(mtlens.decode(paste)).map(facts);
  let at = 0;
  for (let i = 0; i < headers.length; i++) {
    const alone = mtlens.certificates(mtlens.decode(lines[i])).map(facts);
    for (const fact of alone) if (fact !== all[at++]) throw new Error(`mtlens: header ${i} is another in one call`);
    for (const { title, read, rsaOnly, lacks = [] } of peers) {
      if (rsaOnly && i % 2 === 1) continue;
      const found = read(headers[i]).map(facts);
      for (const [k, fact] of alone.entries()) {
        const want = lacks.reduce((text, key) => JSON.stringify({ ...JSON.parse(text), [key]: [] }), fact);
        if (found[k] !== want) throw new Error(`${title}: header ${i} reads\n${found[k]}\nand for mtlens\n${want}`);
      }
    }
  }
}

function facts(c) {
  const commonName = (text) => /CN=([^,/]*)/.exec(text)?.[1];
  return JSON.stringify({ ...c, subject: commonName(c.subject), issuer: commonName(c.issuer), names: [...c.names].sort() }, [
    "subject", "issuer", "serial", "notBefore", "notAfter", "key", "names", "extensions"]);
}
