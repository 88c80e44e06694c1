// Runs the stories in `stories/` against a demo of each engine, both at the same time.
//
//   node run.mjs [--engine sqlite|postgres] [STORY…]
//
// Environment: GUICHET_TEST_POSTGRES (a server on which databases may be created), GUICHET_CHROMIUM, GUICHET_BIN.
// What the servers and the failures leave behind stands in `target/e2e/ENGINE/`.

import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { Installation } from "./installation.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const output = fileURLToPath(new URL("../target/e2e/", import.meta.url));
const postgres = process.env.GUICHET_TEST_POSTGRES;

const { engines, files } = choose(process.argv.slice(2));
const totals = { pass: 0, fail: 0, cancelled: 0, skipped: 0, todo: 0 };
const outcomes = await Promise.allSettled(engines.map(runOn));
for (const outcome of outcomes.filter((outcome) => outcome.status === "rejected")) {
  console.error(outcome.reason);
  totals.fail += 1;
}
const passed = totals.pass;
const failed = totals.fail + totals.cancelled;
const skipped = totals.skipped + totals.todo;
console.log(`browser: ${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed + skipped === 0 && passed > 0 ? 0 : 1;

function choose(words) {
  const at = words.indexOf("--engine");
  const only = at < 0 ? undefined : words.splice(at, 2)[1];
  const known = postgres ? ["sqlite", "postgres"] : ["sqlite"];
  if (!postgres) console.log("PostgreSQL is NOT tried: GUICHET_TEST_POSTGRES is not set.");
  if (only && !known.includes(only)) throw new Error(`there is no engine ${only} here: ${known.join(", ")}`);
  const stories = readdirSync(`${here}stories`).filter((file) => file.endsWith(".mjs"));
  const chosen = stories.filter((file) => words.length === 0 || words.includes(file.replace(/\.mjs$/, "")));
  if (chosen.length === 0) throw new Error("there is no such story in e2e/stories");
  return { engines: only ? [only] : known, files: chosen.map((file) => `${here}stories/${file}`) };
}

async function runOn(engine) {
  const folder = `${output}${engine}`;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const installation = new Installation(folder, engine === "postgres" ? postgres : undefined);
  try {
    await installation.start();
    const which = { GUICHET_ENGINE: engine, GUICHET_ENGINES: engines.join(",") };
    await runStories(engine, { ...installation.environment(), ...which, GUICHET_OUTPUT: folder });
  } finally {
    await installation.remove();
  }
}

// One story after the other: they share an installation, and the limits on sign-in that go by address.
async function runStories(engine, environment) {
  const runner = spawn(process.execPath, ["--test-reporter=spec", `${here}all.mjs`, ...files], {
    env: { ...process.env, ...environment },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((resolve, reject) => runner.on("close", resolve).on("error", reject));
  for await (const line of createInterface({ input: runner.stdout })) {
    console.log(`${engine}: ${line}`);
    const [, what, number] = /^ℹ (pass|fail|cancelled|skipped|todo) (\d+)$/.exec(line) ?? [];
    if (what) totals[what] += Number(number);
  }
  const status = await ended;
  if (status !== 0 && totals.fail + totals.cancelled === 0) throw new Error(`${engine}: the stories ended with ${status}`);
}
