// Every page that each kind of person can reach by links: none broken, none too wide, each text there, nothing for axe to say.
// With GUICHET_PICTURES=1 a picture of each stays in `target/e2e/ENGINE/`.

import { agent, axe, demo, engine, engines, fits, signIn, someone, story, variants } from "../support.mjs";

/** How many pages of one shape are looked at: of a thousand operations some have what others lack. */
const ALIKE = 2;
const BOTH = ["fr", "en"];

// What the others see is a part of what these see: they are looked at in one language.
const kinds = [
  ["a visitor", BOTH, () => ({ from: ["/sign-in", "/sign-up", "/forgotten-password", "/demo/mail", "/demo/components", "/nowhere"] })],
  ["an admin", BOTH, () => member("admin", "active")],
  ["a contract manager", ["fr"], () => member("contract_manager", "active")],
  ["a software coordinator", ["fr"], () => member("software_coordinator", "active")],
  ["a user", BOTH, () => member("user", "active")],
  ["the admin of an account that is suspended", ["fr"], () => member("admin", "suspended")],
  ["the admin of an account that waits", BOTH, () => member("admin", "pending")],
  ["the admin of an account that was refused", ["fr"], () => member("admin", "refused")],
  ["the owner", BOTH, () => staff("owner")],
  ["support", ["fr"], () => staff("support")],
  ["customer service", ["fr"], () => staff("customer_service")],
  ["billing", ["fr"], () => staff("billing")],
  ["who keeps the catalogue", ["fr"], () => staff("catalogue")],
];

function member(role, state) {
  const { person, account } = someone({ role, state });
  return { person, from: ["/", `/accounts/${account.account}`, "/accounts", "/me/profile"] };
}

function staff(permission) {
  return { person: agent(permission), from: ["/staff", "/me/profile"] };
}

/**
 * Each visit has two looks, the next one the two others: all four of width and scheme. The pages are the same on both engines:
 * where both are tried, the visits are dealt to them in turn, so that whoever is read to in two languages comes to both.
 */
const LOOKS = [
  [{ width: 1280, scheme: "light" }, { width: 390, scheme: "dark" }],
  [{ width: 1280, scheme: "dark" }, { width: 390, scheme: "light" }],
];
const visits = kinds
  .flatMap(([kind, languages, who]) => languages.map((language) => ({ kind, language, who })))
  .map((visit, at) => ({ ...visit, looks: LOOKS[at % LOOKS.length], engine: engines[at % engines.length] }))
  .filter((visit) => visit.engine === engine);

/** Pages that are the same for everybody, seen once in each language. */
const common = { fr: new Map(), en: new Map() };

for (const { kind, language, who, looks } of visits) {
  story(`all that is open to ${kind}`, variants({ language }), async (visit) => {
    const { page, variant } = visit;
    const { person, from } = who();
    await page.context().addCookies([{ name: "guichet_locale", value: variant.language, url: demo.url }]);
    if (person) await signIn(page, person);
    // Who is signed in is read to in his or her own language: changed for the time of this visit.
    if (person) await page.goto("/me/profile");
    const spoken = person ? await page.locator("html").getAttribute("lang") : variant.language;
    if (spoken !== variant.language) await page.goto(`/language/${variant.language}?back=/sign-in`);
    await crawl(visit, from, looks);
    if (spoken !== variant.language) await page.goto(`/language/${spoken}?back=/sign-in`);
  });
}

async function crawl(visit, from, looks) {
  const waiting = [...from];
  const known = new Set(from);
  const own = new Map();
  while (waiting.length > 0) {
    const address = waiting.shift();
    const shape = shapeOf(address);
    const seen = /^\/(accounts|staff)\b|^\/\?/.test(shape) ? own : common[visit.variant.language];
    const times = seen.get(shape) ?? 0;
    if (times === ALIKE) continue;
    seen.set(shape, times + 1);
    if (!(await opens(visit, address))) continue;
    for (const link of await judge(visit, shape, times, looks)) {
      if (!known.has(link)) waiting.push(link);
      known.add(link);
    }
  }
}

/** Whether `address` opens as a page; what is downloaded instead only has to be there. */
async function opens({ page, problems }, address) {
  const isFile = /\.(csv|xlsx|json|xml)(\?|$)|^\/\.well-known|^\/brand|^\/assets|\/cases\/[^/]+\/files\//.test(address);
  const answer = isFile ? await page.request.get(address) : await page.goto(address);
  const right = address === "/nowhere" ? 404 : 200;
  if (answer.status() !== right) problems.push(`${answer.status()} from ${address}`);
  return !isFile && answer.status() === right;
}

/** An address without what only says which one of many. */
function shapeOf(address) {
  const { pathname, searchParams } = new URL(address, demo.url);
  const parts = pathname.replace(/\/mails\/.+?\/\w+/, "/mails/one/one").split("/").map((part) => (/\d/.test(part) ? "one" : part));
  return `${parts.join("/")}?${[...searchParams.keys()].sort()}`;
}

/** Notes what is wrong with the page; answers where its links lead. */
async function judge(visit, shape, times, looks) {
  const { page, problems, variant } = visit;
  const { links, lang, missing, twice } = await page.evaluate(inspected);
  if (missing) problems.push(`texts missing on ${page.url()}: ${missing}`);
  // A preview speaks the language of what it shows.
  if (lang !== variant.language && !shape.includes("/preview")) problems.push(`${lang} is spoken on ${page.url()}`);
  if (twice.length > 0) problems.push(`ids used twice on ${page.url()}: ${twice}`);
  for (const { width, scheme } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await note(visit, () => fits(page));
    if (process.env.GUICHET_PICTURES && times === 0) await visit.shot(page, `${shape} ${width} ${scheme}`);
    await note(visit, () => axe(page));
  }
  return links;
}

/** Runs in the page: its links within this site, its language, texts that have none, and ids that it has twice. */
function inspected() {
  // What mails lead to is for those who got them.
  const all = [...document.querySelectorAll("a[href]:not(#outbox a)")].map((link) => new URL(link.href));
  const links = all.filter(({ origin }) => origin === location.origin).map(({ pathname, search }) => pathname + search);
  const ids = [...document.body.querySelectorAll("[id]")].map(({ id }) => id);
  return {
    links: [...new Set(links)].filter((path) => !path.startsWith("/language/")),
    lang: document.documentElement.lang,
    missing: document.documentElement.outerHTML.match(/\[[a-z]+(-[a-z0-9]+)+\]/g),
    twice: ids.filter((id, at) => ids.indexOf(id) < at),
  };
}

/** Goes on after what was found: a visit tells all of it. */
async function note({ problems }, check) {
  try {
    await check();
  } catch (error) {
    problems.push(`${error.message}\n${error.actual ?? ""}`);
  }
}
