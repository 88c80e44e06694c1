// Support time: staff sees what work comes to, enters it, and the customer reads it.

import assert from "node:assert/strict";
import { axe, fits, signIn, someone, story } from "../support.mjs";
import { crossed, desk, follow, form, refused, said, submit, unique } from "../steps.mjs";

story("work is counted", crossed(), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "admin", state: "active" });
  const subject = `Export ${unique()}`;

  const staff = await desk(visit, "support");
  await staff.goto(`/staff/accounts/${account.account}`);
  await follow(staff, "/support-time");
  await axe(staff);
  await fits(staff);
  await refused(form(staff), { minutes: "beaucoup", subject: "" }, ["minutes", "subject"]);
  await form(staff).locator('[name="minutes"]').fill("21");
  await form(staff).locator('[name="subject"]').fill(subject);
  await form(staff).locator("button[value=preview]").click();
  await staff.waitForLoadState("load");
  // Sixteen minutes beyond the five that are free, by steps of five.
  assert.match(await staff.locator("main dl[role=status]").innerText(), /20\s+min/);
  // Covered, so that the demonstration stays as it was.
  await submit(form(staff), { covered: true });
  assert.ok(await said(staff));

  await signIn(page, person);
  await page.goto(`/accounts/${account.account}/credits`);
  await follow(page, "/support-time");
  await axe(page);
  await fits(page);
  await page.locator("tr", { hasText: subject }).getByRole("link").first().click();
  await page.waitForLoadState("load");
  assert.match(await page.locator("main").innerText(), /21\s+min/);
  await axe(page);
});
