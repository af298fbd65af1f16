// Runs the browser tests, all of them or the files that are named:
//
//	node test/run.mjs [test/page.test.mjs …]
//
// A browser on a busy machine does now and then what it never does again. So a file that
// fails is run once more, alone. What failed once is said at the end, with its name: it is a
// fault of the page or of the test, and wants to be found. One that fails twice fails,
// and so does a run in which more than two files did not hold.

import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "node:test";
import { tap } from "node:test/reporters";

/** More files than this that fail at first are no chance. */
const most = 2;

/** tried runs the files and resolves with the names of the tests that failed, by file. */
async function tried(files, concurrency) {
  const failed = new Map();
  const stream = run({ files, concurrency });
  stream.on("test:fail", ({ name, file, details }) => {
    // What holds a failed test fails too.
    if (details.error.failureType !== "subtestsFailed" || !failed.has(file)) failed.set(file, [...(failed.get(file) ?? []), name]);
  });
  for await (const text of stream.compose(tap)) process.stdout.write(text);
  return failed;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const named = process.argv.slice(2);
const files = named.length > 0 ? named : readdirSync(here).filter((name) => name.endsWith(".test.mjs")).map((name) => join(here, name));
const first = await tried(files, 2);
const again = first.size > 0 && first.size <= most ? await tried([...first.keys()], 1) : first;
for (const [file, names] of first) console.log(`${again.has(file) ? "failed" : "failed at first, passed when it was run again"}: ${basename(file)}: ${names.join("; ")}`);
console.log(`${files.length} files of browser tests: ${files.length - first.size} passed, ${first.size - again.size} when run again, ${again.size} failed`);
process.exitCode = again.size > 0 ? 1 : 0;
