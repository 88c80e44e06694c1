// A customer pays by PayPal: the request that comes by mail, and at once from the order's page. PayPal is the demo's double.

import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { axe, demo, fits, mail, signIn, someone, story } from "../support.mjs";
import { crossed, desk, follow, form, path, said, submit } from "../steps.mjs";

const PATIENCE_MS = 30_000;

story("a top-up by PayPal", crossed(), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "admin", state: "active" });
  const number = account.account;
  await signIn(page, person);
  const before = await total(page, number);

  const mailed = await isOrdered(page, number);
  const request = await shown(page, mailed, `main a[href^="${demo.paypal}"]`);
  await axe(page);
  await fits(page);
  const href = await request.getAttribute("href");
  const { links } = await mail(person.email, href);
  assert.ok(links.includes(href), "PayPal's mail has its link");
  await page.goto(href);
  await page.locator("button.main").click();
  await page.waitForLoadState("load");
  await page.goto(`/accounts/${number}/orders/${mailed}`);
  await shown(page, mailed, "main .badge.success");
  assert.equal((await total(page, number)) - before, 300);

  const atOnce = await isOrdered(page, number);
  await form(page, "/paypal").locator("button").click();
  await page.waitForURL((url) => url.origin === demo.paypal);
  await page.locator("button.main").click();
  await page.waitForURL((url) => url.origin === demo.url);
  assert.equal(path(page), `/accounts/${number}/orders/${atOnce}`);
  assert.ok(await said(page));
  assert.ok(await page.locator("main .badge.success").first().isVisible());
  assert.equal((await total(page, number)) - before, 600);

  const left = await isOrdered(page, number);
  await form(page, "/paypal").locator("button").click();
  await page.waitForURL((url) => url.origin === demo.paypal);
  await page.locator("button[value=no]").click();
  await page.waitForURL((url) => url.origin === demo.url);
  assert.equal(path(page), `/accounts/${number}/orders/${left}`);
  assert.equal((await total(page, number)) - before, 600);
  const staff = await desk(visit, "billing");
  await paysAPart(page, number, left, staff);
  await follow(page, "/cancel");
  await submit(form(page));
  await seenByStaff(staff, mailed);
});

/** A part comes, which nobody asked for: the order waits, and shows its other ways to pay folded, until staff has decided. */
async function paysAPart(page, account, order, staff) {
  await page.goto(`/accounts/${account}/orders/${order}`);
  const request = await shown(page, order, `main a[href^="${demo.paypal}"]`);
  await page.goto(await request.getAttribute("href"));
  await page.locator("summary").click();
  await page.locator("button[value=part]").click();
  await page.goto(`/accounts/${account}/orders/${order}`);
  const fold = await shown(page, order, "main .fold summary");
  assert.ok(await page.locator("#iban").isHidden());
  assert.equal(await page.locator('a[href$="/cancel"]').count(), 0);
  await fold.click();
  assert.ok(await page.locator("#iban").isVisible());
  await axe(page);
  await fits(page);
  await staff.goto(`/staff/orders/${order}/paypal`);
  await follow(staff, `/staff/orders/${order}/paypal/part`);
  await axe(staff);
  await fits(staff);
  await submit(form(staff, "/part"), { decision: "returned", reason: "Rendu chez PayPal" });
  assert.ok(await said(staff));
  await page.reload();
  assert.equal(await page.locator("main .fold").count(), 0);
}

/** Orders 300 credits; answers the number of the order, whose page is shown. */
async function isOrdered(page, account) {
  await page.goto(`/accounts/${account}/orders/summary?choice=free&credits=300`);
  await submit(form(page));
  return path(page).split("/").at(-1);
}

/** What is shown on the order's page once PayPal has answered. */
async function shown(page, order, selector) {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = page.locator(selector).first();
    if (await found.isVisible()) return found;
    if (performance.now() > deadline) throw new Error(`${order} never shows ${selector}`);
    await sleep(200);
    await page.reload();
  }
}

/** Staff finds the payment, has PayPal asked, and sees the account at PayPal without its secret. */
async function seenByStaff(staff, order) {
  await staff.goto("/staff/paypal");
  await axe(staff);
  await fits(staff);
  await staff.goto(`/staff/orders/${order}`);
  await follow(staff, `/staff/orders/${order}/paypal`);
  await axe(staff);
  await fits(staff);
  await submit(form(staff, "/ask"));
  assert.ok(await said(staff));
  await staff.goto("/staff/paypal/settings");
  await axe(staff);
  await fits(staff);
  assert.equal(await staff.locator("[name=secret]").inputValue(), "");
  await submit(form(staff, "/test"));
  assert.ok(await said(staff));
}

async function total(page, account) {
  await page.goto(`/accounts/${account}/credits`);
  const figure = await page.locator(".tile .figure").first().innerText();
  return Number(figure.replace(/\D/g, ""));
}
