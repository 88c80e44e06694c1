// A paid order, partly used, is refunded: the debt is shown, spending is blocked for a while, the next top-up settles the debt.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { axe, demo, fits, story } from "../support.mjs";
import { company, crossed, desk, follow, form, PASSWORD, path, refused, said, signUp, submit, unique } from "../steps.mjs";

story("a payment goes back", crossed(), async (visit) => {
  const { page } = visit;
  const account = await customer(visit);
  const staff = await desk(visit, "billing");
  const receipt = await tops(page, staff, account);
  const key = await makesKey(page, account);
  assert.equal((await use(key, 80)).status, 201);

  await isRefunded(staff, receipt);
  await page.goto(`/accounts/${account}/credits`);
  assert.deepEqual(await figures(page), [0, 0, 0]);
  assert.match(await page.locator("main .callout.warning").innerText(), /240/);
  await axe(page);
  await fits(page);
  await page.goto(`/accounts/${account}`);
  assert.match(await page.locator("main").innerText(), /240/, "the home tells the debt too");
  await page.goto(`/accounts/${account}/history?kind=reclaim`);
  await page.locator("main tbody a").first().click();
  await page.waitForLoadState("load");
  assert.match(await page.locator("main").innerText(), /\+240/);
  await axe(page);
  await fits(page);

  await isBlocked(staff, account);
  const stopped = await use(key, 1);
  assert.deepEqual([stopped.status, stopped.body.type.split("#").at(-1)], [403, "problem-spending-blocked"]);
  await page.goto(`/accounts/${account}/credits`);
  await axe(page);
  await isBlocked(staff, account);

  await tops(page, staff, account);
  await page.goto(`/accounts/${account}/credits`);
  assert.deepEqual(await figures(page), [60, 60, 0]);
  assert.equal(await page.locator("main .callout.warning").count(), 0, "the debt is settled");
  assert.equal((await use(key, 20)).body.balance.total, 0);
});

/** A new customer, whom staff accepts; `page` ends signed in. Answers the number of the account. */
async function customer(visit) {
  const { page } = visit;
  const mark = unique();
  const admin = { first_name: "Nolwenn", surname: "Riou", email: `nolwenn@riou-${mark}.example`, password: PASSWORD };
  await signUp(page, company(`Menuiserie Riou ${mark}`), admin);
  await page.waitForURL(/\/status$/);
  const [account] = /C-\d+/.exec(path(page));
  const staff = await desk(visit, "customer_service");
  await staff.goto(`/staff/accounts/${account}/accept`);
  await submit(form(staff));
  return account;
}

/** Orders 300 credits; staff records their money. Answers the address of the receipt. */
async function tops(page, staff, account) {
  await page.goto(`/accounts/${account}/orders/summary?choice=free&credits=300`);
  await submit(form(page));
  const order = path(page).split("/").at(-1);
  await staff.goto(`/staff/receipts/new?orders=${order}`);
  await submit(form(staff), { reference: `VIR ${unique()}`, amount: "43,20" });
  return path(staff);
}

/** Staff records the refund; what is missing is told, the same reference is taken once. */
async function isRefunded(staff, receipt) {
  await staff.goto(receipt);
  await axe(staff);
  await follow(staff, "/back/refund");
  await axe(staff);
  await fits(staff);
  await refused(form(staff), { amount: "43,21", reference: "", reason: "" }, ["reference", "reason"]);
  await refused(form(staff), { amount: "43,21", reference: `REMB ${unique()}`, reason: "Sur demande" }, ["amount"]);
  await submit(form(staff), { amount: "43,20" });
  assert.equal(path(staff), receipt);
  assert.ok(await said(staff));
  await axe(staff);
  await fits(staff);
}

/** Staff keeps the account from spending, or lets it again. */
async function isBlocked(staff, account) {
  await staff.goto(`/staff/accounts/${account}`);
  await follow(staff, "/spending");
  await axe(staff);
  await fits(staff);
  await refused(form(staff), { reason: "" }, ["reason"]);
  await submit(form(staff), { reason: "Impayé" });
  assert.ok(await said(staff));
}

async function makesKey(page, account) {
  await page.goto(`/accounts/${account}/keys/new`);
  await submit(form(page), { name: "Planelle", scopes: ["credits:read", "credits:use"] });
  return (await page.locator("main").innerText()).match(/gk_[\w-]{20,}/)[0];
}

/** Renders so many plans, of three credits each. */
async function use(key, quantity) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": randomUUID() };
  const body = JSON.stringify({ feature: "plan.render", quantity });
  const answer = await fetch(new URL("/api/v1/usage", demo.url), { method: "POST", headers, body });
  return { status: answer.status, body: await answer.json() };
}

async function figures(page) {
  const texts = await page.locator(".tile .figure").allInnerTexts();
  return texts.slice(0, 3).map((text) => Number(text.replace(/\D/g, "")));
}
