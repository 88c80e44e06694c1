// Every page that each kind of person can reach by links: none broken, none too wide, each text there, nothing for axe to say.
// With GUICHET_PICTURES=1 a picture of each stays in `target/e2e/ENGINE/`.

import { createHash } from "node:crypto";
import { agent, axe, demo, fits, signIn, someone, story, variants } from "../support.mjs";

/** How many pages of one shape are looked at: of a thousand operations some have what others lack. */
const ALIKE = 3;

const kinds = {
  visitor: () => ({ from: ["/sign-in", "/sign-up", "/forgotten-password", "/demo/mail", "/demo/components", "/nowhere"] }),
};
for (const role of ["admin", "contract_manager", "software_coordinator", "user"]) {
  kinds[role.replace("_", " ")] = () => member(role, "active");
}
for (const state of ["suspended", "pending", "refused"]) {
  kinds[`the admin of an account ${state}`] = () => member("admin", state);
}
for (const permission of ["owner", "support", "customer_service", "billing", "catalogue"]) {
  kinds[`staff for ${permission}`] = () => ({ person: agent(permission), from: ["/staff", "/me/profile"] });
}

function member(role, state) {
  const { person, account } = someone({ role, state });
  return { person, from: ["/", `/accounts/${account.account}`, "/accounts", "/me/profile"] };
}

/** Axe judges what a page is made of: once for each way of putting it together, in each look. */
const judged = new Set();

for (const [kind, who] of Object.entries(kinds)) {
  story(`all that is open to ${kind}`, variants({ language: ["fr", "en"] }), async (visit) => {
    const { page, variant } = visit;
    const { person, from } = who();
    await page.context().addCookies([{ name: "guichet_locale", value: variant.language, url: demo.url }]);
    if (person) await signIn(page, person);
    // Who is signed in is read to in his or her own language: changed for the time of this visit.
    if (person) await page.goto("/me/profile");
    const spoken = await page.locator("html").getAttribute("lang");
    if (spoken !== variant.language) await page.goto(`/language/${variant.language}?back=/sign-in`);
    await crawl(visit, from);
    if (spoken !== variant.language) await page.goto(`/language/${spoken}?back=/sign-in`);
  });
}

async function crawl(visit, from) {
  const { page } = visit;
  const waiting = [...from];
  const known = new Set(from);
  const seen = new Map();
  while (waiting.length > 0) {
    const address = waiting.shift();
    const shape = shapeOf(address);
    const times = seen.get(shape) ?? 0;
    if (times === ALIKE) continue;
    seen.set(shape, times + 1);
    const answer = await opened(visit, address);
    if (!answer) continue;
    const right = address === "/nowhere" ? 404 : 200;
    if (answer.status() !== right) {
      visit.problems.push(`${answer.status()} from ${address}`);
      continue;
    }
    await judge(visit, shape, times);
    for (const link of await links(page)) {
      if (known.has(link)) continue;
      known.add(link);
      waiting.push(link);
    }
  }
}

/** Opens a page; what is downloaded instead only has to be there. */
async function opened({ page, problems }, address) {
  if (!/\.(csv|xlsx|json)(\?|$)|^\/brand|^\/assets/.test(address)) return page.goto(address);
  const answer = await page.request.get(address);
  if (answer.status() !== 200) problems.push(`${answer.status()} from ${address}`);
  return undefined;
}

async function links(page) {
  const home = new URL(demo.url).origin;
  // What mails lead to is for those who got them.
  const all = await page.locator("a[href]:not(#outbox a)").evaluateAll((links) => links.map((link) => link.href));
  const here = all.map((link) => new URL(link)).filter(({ origin }) => origin === home);
  const paths = here.map(({ pathname, search }) => pathname + search);
  return paths.filter((path) => !path.startsWith("/language/"));
}

/** An address without what only says which one of many. */
function shapeOf(address) {
  const { pathname, searchParams } = new URL(address, demo.url);
  const parts = pathname.split("/").map((part) => (/\d/.test(part) ? "one" : part));
  return `${parts.join("/")}?${[...searchParams.keys()].sort()}`;
}

/** How wide and how bright, besides the language: each of the four is looked at in one of the two. */
const LOOKS = {
  fr: [{ width: 1280, scheme: "light" }, { width: 390, scheme: "dark" }],
  en: [{ width: 1280, scheme: "dark" }, { width: 390, scheme: "light" }],
};

async function judge(visit, shape, times) {
  const { page, variant } = visit;
  const missing = (await page.content()).match(/\[[a-z]+(-[a-z0-9]+)+\]/g);
  if (missing) visit.problems.push(`texts missing on ${page.url()}: ${missing}`);
  const spoken = await page.locator("html").getAttribute("lang");
  if (spoken !== variant.language) visit.problems.push(`${spoken} is spoken on ${page.url()}`);
  const build = await page.evaluate(() => {
    const told = new Set();
    for (const it of document.body.querySelectorAll("*")) {
      const names = it.getAttributeNames().filter((name) => !["id", "href", "value"].includes(name));
      told.add(`${it.parentElement.tagName} ${it.parentElement.className} ${it.tagName} ${it.className.baseVal ?? it.className} ${names}`);
    }
    return [...told].sort().join("\n");
  });
  for (const { width, scheme } of LOOKS[variant.language]) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme: scheme });
    await note(visit, () => fits(page));
    if (process.env.GUICHET_PICTURES && times === 0) await visit.shot(page, `${shape} ${width} ${scheme}`);
    const mark = createHash("sha1").update(`${width} ${scheme} ${build}`).digest("hex");
    if (judged.has(mark)) continue;
    judged.add(mark);
    await note(visit, () => axe(page));
  }
}

/** Goes on after what was found: a visit tells all of it. */
async function note({ problems }, check) {
  try {
    await check();
  } catch (error) {
    problems.push([error.message, error.actual].flat().join("\n"));
  }
}
