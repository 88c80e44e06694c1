// A member asks for support and sends a file along; an agent answers by the queue; the member reads it, writes again and closes.

import assert from "node:assert/strict";
import { axe, demo, fits, mail, signIn, someone, story } from "../support.mjs";
import { crossed, desk, follow, form, path, refused, said, submit, unique } from "../steps.mjs";

story("a case from the question to its end", crossed(), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "user", state: "active" });
  const cases = `/accounts/${account.account}/cases`;
  const subject = `Essai ${unique()} <b>`;
  await signIn(page, person);
  await page.goto(cases);
  await follow(page, "/cases/new");
  await axe(page);
  await fits(page);
  await refused(form(page), { subject: "", body: " " }, ["subject", "body"]);
  const plan = { name: "plan é.log", mimeType: "text/plain", buffer: Buffer.from("Plan") };
  await form(page).locator('[name="files"]').setInputFiles([plan]);
  await submit(form(page), { subject, body: "Le plan reste blanc.\n\nQue faire ?", priority: "urgent", sees: "account" });
  const own = path(page);
  const number = own.split("/").at(-1);
  assert.ok((await said(page)).includes(number));
  await mail(person.email, number);
  const file = page.locator(".timeline a[download]");
  const saved = await page.request.get(await file.getAttribute("href"));
  assert.ok((await file.innerText()) === plan.name && (await saved.text()) === "Plan");
  assert.ok(saved.headers()["content-disposition"].startsWith("attachment"));
  await axe(page);
  await fits(page);

  const agent = await desk(visit, "support");
  await agent.goto("/staff/cases");
  await axe(agent);
  await fits(agent);
  await agent.goto(`/staff/cases?q=${encodeURIComponent(subject)}`);
  await agent.getByRole("link", { name: subject }).click();
  await agent.waitForURL(`**/staff/cases/${number}`);
  await axe(agent);
  await fits(agent);
  await submit(form(agent, "/priority"), { value: "high" });
  await agent.locator('[name="body"]').fill("Vu la semaine dernière.");
  await agent.locator("button[formaction$='/note']").click();
  await agent.waitForURL(`**/staff/cases/${number}`);
  await submit(form(agent, "/answer"), { body: "Quelle imprimante utilisez-vous ?", then: "waiting" });
  assert.equal(path(agent), "/staff/cases");
  const { text } = await mail(person.email, "Quelle imprimante");
  assert.ok(text.includes(own) && !text.includes("la semaine dernière"));

  await page.goto(own);
  const told = await page.locator(".timeline").innerText();
  assert.ok(told.includes("Quelle imprimante utilisez-vous ?") && !told.includes("la semaine dernière"));
  await submit(form(page, "/reply"), { body: "Une Brouillard 300." });
  await submit(form(page, "/close"));
  assert.ok(await said(page));
  await page.goto(`${cases}?state=closed`);
  assert.equal(await page.getByRole("link", { name: subject }).count(), 1);

  await page.goto(cases);
  await page.locator('footer a[href^="/remark"]').click();
  await page.waitForURL("**/remark?**");
  await axe(page);
  await submit(form(page), { body: "Un tri par date serait utile." });
  assert.ok(path(page).startsWith(cases), `${demo.url}: a remark becomes a case`);
});
