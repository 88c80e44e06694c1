// The company that is invoiced: another one from a day to come, and as before again.

import assert from "node:assert/strict";
import { axe, demo, fits, signIn, story } from "../support.mjs";
import { crossed, desk, form, refused, said, submit } from "../steps.mjs";

/** A day of next year, as a field for dates takes it. */
function nextYear() {
  return new Date(Date.now() + 400 * 86_400_000).toISOString().slice(0, 10);
}

story("another company is invoiced later", crossed(), async (visit) => {
  const { page } = visit;
  const person = demo.people.find(({ email }) => email === "saskia@vandermoor.example");
  const { account } = person.members[0];
  await signIn(page, person);
  await page.goto(`/accounts/${account}/billing`);
  await page.locator('a[href$="/billing/company"]').click();
  await page.waitForLoadState("load");
  await axe(page);
  await fits(page);
  const choose = form(page, "/billing/company");
  await refused(choose, { from: "2020-01-01" }, ["from"]);
  const first = await choose.locator("option").first().getAttribute("value");
  await submit(choose, { company: first, from: nextYear() });
  assert.ok(await said(page));
  await submit(form(page, "/withdraw").first());
  assert.ok(await said(page));

  const staff = await desk(visit, "billing");
  await staff.goto(`/staff/accounts/${account}`);
  await staff.locator('a[href$="/invoiced"]').click();
  await staff.waitForLoadState("load");
  await axe(staff);
  assert.match(await staff.locator("main table").innerText(), /Vandermoor Renovatie/);
});
