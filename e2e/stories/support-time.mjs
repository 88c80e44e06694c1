// Support time: staff sees what is left and what work would come to, and the customer reads what was counted.

import assert from "node:assert/strict";
import { axe, demo, fits, signIn, story } from "../support.mjs";
import { crossed, desk, follow, form } from "../steps.mjs";

story("work is counted", crossed(), async (visit) => {
  const { page } = visit;
  const person = demo.people.find(({ email }) => email === "bastien@vercoureux.example");
  const account = person.members.find(({ roles }) => roles.includes("admin"));

  const staff = await desk(visit, "support");
  await staff.goto(`/staff/accounts/${account.account}`);
  await follow(staff, "/support-time");
  await axe(staff);
  await fits(staff);
  await follow(staff, `${account.account}/phone`);
  await form(staff).locator('[name="minutes"]').fill("21");
  await form(staff).locator(".button[value=estimate]").click();
  await staff.waitForLoadState("load");
  // Sixteen minutes beyond the five that are free, by steps of five.
  assert.match(await staff.locator("main [role=status]").innerText(), /20\s+min/);

  await signIn(page, person);
  await page.goto(`/accounts/${account.account}/credits`);
  await follow(page, "/support-time");
  await axe(page);
  await fits(page);
  await page.locator("tr", { hasText: "Cotes décalées" }).getByRole("link").first().click();
  await page.waitForLoadState("load");
  assert.match(await page.locator("main").innerText(), /55\s+min/);
  await axe(page);
});
