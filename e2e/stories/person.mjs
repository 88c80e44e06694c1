// A person alone: passwords, address, second factor, sessions, language, two accounts.

import assert from "node:assert/strict";
import { axe, demo, fits, mail, signIn, story, variants } from "../support.mjs";
import { code, crossed, follow, form, mailedLink, newcomer, PASSWORD, path, refused, said, submit, unique } from "../steps.mjs";

async function signOut(page) {
  await page.locator("details.menu summary").last().click();
  await page.locator('form[action="/sign-out"] button').click();
  await page.waitForURL("**/sign-in");
}

story("a forgotten password", crossed(), async (visit) => {
  const { page } = visit;
  const who = await newcomer(visit);
  await page.goto("/sign-in");
  await refused(form(page), { email: who.email, password: "pas-le-bon-mot-de-passe" }, ["password"]);
  await axe(page);
  await follow(page, "/forgotten-password");
  await refused(form(page), { email: "pas une adresse" }, ["email"]);
  await submit(form(page), { email: who.email });
  assert.equal(path(page), "/forgotten-password/sent");
  await axe(page);

  const link = await mailedLink(who.email, "/reset/");
  await page.goto(link);
  await axe(page);
  await refused(form(page), { password: "trop court" }, ["password"]);
  await refused(form(page), { password: "azertyuiop12345" }, ["password"]);
  await submit(form(page), { password: `${PASSWORD}-bis` });
  assert.equal(path(page), "/sign-in");
  assert.equal((await page.goto(link)).status(), 410);
  await axe(page);
  await signIn(page, { email: who.email, password: `${PASSWORD}-bis` });
  assert.equal(path(page), `/accounts/${who.account}`);
});

story("nobody learns which address has a login", variants(), async ({ page }) => {
  const answers = [];
  for (const email of [demo.people[0].email, `nobody-${unique()}@nowhere.example`]) {
    await page.goto("/forgotten-password");
    await submit(form(page), { email });
    answers.push([path(page), await page.locator("main").innerText()]);
  }
  assert.deepEqual(answers[0], answers[1]);
});

story("password, address, second factor and sessions", crossed(), async (visit) => {
  const { page } = visit;
  const who = await newcomer(visit);
  await signIn(page, who);

  await page.goto("/me/security/password");
  await axe(page);
  await refused(form(page), { current: "pas-le-bon-mot-de-passe", new: `${PASSWORD}-bis` }, ["current"]);
  await refused(form(page), { current: who.password, new: who.email }, ["new"]);
  await submit(form(page), { current: who.password, new: `${PASSWORD}-bis` });
  who.password = `${PASSWORD}-bis`;
  assert.equal(path(page), "/me/security");
  assert.ok(await said(page));
  await mail(who.email, /mot de passe a (été )?changé|password was changed/i);

  const old = who.email;
  who.email = `moved-${unique()}@colleagues.example`;
  await page.goto("/me/email");
  await refused(form(page), { email: "x", current: "" }, ["email", "current"]);
  await submit(form(page), { email: who.email, current: who.password });
  await axe(page);
  const link = await mailedLink(who.email, "/confirm-email/");
  await page.goto(link);
  await axe(page);
  await submit(form(page));
  assert.ok((await page.locator("main").innerText()).includes(who.email));
  await mail(old, who.email);
  assert.equal((await page.goto(link)).status(), 410);

  await page.goto("/me/security/second-factor");
  await submit(form(page), { current: who.password });
  const [secret] = (await page.locator("main").innerText()).match(/\b([A-Z2-7]{4} ){7}[A-Z2-7]{4}\b/);
  await axe(page);
  await fits(page);
  const first = form(page, "/confirm");
  await refused(first, { code: "000000" }, ["code"]);
  await submit(first, { code: await code(secret, -1) });
  const codes = (await page.locator("main").innerText()).match(/\b[0-9a-z]{5}-[0-9a-z]{5}\b/g);
  assert.equal(codes.length, 10);
  await axe(page);

  await signOut(page);
  await signIn(page, who);
  assert.equal(path(page), "/sign-in/second-factor");
  await axe(page);
  await refused(form(page), { code: await code(secret, -40) }, ["code"]);
  await submit(form(page), { code: await code(secret) });
  assert.equal(path(page), `/accounts/${who.account}`);
  await signOut(page);
  await signIn(page, who);
  await submit(form(page), { code: codes[0] });
  assert.equal(path(page), `/accounts/${who.account}`);
  await mail(who.email, /code de secours a été utilisé|recovery code was used/);
  await signOut(page);
  await signIn(page, who);
  await refused(form(page), { code: codes[0] }, ["code"]);
  await submit(form(page), { code: codes[1] });

  const elsewhere = await visit.another();
  await signIn(elsewhere, who);
  await submit(form(elsewhere), { code: codes[2] });
  await page.goto("/me/security");
  await axe(page);
  await fits(page);
  await form(page, "/end").first().locator("button").click();
  await page.locator(".flash").waitFor();
  await elsewhere.goto("/me/profile");
  assert.equal(path(elsewhere), "/sign-in");
  await signIn(elsewhere, who);
  await submit(form(elsewhere), { code: codes[3] });
  await page.goto("/me/security");
  await submit(form(page, "/end-others"));
  await elsewhere.goto("/me/profile");
  assert.equal(path(elsewhere), "/sign-in");

  await page.goto("/me/security/recovery-codes");
  await submit(form(page), { current: who.password });
  const renewed = (await page.locator("main").innerText()).match(/\b[0-9a-z]{5}-[0-9a-z]{5}\b/g);
  assert.equal(renewed.filter((code) => codes.includes(code)).length, 0);
  await page.goto("/me/security/second-factor/remove");
  await axe(page);
  await refused(form(page), { current: "pas-le-bon-mot-de-passe" }, ["current"]);
  await submit(form(page), { current: who.password });
  await signOut(page);
  await signIn(page, who);
  assert.equal(path(page), `/accounts/${who.account}`);
});

story("profile and language", variants({ script: [true, false] }), async (visit) => {
  const { page } = visit;
  const who = await newcomer(visit);
  await page.goto("/sign-in");
  await page.locator('footer a[hreflang="en"]').click();
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  await page.locator('footer a[hreflang="fr"]').click();
  await signIn(page, who);
  await page.goto("/me/profile");
  const profile = form(page);
  await refused(profile, { first_name: " ", surname: "x".repeat(200) }, ["first_name", "surname"]);
  await axe(page);
  await refused(profile, { first_name: "<script>alert(1)</script>", surname: "O’Neil" }, ["first_name"]);
  await submit(profile, { first_name: "Zoé", surname: "O’Neil", locale: "en", time_zone: "America/Martinique" });
  assert.equal(await page.locator("html").getAttribute("lang"), "en");
  assert.ok((await page.locator("header.top").innerText()).includes("Zoé O’Neil"));
  await page.locator('footer a[hreflang="fr"]').click();
  assert.equal(path(page), "/me/profile");
  assert.equal(await page.locator("html").getAttribute("lang"), "fr");
  // The choice is the person's, on every browser.
  const elsewhere = await visit.another({ language: "en" });
  await signIn(elsewhere, who);
  assert.equal(await elsewhere.locator("html").getAttribute("lang"), "fr");
});

story("a person in two accounts goes from one to the other", variants({ width: 390, script: [true, false] }), async ({ page }) => {
  const active = new Set(demo.accounts.filter(({ state }) => state === "active").map(({ account }) => account));
  const person = demo.people.find(({ members }) => members.filter(({ account }) => active.has(account)).length > 1);
  const [one, other] = person.members.map(({ account }) => account);
  await signIn(page, person);
  await page.goto(`/accounts/${one}`);
  await page.locator("details.switcher summary").click();
  await axe(page);
  await fits(page);
  await page.locator(`details.switcher a[href="/accounts/${other}"]`).click();
  assert.equal(path(page), `/accounts/${other}`);
  assert.ok((await page.locator("details.switcher summary").innerText()).includes(other));
  await page.goBack();
  assert.equal(path(page), `/accounts/${one}`);
});
