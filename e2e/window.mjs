// The account window on a display of its own, driven by the keyboard alone, before a demo; then the C library's example.
//
//   node window.mjs
//
// Needs Xvfb, xdotool and ImageMagick's `import`, and the built programs guichet and guichet-window, libguichet.so and the example's program (see
// `cargo xtask test --only window`, which installs and builds them). What it saw stands in `target/window/*.png`: to be looked at.

import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readFileSync, existsSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { promisify } from "node:util";
import { fileURLToPath } from "node:url";
import { Installation } from "./installation.mjs";

const built = fileURLToPath(new URL("../target/debug/", import.meta.url));
const program = process.env.GUICHET_WINDOW ?? `${built}guichet-window`;
const output = fileURLToPath(new URL("../target/window/", import.meta.url));
const DISPLAY = process.env.GUICHET_WINDOW_DISPLAY ?? ":97";
const PASSWORD = "sept-lampadaires-bleus-42";
const PATIENCE_MS = 20_000;
// No bus and so no key store: tokens stand in files, where they are looked at.
process.env.DBUS_SESSION_BUS_ADDRESS = "unix:path=/nowhere";
const { DBUS_SESSION_BUS_ADDRESS } = process.env;
// Never waited for with bound hands: the window's input is still being written.
const run = promisify(execFile);

rmSync(output, { recursive: true, force: true });
mkdirSync(output, { recursive: true });
const home = mkdtempSync(join(tmpdir(), "guichet-window-"));
const installation = new Installation(output);
const display = spawn("Xvfb", [DISPLAY, "-screen", "0", "1400x1500x24", "-nolisten", "tcp", "-noreset"], { stdio: "ignore" });
const totals = { passed: 0, failed: 0 };
try {
  await waitFor("a display", () => existsSync(`/tmp/.X11-unix/X${DISPLAY.slice(1)}`));
  await installation.start();
  await check("an account from an address to saved details, by keyboard", fromAddressToDetails);
  await check("troubles are said and the window stays", troubles);
  await check("the C example is the same machine", example);
  await check("a screen reader is told what is seen, and presses", reader);
  await check("both languages, both looks, twice the pixels", looks);
} finally {
  await installation.remove();
  display.kill();
  rmSync(home, { recursive: true, force: true });
}
console.log(`window: ${totals.passed} passed, ${totals.failed} failed, 0 skipped`);
process.exitCode = totals.failed === 0 && totals.passed > 0 ? 0 : 1;

// The display is of its own, so whatever is on it is the window.
async function check(name, body) {
  const begun = performance.now();
  try {
    await body();
    totals.passed += 1;
    console.log(`✔ ${name} (${Math.round(performance.now() - begun)} ms)`);
  } catch (error) {
    totals.failed += 1;
    console.error(`✖ ${name}`, error);
    await shoot("failed").catch(() => {});
  }
}

function url() {
  return installation.demo().url;
}

function file() {
  return join(home, "machine.json");
}

function settings(more = {}) {
  const filling = { company: "Atelier Kerlann", line1: "3 rue des Lilas", postal_code: "69003", town: "Lyon", country: "FR", siren: "732829320" };
  const about = { application: "Planelle", version: "4.6.1", machine: "Poste 3", system: "Windows 11" };
  return { url: url(), machine_file: file(), language: "fr", look: "light", ...about, filling, ...more };
}

// A window that is shown: its process, and how long it took until it was there.
async function open(more = {}, environment = {}) {
  const begun = performance.now();
  const env = { PATH: process.env.PATH, HOME: home, DISPLAY, DBUS_SESSION_BUS_ADDRESS, ...environment };
  const child = spawn(program, ["--settings", "-"], { env, stdio: ["pipe", "pipe", "inherit"] });
  child.stdin.end(JSON.stringify(settings(more)));
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  const ended = once(child, "exit").then(([status]) => ({ status, said }));
  const title = more.language === "en" ? "Customer account" : "Compte client";
  // Asked again at once: xdotool's own wait looks twice a second.
  const look = () => xdotool("search", "--onlyvisible", "--name", `^${title}$`).catch(() => "");
  const found = await waitFor("window", look, 1);
  const shown = performance.now() - begun;
  const id = found.split("\n").at(-1);
  await xdotool("windowfocus", "--sync", id);
  await sleep(400);
  return { child, ended, id, shown };
}

async function xdotool(...words) {
  const { stdout } = await run("xdotool", words, { env: { ...process.env, DISPLAY }, timeout: PATIENCE_MS });
  return stdout.trim();
}

async function keys(...names) {
  for (const name of names) {
    await xdotool("key", "--clearmodifiers", name);
    await sleep(70);
  }
}

async function type(text) {
  await xdotool("type", "--delay", "12", text);
  await sleep(120);
}

async function shoot(name) {
  await run("import", ["-window", "root", "-display", DISPLAY, "-trim", "+repage", join(output, `${name}.png`)]);
}

async function waitFor(what, found, pause = 60) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const value = await found();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`no ${what}`);
    await sleep(pause);
  }
}

async function mailedCode(address) {
  const page = await (await fetch(`${url()}/demo/mail?to=${encodeURIComponent(address)}`)).text();
  return /\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b/.exec(page)?.[0];
}

function token() {
  return existsSync(file()) ? JSON.parse(readFileSync(file(), "utf8")).linked?.token : undefined;
}

async function account() {
  const headers = { authorization: `Bearer ${token()}` };
  return (await fetch(`${url()}/api/v1/machines/self/account`, { headers })).json();
}

// Closed by its own key; what it answers then.
async function close({ ended, id }) {
  await xdotool("windowfocus", "--sync", id);
  await keys("ctrl+q");
  return answered(ended);
}

async function answered(ended) {
  const { status, said } = await Promise.race([ended, sleep(PATIENCE_MS).then(() => assert.fail("it does not close"))]);
  assert.equal(status, 0);
  return JSON.parse(said);
}

async function fromAddressToDetails() {
  const email = "lea.petit@petit-menuiserie.fr";
  const window = await open({ filling: { ...settings().filling, email } });
  await shoot("choose");
  await keys("Tab", "Return"); // create
  await sleep(300);
  await shoot("sign-up");
  await keys("End", "Return"); // the address is filled in
  const code = await waitFor("code", () => mailedCode(email));
  await sleep(300);
  await shoot("code");
  await type(code.toLowerCase());
  await keys("Tab");
  await type(PASSWORD);
  await keys("Return");
  await waitFor("token", token);
  await sleep(400);
  await shoot("made");
  await keys("ctrl+s"); // next
  await sleep(900);
  await shoot("account-filled");
  const before = await account();
  assert.equal(before.town, "", "what the application knows is not sent before somebody says so");
  await keys("Escape");
  await save(window, email);
  const after = await waitFor("saved details", async () => {
    const now = await account();
    return now.town === "Lyon" && now;
  });
  assert.equal(after.line1, "3 rue des Lilas");
  await sleep(500);
  await shoot("account-saved");
  assert.deepEqual(await close(window), { linked: true, account: after.number });
}

// What was typed is saved, with the password of whoever is known by the address.
async function save(window, email) {
  await keys("ctrl+s");
  await sleep(400);
  await shoot("password");
  if (email) await type(PASSWORD);
  await keys("Return");
}

async function troubles() {
  const gone = { url: "http://127.0.0.1:9", machine_file: join(home, "none.json") };
  const wrong = await open({ ...gone, language: "en" });
  await keys("Tab", "Tab", "Return"); // register
  await sleep(300);
  await type("C-1001");
  await keys("Tab");
  await type("K7M2Q-9XW4T");
  await keys("Return");
  // The server is asked for 15 seconds; the window is drawn meanwhile, and can be closed.
  await sleep(1_000);
  await shoot("waiting");
  assert.equal(wrong.child.exitCode, null);
  assert.deepEqual(await close(wrong), { linked: false, account: null });

  const bad = spawn(program, ["--settings", "-"], { env: { PATH: process.env.PATH, HOME: home, DISPLAY } });
  bad.stdin.end('{"uri":"x"}');
  await xdotool("search", "--sync", "--onlyvisible", "--name", "^Compte client$");
  await sleep(600);
  await shoot("wrong-settings");
  bad.kill();
  await once(bad, "exit");

  const unsaved = await open({ filling: {} });
  await sleep(900);
  await keys("Tab", "End");
  await type(" bis");
  await keys("ctrl+q");
  await sleep(300);
  await shoot("unsaved");
  await keys("Return"); // go back
  await sleep(200);
  assert.equal(unsaved.child.exitCode, null, "nothing is lost");
  await keys("ctrl+q", "Tab", "Return"); // close without saving
  assert.equal((await answered(unsaved.ended)).linked, true);
  assert.equal((await account()).company, settings().filling.company);
}

// The example is built with the system's compiler and does what an application does.
async function example() {
  const folder = fileURLToPath(new URL("../clients/guichet-c/", import.meta.url));
  const made = join(home, "account");
  const library = ["-L", built, "-lguichet_account", `-Wl,-rpath,${built}`];
  await run("cc", ["-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", join(folder, "example/account.c"), "-I", join(folder, "include"), ...library, "-o", made]);
  const begin = async (commands, more) => {
    const words = [JSON.stringify(settings(more)), ...commands.map((command) => JSON.stringify(command))];
    const lines = (await run(made, words)).stdout.trim().split("\n");
    const answers = lines.filter((line) => line.startsWith("answer ")).map((line) => JSON.parse(line.slice(7)));
    return { answers, linked: lines.at(-1) };
  };
  const { version } = await account();
  const login = { login: "lea.petit@petit-menuiserie.fr", password: PASSWORD };
  const { answers, linked } = await begin([
    { do: "show" },
    { do: "heartbeat", version: "5.0" },
    { do: "edit", version, ...login, changes: { phone: "04 72 00 00 02" } },
    { do: "edit", version, ...login, changes: { phone: "04 72 00 00 03" } },
    { do: "edit", version, ...login, password: "not this one", changes: { town: "Bron" } },
    { do: "portal", ...login },
    { do: "dance" },
  ]);
  const [shown, beaten, edited, late, refused, portal, unknown] = answers;
  assert.equal(shown.ok.name, "Poste 3");
  // Its version is known five minutes after the last heartbeat that was written.
  assert.equal(beaten.ok.id, shown.ok.id);
  assert.equal(edited.ok.phone, "04 72 00 00 02");
  assert.equal(late.kind, "account-changed");
  assert.equal(refused.kind, "wrong-password");
  assert.ok(new URL(portal.ok.url).pathname.startsWith("/sign-in/by-link/"));
  assert.equal(unknown.error, "command");
  assert.equal(linked, `linked ${shown.ok.account.number}`);
  const nowhere = { machine_file: join(home, "none.json") };
  assert.deepEqual(await begin([{ do: "show" }], nowhere), { answers: [{ error: "not-linked", message: "this machine is not linked to an account" }], linked: "linked no" });
}

// Over a bus of its own, with a link that is nowhere: what is named, in which order, and what is announced.
async function reader() {
  const bus = spawn("dbus-daemon", ["--session", "--nofork", "--print-address=1"], { stdio: ["ignore", "pipe", "ignore"] });
  let opened;
  try {
    const [line] = await once(bus.stdout, "data");
    const address = { DBUS_SESSION_BUS_ADDRESS: line.toString().trim() };
    const script = fileURLToPath(new URL("reader.py", import.meta.url));
    const env = { ...process.env, DISPLAY, ...address };
    const ask = async (...words) => (await run("/usr/bin/python3", [script, ...words], { env, timeout: PATIENCE_MS })).stdout.trim();
    const read = async () => (await ask("read")).split("\n").filter(Boolean).map((part) => JSON.parse(part));
    await ask("wake");
    const none = { machine_file: join(home, "none.json"), key_store: "never" };
    opened = await open({ ...none, url: "http://127.0.0.1:9" }, address);
    const first = await waitFor("a window that is told of", async () => {
      const parts = await read();
      return parts.some(({ role }) => role === "push button") && parts;
    });
    const names = (parts, wanted) => parts.filter(({ role }) => role === wanted).map(({ name }) => name);
    assert.deepEqual(names(first, "frame"), ["Compte client"]);
    assert.deepEqual(names(first, "heading"), ["Ce poste n’est lié à aucun compte"]);
    assert.deepEqual(names(first, "push button"), ["Créer un compte", "Enregistrer un compte existant", "Fermer"]);
    await ask("press", "push button", "Enregistrer un compte existant");
    const entries = (parts) => parts.filter(({ role }) => role === "entry");
    const second = await waitFor("the next page", async () => {
      const parts = await read();
      return entries(parts).length > 0 && parts;
    });
    assert.deepEqual(entries(second).map(({ name, focused }) => [name, focused]), [["Numéro du compte", true], ["Code personnel", false]]);
    await type("C-1001");
    await keys("Tab");
    await type("ABCD-EFGH-JKMN");
    await ask("press", "push button", "Enregistrer ce poste");
    const told = await waitFor("a trouble that is announced", async () => {
      const parts = await read();
      assert.deepEqual(parts.filter(({ role, name }) => role !== "filler" && name === ""), [], "nothing is without a name");
      return parts.find(({ role }) => role === "alert" || role === "notification");
    });
    assert.match(told.name, /serveur/);
    await close(opened);
  } finally {
    opened?.child.kill();
    bus.kill();
  }
}

// Pictures to be looked at, and the figures of the start.
async function looks() {
  const none = { machine_file: join(home, "none.json") };
  for (const [language, look] of [["fr", "light"], ["en", "dark"]]) {
    for (const [page, more] of [["account", {}], ["choose", none]]) {
      const window = await open({ language, look, ...more });
      await sleep(900);
      await shoot(`${page}-${language}-${look}`);
      await close(window);
    }
  }
  const large = await open({ look: "dark" }, { WINIT_X11_SCALE_FACTOR: "2" });
  await sleep(900);
  await shoot("account-twice");
  const status = readFileSync(`/proc/${large.child.pid}/status`, "utf8");
  const memory = /VmRSS:\s+(\d+)/.exec(status)[1] / 1024;
  console.log(`the window was shown after ${Math.round(large.shown)} ms, ${memory.toFixed(1)} MiB, ${(statSync(program).size / 2 ** 20).toFixed(1)} MiB on disk (this build)`);
  assert.ok(memory <= 80, "it holds at most 80 MiB, even so large and without optimisation");
  await close(large);
}
