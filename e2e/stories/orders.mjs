// An admin tops up by bank transfer: choice, summary, order; staff records the money, the credit arrives.

import assert from "node:assert/strict";
import { axe, fits, signIn, someone, story } from "../support.mjs";
import { crossed, desk, follow, form, path, refused, said, send, submit, unique } from "../steps.mjs";

story("a top-up by transfer", crossed(), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "admin", state: "active" });
  const number = account.account;
  await signIn(page, person);
  await page.goto(`/accounts/${number}/credits`);
  const before = await total(page);
  await follow(page, "/orders/new");
  await axe(page);
  await fits(page);
  const order = await isOrdered(page, number);
  await axe(page);
  await fits(page);
  const words = await page.locator("main").innerText();
  for (const part of [order, "Cotelier SAS", "FR76 9999 9000", "RF"]) assert.ok(words.includes(part), part);
  assert.ok(await page.locator("main svg[role=img] path").isVisible(), "the code of the transfer");

  await isPaid(visit, order);
  await page.goto(`/accounts/${number}/orders/${order}`);
  assert.ok(!(await page.locator("main").innerText()).includes("FR76"), "nothing is due any more");
  await axe(page);
  await page.goto(`/accounts/${number}/credits`);
  assert.equal((await total(page)) - before, 300);
  await isCancelled(page, number);
});

/** Chooses 300 credits, looks at the total, orders; a form that comes twice makes one order. */
async function isOrdered(page, account) {
  const choose = page.locator("main form[method=get]");
  await choose.locator("[name=choice][value=free]").check();
  await choose.locator("[name=credits]").fill("150");
  await choose.locator("button").click();
  await page.waitForLoadState("load");
  assert.ok(await page.locator("#f-credits-error").isVisible(), "150 is between two steps");
  await choose.locator("[name=credits]").fill("300");
  await choose.locator("button").click();
  await page.waitForLoadState("load");
  await axe(page);
  await fits(page);
  const summary = page.url();
  await submit(form(page));
  const made = path(page);
  assert.match(made, new RegExp(`^/accounts/${account}/orders/BC-\\d{4}-\\d{6}$`));
  assert.ok(await said(page));
  // Back to the summary that the browser kept, and sent again.
  await page.goBack();
  if (page.url() === summary) {
    const answer = await send(form(page));
    assert.ok(answer.status() < 400);
  }
  await page.goto(made);
  return made.split("/").at(-1);
}

/** Staff finds the order and records its money; the same reference is taken once. */
async function isPaid(visit, order) {
  const staff = await desk(visit, "billing");
  await staff.goto(`/staff/orders?q=${order}`);
  assert.equal(path(staff), `/staff/orders/${order}`);
  await axe(staff);
  await fits(staff);
  await follow(staff, `/staff/receipts/new?orders=${order}`);
  await axe(staff);
  await refused(form(staff), { reference: "", amount: "0" }, ["reference", "amount"]);
  const reference = `VIR ${unique()}`;
  await submit(form(staff), { reference, amount: "43,20" });
  assert.ok(await said(staff));
  await axe(staff);
  await fits(staff);
  await staff.goto(`/staff/receipts/new?orders=${order}`);
  await refused(form(staff), { reference, amount: "43,20" }, ["reference"]);
}

/** An order that nobody pays is taken back. */
async function isCancelled(page, account) {
  await page.goto(`/accounts/${account}/orders/summary?choice=free&credits=100`);
  await submit(form(page));
  await follow(page, "/cancel");
  await axe(page);
  await submit(form(page));
  assert.ok(await said(page));
}

async function total(page) {
  const figure = await page.locator(".tile .figure").first().innerText();
  return Number(figure.replace(/\D/g, ""));
}
