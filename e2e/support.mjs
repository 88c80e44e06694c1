// What the stories are written with.
//
//   import { axe, fits, mail, signIn, someone, story, variants } from "../support.mjs";
//
//   story("an admin invites a colleague", variants({ language: ["fr", "en"], script: [true, false] }), async (visit) => {
//     const { page } = visit;
//     await signIn(page, someone({ role: "admin" }).person);
//     …
//     await axe(page);
//   });

import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { AxeBuilder } from "@axe-core/playwright";
import { chromium } from "playwright-core";

/** What `demo.json` says: `url`, `paypal` (where its double of PayPal is), `people`, `accounts`. */
export const demo = JSON.parse(readFileSync(process.env.GUICHET_DEMO, "utf8"));

/** `sqlite` or `postgres`, for what must be told apart between the two installations. */
export const engine = process.env.GUICHET_ENGINE;

/** All engines of this run. */
export const engines = (process.env.GUICHET_ENGINES ?? engine).split(",");

const PLAIN = { language: "fr", script: true, width: 1280, scheme: "light" };
const STORY_MS = 180_000;
const STEP_MS = 20_000;
const MAIL_MS = 30_000;

let browser;
after(() => browser?.close());

async function launched() {
  const quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];
  const root = process.getuid() === 0 ? ["--no-sandbox"] : [];
  browser ??= await chromium.launch({
    executablePath: process.env.GUICHET_CHROMIUM ?? "/usr/bin/chromium",
    args: [...quiet, "--disable-gpu", "--disable-quic", ...root],
  });
  return browser;
}

/**
 * Every combination of the given choices; what is not named is in French, with script, 1,280 px wide, light.
 * `language`: fr, en; `script`: true, false; `width`: in px; `scheme`: light, dark.
 */
export function variants(choices = {}) {
  let all = [PLAIN];
  for (const [name, values] of Object.entries(choices)) {
    all = all.flatMap((variant) => [values].flat().map((value) => ({ ...variant, [name]: value })));
  }
  return all;
}

/** How many stories were told so far. */
let told = 0;

/**
 * The variants that this engine tells: a story with one is told on every engine, several are dealt to the engines in turn, beginning with
 * another one from story to story. So each story is told on each engine and each variant is seen, for half the time.
 */
function dealt(variants) {
  const first = told++;
  return variants.length === 1 ? variants : variants.filter((_, at) => engines[(first + at) % engines.length] === engine);
}

/** A test of `body` for each variant that falls to this engine. It fails, too, on what no page may do: see `watch`. */
export function story(name, variants, body) {
  for (const variant of dealt(variants)) {
    const title = `${name} (${variant.language}, ${variant.width} px, ${variant.scheme}${variant.script ? "" : ", no script"})`;
    test(title, { timeout: STORY_MS }, async () => {
      const visit = new Visit(title, variant);
      try {
        await visit.open();
        await body(visit);
        assert.deepEqual(visit.problems, []);
      } catch (error) {
        await visit.keep();
        throw error;
      } finally {
        await visit.close();
      }
    });
  }
}

/** One run of a story: `page` is its first page, `variant` how it is seen. */
class Visit {
  constructor(title, variant) {
    Object.assign(this, { title, variant, problems: [], contexts: [] });
  }

  async open() {
    this.page = await this.another();
  }

  /** A page of somebody else: no cookie in common with the others. */
  async another(changes = {}) {
    const { language, script, width, scheme } = { ...this.variant, ...changes };
    const context = await (await launched()).newContext({
      baseURL: demo.url,
      colorScheme: scheme,
      javaScriptEnabled: script,
      locale: language === "fr" ? "fr-FR" : "en-GB",
      reducedMotion: "reduce",
      timezoneId: "Europe/Paris",
      viewport: { width, height: 900 },
    });
    context.setDefaultTimeout(STEP_MS);
    watch(context, this.problems);
    this.contexts.push(context);
    return context.newPage();
  }

  /** Keeps a picture of a page in `target/e2e/ENGINE/`. */
  async shot(page, name) {
    await page.screenshot({ path: `${outputName(`${this.title} ${name}`)}.png`, fullPage: true });
  }

  /** Keeps what every page shows, for who looks into a failure. */
  async keep() {
    for (const [number, page] of this.contexts.flatMap((context) => context.pages()).entries()) {
      try {
        await this.shot(page, `${number}`);
        writeFileSync(`${outputName(`${this.title} ${number}`)}.html`, `<!-- ${page.url()} -->\n${await page.content()}`);
      } catch (error) {
        console.error(`no picture of ${page.url()}: ${error.message}`);
      }
    }
  }

  async close() {
    await Promise.all(this.contexts.map((context) => context.close()));
  }
}

/** Writes down faults of the server, errors of a script, what the content security policy refused, and requests elsewhere. */
function watch(context, problems) {
  const homes = [demo.url, demo.paypal].map((url) => new URL(url).origin);
  context.on("weberror", (failure) => problems.push(`script: ${failure.error().message}`));
  context.on("console", (message) => {
    // The browser itself reports each answer of 400 and above this way: the forms refused on purpose among them.
    const answer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !answer) problems.push(`console: ${message.text()}`);
  });
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && !homes.includes(url.origin)) problems.push(`request to ${url.href}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 500) problems.push(`${response.status()} from ${response.url()}`);
  });
}

function outputName(title) {
  return join(process.env.GUICHET_OUTPUT, title.toLowerCase().replace(/[^a-z0-9]+/g, "-"));
}

/** What axe has judged so far, by look. */
const judged = new Map();

/**
 * Asserts that axe finds nothing to say against `page`, targets of 24 px included. A page of which every part was judged before in
 * the same width and scheme is not judged again.
 */
export async function axe(page) {
  const { parts, look } = await page.evaluate(madeOf);
  const known = judged.get(look) ?? new Set();
  if (parts.every((part) => known.has(part))) return;
  const { violations } = (await matches(page, "(scripting: enabled)")) ? await analysis(page) : await analysisOfCopy(page);
  const said = violations.flatMap(({ id, help, nodes }) => nodes.map(({ target }) => `${id}: ${help} (${target})`));
  assert.deepEqual(said, [], `axe on ${page.url()}`);
  judged.set(look, new Set([...known, ...parts]));
}

/** Runs in the page: what it is made of, as far as axe could judge it differently from another, and how it is seen. */
function madeOf() {
  const parts = new Set();
  for (const it of document.body.querySelectorAll("*")) {
    const names = it.getAttributeNames().filter((name) => /^(aria-|role|type|alt|title|scope|tabindex|lang)/.test(name));
    const place = [it, it.parentElement].map((at) => `${at.tagName}.${at.getAttribute("class")}`);
    parts.add(`${place} ${names} ${it.labels?.length}`);
  }
  const headings = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map(({ tagName }) => tagName);
  headings.forEach((level, at) => parts.add(`${headings[at - 1]} ${level}`));
  const scheme = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  return { parts: [...parts], look: `${window.innerWidth} ${scheme}` };
}

// In the page itself (there are no frames), and with no more than the violations told: a fraction of the time.
function analysis(page) {
  const options = { resultTypes: ["violations"], rules: { "target-size": { enabled: true } } };
  return new AxeBuilder({ page }).setLegacyMode().options(options).analyze();
}

function matches(page, query) {
  return page.evaluate(`matchMedia("${query}").matches`);
}

/** Axe is itself a script: where there is none, it looks at a copy of the page in which only the page's own do not run. */
async function analysisOfCopy(page) {
  const context = await (await launched()).newContext({
    colorScheme: (await matches(page, "(prefers-color-scheme: dark)")) ? "dark" : "light",
    viewport: page.viewportSize(),
    storageState: await page.context().storageState(),
  });
  try {
    const copy = await context.newPage();
    const body = await page.content();
    const headers = { "content-type": "text/html; charset=utf-8", "content-security-policy": "script-src 'none'" };
    await copy.route(page.url(), (route) => route.fulfill({ body, headers }));
    await copy.goto(page.url());
    return await analysis(copy);
  } finally {
    await context.close();
  }
}

/** Asserts that `page` need not be scrolled sideways. */
export async function fits(page) {
  const [content, window] = await page.evaluate("[document.documentElement.scrollWidth, window.innerWidth]");
  assert.ok(content <= window, `${page.url()} is ${content} px wide in a window of ${window} px`);
}

/** A person of the demo with `role` in an account in `state`, and this account. */
export function someone({ role, state = "active" }) {
  const accounts = new Map(demo.accounts.filter((account) => account.state === state).map((own) => [own.account, own]));
  for (const person of demo.people) {
    const member = person.members.find(({ account, roles }) => accounts.has(account) && roles.includes(role));
    if (member) return { person, account: accounts.get(member.account) };
  }
  throw new Error(`nobody in the demo is ${role} in an account that is ${state}`);
}

/** A person of the demo on the publisher's side, with `permission`. */
export function agent(permission) {
  const person = demo.people.find(({ staff }) => staff?.includes(permission));
  if (!person) throw new Error(`no agent of the demo has the permission ${permission}`);
  return person;
}

/** Signs `person` (`email`, `password`) in, as a person does. */
export async function signIn(page, { email, password }) {
  await page.goto("/sign-in");
  const form = page.locator("form").filter({ has: page.locator("input[type=password]") });
  await form.locator("input[name=email]").fill(email);
  await form.locator("input[name=password]").fill(password);
  await form.locator("button:not([type=button])").click();
  await page.waitForURL((url) => url.pathname !== "/sign-in");
}

/**
 * The newest mail to `address` in the demo's outbox with `words` in it, waited for: `{ text, links }`. On `/demo/mail` each
 * mail is an `article`, the newest first, which shows its address and its subject, and opened its text.
 */
export async function mail(address, words = "") {
  const context = await (await launched()).newContext({ baseURL: demo.url, javaScriptEnabled: false });
  try {
    const page = await context.newPage();
    const found = page.locator("article").filter({ hasText: address }).filter({ hasText: words });
    const outbox = `/demo/mail?to=${encodeURIComponent(address)}`;
    const deadline = performance.now() + MAIL_MS;
    let seen;
    for (;;) {
      // The browser opens it when something new is in it.
      const now = await (await context.request.get(outbox)).text();
      if (now !== seen) {
        await page.goto(outbox);
        if ((await found.count()) > 0) return await read(found.first());
        seen = now;
      }
      if (performance.now() > deadline) throw new Error(`no mail to ${address} with “${words}”`);
      await sleep(100);
    }
  } finally {
    await context.close();
  }
}

async function read(article) {
  await article.locator("details").evaluate((details) => { details.open = true; });
  const text = await article.innerText();
  const marked = await article.locator("a[href]").evaluateAll((links) => links.map((link) => link.href));
  const written = text.match(/https?:\/\/[^\s<>"]+/g) ?? [];
  return { text, links: [...new Set([...marked, ...written])] };
}
