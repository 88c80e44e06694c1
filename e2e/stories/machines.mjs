// A software coordinator makes a personal code; machines are linked with it, named, replaced at the limit, unlinked.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { axe, demo, fits, signIn, someone, story, variants } from "../support.mjs";
import { crossed, desk, follow, form, path, refused, said, submit, unique } from "../steps.mjs";

story("from the code to a machine that is unlinked", crossed(), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "software_coordinator", state: "active" });
  const home = `/accounts/${account.account}/machines`;
  await signIn(page, person);
  await page.goto(`${home}/code`);
  await axe(page);
  await submit(form(page));
  await axe(page);
  const code = await page.locator("#personal-code").innerText();
  const name = `Poste ${unique()}`;
  const { token } = await link(account.account, code, name);
  assert.equal((await own(token)).status, 200);

  await page.goto(home);
  await axe(page);
  await fits(page);
  await page.getByRole("link", { name }).click();
  await axe(page);
  await refused(form(page), { name: " " }, ["name"]);
  await submit(form(page), { name: `${name} bis` });
  assert.ok(await said(page));
  await page.goto(home);
  await page.locator("tr", { hasText: name }).getByRole("checkbox").check();
  await page.locator("main form[method=get] button").click();
  await axe(page);
  await submit(form(page));
  assert.equal(path(page), home);
  assert.equal((await own(token)).status, 401);
});

story("a customer's limit", variants({ width: 390 }), async (visit) => {
  const { account } = someone({ role: "software_coordinator", state: "active" });
  const page = await desk(visit, "customer_service");
  await page.goto(`/staff/accounts/${account.account}`);
  await follow(page, "/machines");
  await axe(page);
  await refused(form(page), { own: true, places: "beaucoup" }, ["places"]);
  await submit(form(page), { own: true, places: "100" });
  assert.ok(await said(page));
});

function call(path, headers, body) {
  const all = { "content-type": "application/json", ...headers };
  return fetch(new URL(path, demo.url), body ? { method: "POST", headers: all, body: JSON.stringify(body) } : { headers });
}

async function link(account, code, name) {
  const body = { account, personal_code: code, name, system: "Windows 11", application: "Planelle", version: "4.6.1" };
  const answer = await call("/api/v1/machines", { "idempotency-key": randomUUID() }, body);
  assert.equal(answer.status, 201);
  return answer.json();
}

function own(token) {
  return call("/api/v1/machines/self", { authorization: `Bearer ${token}` });
}
