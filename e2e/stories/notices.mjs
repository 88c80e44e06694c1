// What an account is told: an admin sets a threshold and chooses the notices; a program uses credits.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { axe, demo, fits, mail, signIn, someone, story } from "../support.mjs";
import { crossed, follow, form, path, refused, said, submit } from "../steps.mjs";

const LOW = "Il vous reste";

story("little is left", crossed(), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "admin", state: "active" });
  const number = account.account;
  const { api_key: key } = demo.accounts.find((known) => known.account === number);
  await signIn(page, person);
  await page.goto(`/accounts/${number}/notices`);
  const address = (await page.locator("main dl dd").first().innerText()).match(/\S+@\S+/)[0];
  await axe(page);
  await fits(page);
  await follow(page, "/credits/threshold");
  await axe(page);
  await fits(page);
  await refused(form(page), { threshold: "beaucoup" }, ["threshold"]);
  const before = await inbox(visit, address);
  await watch(page, number, (await available(key)) - 4);

  await uses(key, 4);
  await uses(key, 1);
  assert.match((await mail(address, LOW)).text, new RegExp(`/accounts/${number}/notices`));
  await uses(key, 1);

  await page.goto(`/accounts/${number}/notices`);
  const box = page.locator('[value="credits.notice-low"]');
  assert.ok(await box.isChecked());
  await box.uncheck();
  await submit(form(page));
  assert.ok(await said(page));
  assert.equal(path(page), `/accounts/${number}/notices`);
  assert.ok(!(await box.isChecked()));
  await watch(page, number, (await available(key)) - 1);
  await uses(key, 2);
  // Whatever those uses sent is there before what is sent after them.
  await watch(page, number, "");
  await page.goto(`/accounts/${number}/orders/summary?choice=free&credits=100`);
  await submit(form(page));
  await mail(address, path(page).split("/").at(-1));
  assert.equal(await inbox(visit, address), before + 1, "of four uses below a threshold one is told");

  await page.goto(`/accounts/${number}/notices`);
  await box.check();
  await submit(form(page));
});

/** Says below what the account wants to be told. */
async function watch(page, account, threshold) {
  await page.goto(`/accounts/${account}/credits/threshold`);
  await submit(form(page), { threshold: `${threshold}` });
  assert.ok(await said(page));
  assert.equal(path(page), `/accounts/${account}/credits`);
}

function call(key, path, body) {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": randomUUID() };
  return fetch(new URL(path, demo.url), body ? { method: "POST", headers, body: JSON.stringify(body) } : { headers });
}

async function available(key) {
  return (await (await call(key, "/api/v1/balance")).json()).available;
}

async function uses(key, amount) {
  assert.equal((await call(key, "/api/v1/usage", { feature: "plan.render", amount })).status, 201);
}

/** How many mails about little that is left came to this address. */
async function inbox(visit, address) {
  const page = await visit.another({ script: false });
  await page.goto(`/demo/mail?to=${encodeURIComponent(address)}`);
  const count = await page.locator("article").filter({ hasText: LOW }).count();
  await page.context().close();
  return count;
}
