// Somebody calls: the agent finds the account by what is said, checks the PIN, counts the time; the customer asks for a correction.

import assert from "node:assert/strict";
import { axe, demo, fits, signIn, story } from "../support.mjs";
import { crossed, desk, follow, form, path, refused, said, submit, unique } from "../steps.mjs";

story("a call is counted and corrected", crossed(), async (visit) => {
  const { page } = visit;
  // The customer whose level has room for designated callers; its admin is one.
  const person = demo.people.find(({ email }) => email === "bastien@vercoureux.example");
  const account = person.members.find(({ roles }) => roles.includes("admin"));
  const own = `/accounts/${account.account}`;
  const subject = `Appel ${unique()} <b>`;

  await signIn(page, person);
  await page.goto(`${own}/support`);
  await follow(page, "/support/callers");
  await axe(page);
  await fits(page);
  await page.goto(`${own}/support/pin`);
  await form(page, "/pin").locator("button").click();
  await page.waitForLoadState("load");
  const pin = await page.locator("#pin").innerText();
  assert.match(pin, /^\d\d \d\d \d\d$/);
  await axe(page);
  await fits(page);

  const agent = await desk(visit, "support");
  await agent.goto("/staff/phone");
  await axe(agent);
  await fits(agent);
  await agent.locator("#q-q").fill(`compte ${account.account.replace("C-", "")}`);
  await agent.locator("#q-q").press("Enter");
  await agent.waitForURL(`**/staff/accounts/${account.account}/phone`);
  const work = form(agent, "/phone");
  await work.locator('[name="caller"]').selectOption("Bastien Montferrier");
  await refused(work, {}, ["pin"]);
  // The code first, then the timer: nothing that was typed is lost.
  await submit(work, { subject, minutes: "12", pin });
  await work.locator("button[value=begin]").click();
  await agent.waitForLoadState("load");
  assert.equal(path(agent), `/staff/accounts/${account.account}/phone`, "an address that can be loaded again");
  assert.equal(await work.locator('[name="subject"]').inputValue(), subject);
  assert.equal(await work.locator(".primary").getAttribute("value"), "end", "the timer runs");
  await axe(agent);
  await fits(agent);
  await work.locator("button[value=end]").click();
  await agent.waitForLoadState("load");
  assert.ok(await said(agent));
  assert.ok((await agent.locator("main").innerText()).includes(subject));

  await page.goto(`${own}/support-time`);
  await page.locator("tr", { hasText: subject }).getByRole("link").first().click();
  await page.locator('main a[href*="/support-time/corrections/"]').click();
  await page.waitForLoadState("load");
  await axe(page);
  await submit(form(page), { reason: "L’appel a duré huit minutes." });
  assert.equal(path(page), `${own}/support-time/corrections`);

  await agent.goto("/staff/phone/corrections");
  await agent.getByRole("link", { name: "huit minutes" }).first().click();
  await axe(agent);
  await submit(form(agent), { decision: "grant", minutes: "2", answer: "C’est vrai." });
  await page.reload();
  assert.ok((await page.locator("main").innerText()).includes("C’est vrai."));
});
