// A customer from sign-up to credits used, with everybody who has a part in it.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { axe, demo, fits, mail, signIn, story } from "../support.mjs";
import {
  company, crossed, desk, fill, follow, form, mailedLink, PASSWORD, path, refused, said, signUp, submit, unique,
} from "../steps.mjs";

story("from sign-up to credits used", crossed(), async (visit) => {
  const { page } = visit;
  const mark = unique();
  const admin = { first_name: "Apolline", surname: "Bréhat", email: `apolline@brehat-${mark}.example`, password: PASSWORD };
  const name = `Ateliers Bréhat ${mark}`;

  const account = await applies(visit, name, admin);
  await isAccepted(visit, name, account, admin);
  const colleague = await invites(visit, account, mark);
  await changesRoles(page, account, colleague);
  await isGivenCredits(visit, account);

  await page.goto(`/accounts/${account}/credits`);
  assert.deepEqual(await figures(page), [600, 500, 100]);
  await axe(page);
  const key = await makesKey(page);
  await uses(account, key, colleague);
  await looksBack(page, account);
  await seesOwn(visit, account, colleague);
});

async function applies(visit, name, admin) {
  const { page } = visit;
  await page.goto("/sign-in");
  await follow(page, "/sign-up");
  await axe(page);
  await fits(page);
  // The name and the domain are near to a customer of the demo: staff will be told.
  await signUp(page, company(name, { ape: "71.12B" }), admin);
  const account = /C-\d+/.exec(path(await waiting(page)))[0];
  await axe(page);
  await fits(page);
  await page.goto(`/accounts/${account}/credits`);
  assert.equal(path(await waiting(page)), `/accounts/${account}/status`);
  await follow(page, "/application");
  await refused(form(page), { company: " ", siren: "123456789" }, ["company", "siren"]);
  await submit(form(page), { company: `${name} SAS`, siren: company(name).siren });
  assert.ok((await page.locator("main").innerText()).includes(`${name} SAS`));
  // Somebody of the same domain asks as well.
  const again = await visit.another();
  const twin = { ...admin, first_name: "Corentin", email: admin.email.replace("apolline", "corentin") };
  await signUp(again, company(`${name} S.A.S.`), twin);
  return account;
}

/** Whoever waits is led to where the application stands. */
async function waiting(page) {
  await page.waitForURL(/\/status$/);
  return page;
}

async function isAccepted(visit, name, account, admin) {
  const staff = await desk(visit, "customer_service");
  await follow(staff, "/staff/sign-ups");
  const waiting = staff.locator("main");
  assert.ok((await waiting.innerText()).includes(name));
  await axe(staff);
  await fits(staff);
  await staff.goto(`/staff/accounts/${account}`);
  assert.ok((await staff.locator("main").innerText()).includes(`${name} S.A.S.`), "the possible duplicate is shown");
  await axe(staff);
  await follow(staff, "/staff/sign-ups");
  await follow(staff, `/staff/accounts/${account}/accept`);
  await axe(staff);
  await submit(form(staff));
  assert.ok(await said(staff));

  const { page } = visit;
  await page.goto(await accountLink(admin.email, account));
  assert.equal(path(page), `/accounts/${account}`);
  await axe(page);
  await fits(page);
}

async function accountLink(address, account) {
  const { links } = await mail(address, `/accounts/${account}`);
  return links.find((link) => new URL(link).pathname === `/accounts/${account}`);
}

async function invites(visit, account, mark) {
  const { page } = visit;
  const known = demo.people.findLast(({ members, staff }) => staff.length === 0 && members[0].roles.includes("user"));
  const colleague = { email: `basile-${mark}@brehat.example`, password: PASSWORD };
  await follow(page, `/accounts/${account}/members`);
  await follow(page, "/invitations/new");
  await axe(page);
  await refused(form(page), { emails: "personne", roles: [] }, ["emails", "roles"]);
  await submit(form(page), { emails: `${colleague.email}\n${known.email}`, roles: ["user"] });
  assert.equal(path(page), `/accounts/${account}/invitations`);
  const list = page.locator("main");
  assert.ok((await list.innerText()).includes(colleague.email));
  await axe(page);
  await fits(page);
  await submit(page.locator("main form[action$='/resend']").first());

  const stranger = await visit.another();
  await stranger.goto(await mailedLink(colleague.email, "/invitation/"));
  await axe(stranger);
  await refused(form(stranger), { first_name: "", surname: "", password: "court" }, [
    "first_name", "surname", "password", "terms",
  ]);
  await submit(form(stranger), { first_name: "Basile", surname: "Yvon", password: PASSWORD, terms: true });
  await signIn(stranger, colleague);
  assert.equal(path(stranger), `/accounts/${account}`);

  const guest = await visit.another();
  await guest.goto(await mailedLink(known.email, "/invitation/"));
  assert.equal(await guest.locator("main input[type=password]").count(), 0);
  await submit(form(guest), { terms: true });
  await signIn(guest, known);
  await guest.goto(`/accounts/${account}`);
  assert.equal(path(guest), `/accounts/${account}`);

  // Removed again: what was said is done, and nothing of this account opens any more.
  await follow(page, `/accounts/${account}/members`);
  await page.locator("main tr, main li").filter({ hasText: known.email }).locator("a").first().click();
  await follow(page, "/remove");
  await axe(page);
  await submit(form(page));
  assert.ok(!(await page.locator("main").innerText()).includes(known.email));
  assert.equal((await guest.goto(`/accounts/${account}`)).status(), 404);
  return colleague;
}

async function changesRoles(page, account, colleague) {
  const roles = () => form(page, "/roles");
  const open = async (words) => {
    await page.goto(`/accounts/${account}/members`);
    await page.locator("main tr, main li").filter({ hasText: words }).locator("a").first().click();
    await page.waitForURL(/\/members\/\w+/);
  };
  await open(colleague.email);
  await submit(roles(), { roles: ["contract_manager", "user"] });
  assert.deepEqual(await ticked(roles()), ["contract_manager", "user"]);
  await axe(page);
  await fits(page);
  await submit(roles(), { roles: ["user"] });
  await refused(roles(), { roles: [] }, ["roles"]);
  await open("apolline");
  await refused(roles(), { roles: ["user"] }, ["roles"]);
  await page.goto("/me/profile");
  await page.locator(`a[href="/accounts/${account}/leave"]`).click();
  await page.waitForURL(/\/leave$/);
  await submit(form(page));
  assert.equal(path(page), `/accounts/${account}`);
}

async function ticked(form) {
  const boxes = form.locator("input[type=checkbox]:checked");
  return (await boxes.evaluateAll((all) => all.map((box) => box.value))).sort();
}

async function isGivenCredits(visit, account) {
  const staff = await desk(visit, "billing");
  const inAMonth = new Date(Date.now() + 20 * 24 * 3600 * 1000).toISOString().slice(0, 10);
  await staff.goto(`/staff/accounts/${account}`);
  await follow(staff, "/grant");
  await axe(staff);
  await refused(form(staff), { amount: "-5", reason: "" }, ["amount", "reason"]);
  await submit(form(staff), { amount: "100", expires_on: inAMonth, reason: "Bienvenue chez nous" });
  assert.ok(await said(staff));
  await follow(staff, "/payment");
  await axe(staff);
  await refused(form(staff), { reference: "", amount: "0", credits: "beaucoup" }, ["reference", "amount", "credits"]);
  await submit(form(staff), { means: "transfer", reference: `VIR ${unique()}`, amount: "60,00", credits: "500" });
  assert.ok(await said(staff));
  await axe(staff);
  await fits(staff);
}

/** What the tiles of the balance show: total, purchased, promotional. */
async function figures(page) {
  const texts = await page.locator(".tile .figure").allInnerTexts();
  return texts.slice(0, 3).map((text) => Number(text.replace(/\D/g, "")));
}

async function makesKey(page) {
  const keys = page.url().replace(/\/credits$/, "/keys");
  await page.goto(keys);
  await axe(page);
  await follow(page, "/keys/new");
  await axe(page);
  await refused(form(page), { name: "", scopes: [] }, ["name", "scopes"]);
  await submit(form(page), { name: "Planelle", scopes: ["credits:read", "credits:use"] });
  const [key] = (await page.locator("main").innerText()).match(/gk_[\w-]{20,}/);
  await axe(page);
  await fits(page);
  await page.goto(keys);
  assert.ok(!(await page.content()).includes(key), "a key is shown once");
  return key;
}

async function api(key, method, where, body, idempotency) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  if (idempotency) headers["idempotency-key"] = idempotency;
  const answer = await fetch(new URL(`/api/v1${where}`, demo.url), { method, headers, body: body && JSON.stringify(body) });
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

async function uses(account, key, colleague) {
  const balance = await api(key, "GET", "/balance");
  const there = { unit: "credit", purchased: 500, promotional: 100, held: 0, total: 600, available: 600 };
  assert.deepEqual(balance.body, { ...there, debt: 0, blocked: false });
  const use = { feature: "plan.render", quantity: 1, member: colleague.email, reference: "Pavillon Ker-Ys, façade" };
  const once = randomUUID();
  const first = await api(key, "POST", "/usage", use, once);
  assert.equal(first.status, 201, JSON.stringify(first.body));
  assert.equal(first.body.operation.amount, -3);
  assert.deepEqual(first.body.operation.split, { promotional: 3, purchased: 0 });
  const again = await api(key, "POST", "/usage", use, once);
  assert.equal(again.status, 201);
  assert.equal(again.headers.get("idempotent-replayed"), "true");
  assert.equal((await api(key, "POST", "/usage", { ...use, quantity: 2 }, once)).status, 422);
  assert.equal((await api(key, "POST", "/usage", use)).status, 400);
  assert.equal((await api(key, "POST", "/usage", { ...use, quantity: 1000 }, randomUUID())).status, 402);
  const other = await api(key, "POST", "/usage", { feature: "plan.render", quantity: 40, reference: "Halle" }, randomUUID());
  assert.deepEqual(other.body.operation.split, { promotional: 97, purchased: 23 });
  assert.equal(other.body.balance.total, 477);
}

async function looksBack(page, account) {
  const lines = page.locator("#history tbody tr");
  await page.goto(`/accounts/${account}/credits`);
  assert.deepEqual(await figures(page), [477, 477, 0]);
  await page.goto(`/accounts/${account}/history`);
  assert.equal(await lines.count(), 4);
  await axe(page);
  await fits(page);
  const filters = page.locator("form.filters");
  const scripted = await page.evaluate("matchMedia('(scripting: enabled)').matches");
  const filter = async (values) => {
    await fill(filters, values);
    if (scripted) await page.waitForURL((url) => Object.entries(values).every(([name, value]) => url.searchParams.get(name) === value));
    else await filters.locator("button").click();
    await page.waitForLoadState("load");
  };
  await filter({ kind: "usage" });
  await lines.nth(2).waitFor({ state: "detached" });
  assert.equal(await lines.count(), 2);
  await filter({ q: "ker-ys" });
  await lines.nth(1).waitFor({ state: "detached" });
  assert.match(await lines.first().innerText(), /Pavillon Ker-Ys/);
  await page.goto(`/accounts/${account}/history?kind=usage&q=ker-ys`);
  assert.equal(await lines.count(), 1);
  const csv = await page.request.get(await page.locator('a[href*="history.csv"]').getAttribute("href"));
  const rows = (await csv.text()).trim().split(/\r?\n/);
  assert.equal(rows.length, 2);
  assert.match(rows[1], /Pavillon Ker-Ys, façade/);
  const xlsx = await page.request.get(await page.locator('a[href*="history.xlsx"]').getAttribute("href"));
  assert.equal((await xlsx.body()).subarray(0, 2).toString(), "PK");
  await lines.first().locator("a").first().click();
  await page.waitForURL(/\/history\/[\w-]+$/);
  assert.match(await page.locator("main").innerText(), /Pavillon Ker-Ys, façade/);
  assert.match(await page.locator("main").innerText(), /Bienvenue chez nous/);
  await axe(page);
  await fits(page);
  await page.goto(`/accounts/${account}/history?q=introuvable`);
  assert.equal(await page.locator("main .empty").count(), 1);
  await axe(page);
}

async function seesOwn(visit, account, colleague) {
  const page = await visit.another();
  await signIn(page, colleague);
  await page.goto(`/accounts/${account}/history`);
  const lines = page.locator("#history tbody tr");
  assert.equal(await lines.count(), 1);
  assert.match(await lines.innerText(), /Pavillon Ker-Ys/);
  await axe(page);
  for (const closed of ["members", "keys", "billing", "settings", "log"]) {
    assert.equal((await page.goto(`/accounts/${account}/${closed}`)).status(), 404, closed);
    assert.equal(await page.locator(`.sections a[href$="/${closed}"]`).count(), 0, closed);
  }
  for (const operation of ["credit-1", "credit-4"]) {
    assert.equal((await page.goto(`/accounts/${account}/history/${operation}`)).status(), 404, operation);
  }
  const foreign = demo.accounts.find(({ state }) => state === "active").account;
  assert.equal((await page.goto(`/accounts/${foreign}/credits`)).status(), 404);
}
