// What several stories do: forms, mailed links, newcomers.

import assert from "node:assert/strict";
import { createHmac, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { agent, mail, signIn, someone, variants } from "./support.mjs";

/** A password that is good enough, of nobody in the demo. */
export const PASSWORD = "sept-lampadaires-bleus-42";

/** Some letters that no run had before: what is made stays in the demo until its end. */
export function unique() {
  return randomBytes(5).toString("hex");
}

/** The form of `page` that goes to an address ending in `action`; without `action`, the only one that sends something. */
export function form(page, action) {
  return page.locator(action ? `main form[method=post][action$="${action}"]` : "main form[method=post]");
}

/** Follows the first link in `page` to an address ending in `ending`. */
export async function follow(page, ending) {
  await page.locator(`a[href$="${ending}"]:visible`).first().click();
  await page.waitForLoadState("load");
}

/** The path of the address that `page` shows. */
export function path(page) {
  return new URL(page.url()).pathname;
}

/** French with script, English without: both of either, in two runs instead of four. */
export function crossed(choices = {}) {
  return variants({ language: ["fr", "en"], script: [true, false], ...choices }).filter(
    ({ language, script }) => (language === "fr") === script,
  );
}

/** Takes from `form` what a browser would stop before the server does: lengths, and fields for dates alone. */
export async function unguard(form) {
  await form.locator("input, textarea").evaluateAll((fields) => {
    for (const field of fields) {
      field.removeAttribute("maxlength");
      if (field.type === "date") field.type = "text";
    }
  });
}

/** Fills in `form` by the names of its fields: words for what is typed or chosen, a list for boxes, true for a single one. */
export async function fill(form, values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name="${name}"]`);
    const kind = await field.first().evaluate((it) => (it.tagName === "INPUT" ? it.type : it.tagName));
    if (kind === "SELECT") await field.selectOption(value);
    else if (kind === "radio") await field.and(form.locator(`[value="${value}"]`)).check();
    else if (kind === "checkbox" && Array.isArray(value)) await tick(field, value);
    else if (kind === "checkbox") await field.setChecked(value);
    else await field.fill(value);
  }
}

async function tick(boxes, values) {
  for (const box of await boxes.all()) await box.setChecked(values.includes(await box.getAttribute("value")));
}

/** Sends `form` by the button that does it and waits for the answer: `{ status }`, after the page it leads to is there. */
export async function send(form) {
  const page = form.page();
  const answered = page.waitForResponse((answer) => answer.request().method() === "POST");
  await form.locator("button:not([type=button]):not([value=preview]):not([formaction]):not([aria-hidden])").first().click();
  const answer = await answered;
  await page.waitForLoadState("load");
  return answer;
}

/** Fills `form` in, sends it, and asserts that it was accepted. */
export async function submit(form, values = {}) {
  await fill(form, values);
  const page = form.page();
  const answer = await send(form);
  assert.ok(answer.status() < 400, `${answer.status()} at ${page.url()}: ${await errors(page)}`);
}

/** Fills `form` in, sends it, and asserts that it came back with an error at each field of `wrong`, and what was typed. */
export async function refused(form, values, wrong) {
  const page = form.page();
  await unguard(form);
  await fill(form, values);
  const answer = await send(form);
  assert.equal(answer.status(), 422, `${page.url()} took ${JSON.stringify(values).slice(0, 200)}`);
  const summary = page.locator(".error-summary");
  assert.equal(await summary.count(), 1, `an error summary on ${page.url()}`);
  if (await page.evaluate("matchMedia('(scripting: enabled)').matches")) {
    assert.ok(await summary.evaluate((it) => it === document.activeElement), `the summary has the focus on ${page.url()}`);
  }
  const links = await summary.locator("a").evaluateAll((all) => all.map((link) => link.getAttribute("href").slice(1)));
  const marked = await form.locator("[aria-invalid=true]").evaluateAll((all) =>
    all.map((it) => it.name || it.querySelector("[name]").name));
  assert.deepEqual([...new Set(marked)].sort(), [...wrong].sort(), `fields marked on ${page.url()}: ${await errors(page)}`);
  for (const id of links) assert.equal(await page.locator(`[id="${id}"]`).count(), 1, `#${id} on ${page.url()}`);
  for (const [name, value] of Object.entries(values)) {
    const field = form.locator(`[name="${name}"]`).first();
    const kind = await field.getAttribute("type");
    if (typeof value !== "string" || ["password", "radio", "checkbox"].includes(kind)) continue;
    // A browser shows no words in a field for dates; a one-time code is never shown again.
    if (kind === "date" && !/^\d{4}-\d{2}-\d{2}$/.test(value)) continue;
    if ((await field.getAttribute("autocomplete")) === "one-time-code") continue;
    assert.equal(await field.inputValue(), value, `what was typed in ${name} on ${page.url()}`);
  }
}

/** What a page says is wrong. */
export async function errors(page) {
  return (await page.locator(".error, .error-summary a").allInnerTexts()).join(" | ");
}

/** The message after an action. */
export async function said(page) {
  return page.locator(".flash").innerText();
}

/** The mailed link to `address` whose path begins with `path`, of the newest mail that has one. */
export async function mailedLink(address, path) {
  const { links } = await mail(address, path);
  return links.find((link) => new URL(link).pathname.startsWith(path));
}

/** A company that nobody has signed up yet, as its form takes it. */
export function company(name, others = {}) {
  return {
    company: name,
    country: "FR",
    siren: siren(),
    line1: "12 rue des Essais",
    postal_code: "69003",
    town: "Lyon",
    phone: "04 72 00 00 12",
    ...others,
  };
}

/** A number that passes the check of the French register (Luhn), drawn by lot. */
export function siren() {
  const digits = Array.from(randomBytes(8), (byte) => byte % 10);
  const sum = digits.reduce((sum, digit, place) => {
    const doubled = place % 2 === 1 ? digit * 2 : digit;
    return sum + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return [...digits, (10 - (sum % 10)) % 10].join("");
}

/** Signs a company up and confirms the address by the mailed link and the password; `page` ends signed in, where the application stands. */
export async function signUp(page, details, person) {
  await page.goto("/sign-up");
  await submit(form(page), { ...details, ...person, terms: true });
  assert.equal(new URL(page.url()).pathname, "/sign-up/sent");
  await page.goto(await mailedLink(person.email, "/confirm/"));
  await submit(form(page), { password: person.password });
}

/** A new colleague in an account of the demo, invited by its admin and come by the mailed link: `{ email, password, account }`. */
export async function newcomer(visit, role = "user") {
  const { person: admin, account } = someone({ role: "admin" });
  const email = `${role.replaceAll("_", "-")}-${unique()}@colleagues.example`;
  const page = await visit.another();
  await signIn(page, admin);
  await page.goto(`/accounts/${account.account}/invitations/new`);
  await submit(form(page), { emails: email, roles: [role] });
  await page.context().clearCookies();
  await page.goto(await mailedLink(email, "/invitation/"));
  await submit(form(page), { first_name: "Ysoline", surname: "Gavrois", password: PASSWORD, terms: true });
  await page.context().close();
  return { email, password: PASSWORD, account: account.account };
}

/** A page of a member of the publisher's staff with `permission`, signed in. */
export async function desk(visit, permission) {
  const page = await visit.another();
  await signIn(page, agent(permission));
  return page;
}

/**
 * The code that an application shows for `secret` (base 32), `steps` of 30 s from now (RFC 6238). One that is about to change could be too old
 * when it arrives: like whoever sees little time left, this waits for the next.
 */
export async function code(secret, steps = 0) {
  const left = 30_000 - (Date.now() % 30_000);
  if (left < 10_000) await sleep(left);
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", key).update(counter).digest();
  const number = digest.readUInt32BE(digest[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}
