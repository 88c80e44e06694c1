// The publisher's staff: finding a customer, deciding, setting what the publisher sets, and who may do which.

import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { agent, axe, demo, fits, mail, signIn, someone, story, variants } from "../support.mjs";
import {
  company, crossed, desk, follow, form, mailedLink, PASSWORD, path, refused, said, signUp, submit, unique,
} from "../steps.mjs";

story("an account is found by its number, name, mail and SIREN", crossed(), async (visit) => {
  const { account, name } = demo.accounts.find(({ state }) => state === "active");
  const { person } = someone({ role: "admin" });
  const page = await desk(visit, "support");
  const search = async (words) => {
    await page.goto("/staff");
    if (visit.variant.script) await page.keyboard.press("/");
    const box = page.locator("header input[type=search]");
    if (visit.variant.script) assert.ok(await box.evaluate((it) => it === document.activeElement), "“/” goes to the search");
    await box.fill(words);
    await box.press("Enter");
    await page.waitForURL("**/staff/accounts**");
  };
  await search(account.toLowerCase());
  assert.equal(path(page), `/staff/accounts/${account}`);
  const siren = /\b\d{3}\s?\d{3}\s?\d{3}\b/u.exec(await page.locator("main").innerText())[0];
  for (const words of [name, name.split(" ").at(-1).toUpperCase(), person.email, siren, siren.replace(/\s/gu, "")]) {
    await search(words);
    const found = page.locator(`main a[href="/staff/accounts/${account}"]`);
    assert.ok((await found.count()) > 0, `“${words}” finds ${account}`);
  }
  await axe(page);
  await follow(page, `/staff/accounts/${account}`);
  assert.ok((await page.locator("h1").innerText()).includes(name));
  await search("personne-de-ce-nom");
  assert.equal(await page.locator("main .empty").count(), 1);
  await axe(page);
});

story("an application is refused, corrected, and sent again", crossed(), async (visit) => {
  const { page } = visit;
  const person = { first_name: "Ludovic", surname: "Ferrand", email: `l@ferrand-${unique()}.example`, password: PASSWORD };
  await signUp(page, company("Ferrand Toitures"), person);
  const account = /C-\d+/.exec(page.url())[0];
  const staff = await desk(visit, "customer_service");
  await staff.goto(`/staff/accounts/${account}/refuse`);
  await axe(staff);
  await refused(form(staff), { reason: "" }, ["reason"]);
  await refused(form(staff), { reason: "x".repeat(501) }, ["reason"]);
  const reason = "Il manque <votre> numéro de TVA.";
  await submit(form(staff), { reason });
  await mail(person.email, reason);
  await page.reload();
  assert.ok((await page.locator("main").innerText()).includes(reason));
  await axe(page);
  await follow(page, "/application");
  await submit(form(page), { phone: "04 72 00 00 13" });
  assert.equal(path(page), `/accounts/${account}/status`);
  await staff.goto(`/staff/accounts/${account}/accept`);
  const late = await visit.another();
  await signIn(late, agent("owner"));
  await late.goto(`/staff/accounts/${account}/accept`);
  await submit(form(staff));
  await submit(form(late));
  assert.equal(path(late), `/staff/accounts/${account}`, "whoever decides too late is led to the account");
  await page.goto(`/accounts/${account}`);
  assert.equal(path(page), `/accounts/${account}`);
});

story("a suspended account reads and does not spend", variants(), async (visit) => {
  const { account, api_key: key } = demo.accounts.findLast(({ state }) => state === "active");
  const admin = demo.people.find(({ members }) => members.some((own) => own.account === account && own.roles.includes("admin")));
  const staff = await desk(visit, "customer_service");
  const use = async () => {
    const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": randomUUID() };
    const body = JSON.stringify({ feature: "plan.check" });
    return (await fetch(new URL("/api/v1/usage", demo.url), { method: "POST", headers, body })).status;
  };
  assert.equal(await use(), 201);
  await staff.goto(`/staff/accounts/${account}`);
  await follow(staff, "/suspend");
  await submit(form(staff), { reason: "Essai de suspension" });
  try {
    await mail(admin.email, "Essai de suspension");
    const { page } = visit;
    await signIn(page, admin);
    await page.goto(`/accounts/${account}/credits`);
    assert.equal(await page.locator(".notice-strip").count(), 1);
    await axe(page);
    assert.equal((await page.request.get(`/accounts/${account}/history.csv`)).status(), 200);
    assert.equal(await use(), 403);
    await page.goto(`/accounts/${account}/log`);
    assert.ok((await page.locator("main").innerText()).includes("Essai de suspension"), "the account's admins see what staff did");
    await axe(page);
  } finally {
    await staff.goto(`/staff/accounts/${account}/reactivate`);
    await submit(form(staff));
  }
  assert.equal(await use(), 201);
  await staff.goto(`/staff/audit?account=${account}`);
  assert.ok((await staff.locator("main").innerText()).includes("Essai de suspension"));
  await axe(staff);
  await fits(staff);
});

story("an operation is put right by a new one", variants({ script: [true, false] }), async (visit) => {
  const { account } = demo.accounts.filter(({ state }) => state === "active").at(-2);
  const staff = await desk(visit, "billing");
  const reason = `Crédits de bienvenue ${unique()}`;
  await staff.goto(`/staff/accounts/${account}/grant`);
  await submit(form(staff), { amount: "7", reason });
  await staff.goto(`/staff/accounts/${account}/operations?kind=grant`);
  await staff.locator("main tbody tr a").first().click();
  await staff.waitForURL(/operations\/credit-\d+$/);
  assert.ok((await staff.locator("main").innerText()).includes(reason));
  const granted = staff.url();
  await axe(staff);
  await follow(staff, "/correct");
  await axe(staff);
  await refused(form(staff), { amount: "", reason: "" }, ["amount", "reason"]);
  await submit(form(staff), { direction: "out", amount: "7", reason: "Repris : saisi deux fois" });
  await staff.goto(granted);
  assert.ok((await staff.locator("main").innerText()).includes("Repris : saisi deux fois"), "an operation names its corrections");
});

story("the tariff says what a use costs", variants({ script: [true, false] }), async (visit) => {
  const feature = `essai.${unique()}`;
  const { account, api_key: key } = demo.accounts.find(({ state }) => state === "active");
  const staff = await desk(visit, "catalogue");
  await staff.goto("/staff/tariff");
  await follow(staff, "/staff/tariff/new");
  await axe(staff);
  await refused(form(staff), { feature: "Pas Un Nom", price: "-1", label_fr: "", label_en: "x".repeat(101), valid_from: "demain" }, [
    "feature", "price", "label_fr", "label_en", "valid_from",
  ]);
  await submit(form(staff), { feature, price: "0", label_fr: "Essai gratuit", label_en: "Free trial", valid_from: "" });
  assert.ok(await said(staff));
  const { page } = visit;
  await signIn(page, someone({ role: "admin" }).person);
  await page.goto(`/accounts/${account}/prices`);
  assert.ok((await page.locator("main").innerText()).includes("Essai gratuit"));
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json", "idempotency-key": randomUUID() };
  const answer = await fetch(new URL("/api/v1/usage", demo.url), { method: "POST", headers, body: JSON.stringify({ feature }) });
  assert.equal((await answer.json()).operation.amount, 0);
  await page.goto(`/accounts/${account}/history?q=${feature}`);
  assert.equal(await page.locator("#history tbody tr").count(), 1, "a free use is in the history");
  await staff.goto("/staff/tariff");
  await staff.locator("main tr").filter({ hasText: feature }).locator("a").last().click();
  await staff.waitForURL("**/end");
  await axe(staff);
  await submit(form(staff));
});

story("brand, sign-up and mail texts are set on the screen", variants(), async (visit) => {
  const { page } = visit;
  const owner = await desk(visit, "owner");
  const sheet = async () => {
    await page.goto("/sign-in");
    return page.locator('link[rel=stylesheet][href*="brand.css"]').getAttribute("href");
  };
  const before = await sheet();
  await owner.goto("/staff/settings/brand");
  const brand = form(owner, "/brand");
  const [accent, footer] = [await brand.locator("[name=accent]").inputValue(), await brand.locator("[name=footer]").inputValue()];
  await submit(brand, { accent: "#ffe000", footer: `${footer}\nGuide | https://guide.cotelier.example` });
  try {
    assert.notEqual(await sheet(), before);
    assert.equal(await page.locator('footer a[href^="https://guide.cotelier.example"]').count(), 1);
    // A colour that nobody could read on is corrected.
    await axe(page);
    await axe(owner);
  } finally {
    await owner.goto("/staff/settings/brand");
    await submit(brand, { accent, footer });
  }

  await owner.goto("/staff/settings/sign-up");
  const signUps = form(owner);
  await submit(signUps, { state: "closed" });
  try {
    await page.goto("/sign-up");
    assert.equal(await form(page).count(), 0);
    await axe(page);
  } finally {
    await submit(signUps, { state: "open" });
  }

  await owner.goto("/staff/settings/mails");
  await axe(owner);
  await owner.goto("/staff/settings/mails/people-reset/fr");
  await axe(owner);
  const text = form(owner, "/people-reset/fr");
  await refused(text, { text: "Un sujet\n\nBonjour {nom_inconnu}" }, ["text"]);
  const mark = unique();
  await submit(text, { text: `Votre lien ${mark}\n\nBonjour {name},\n\n[Choisir]({link})` });
  try {
    const who = someone({ role: "contract_manager" }).person;
    await page.goto("/forgotten-password");
    await submit(form(page), { email: who.email });
    assert.match((await mail(who.email, mark)).text, new RegExp(`Votre lien ${mark}`));
  } finally {
    await owner.goto("/staff/settings/mails/people-reset/fr/reset");
    await submit(form(owner));
  }
});

story("a colleague of the staff is invited and comes by the mailed link", variants(), async (visit) => {
  const owner = await desk(visit, "owner");
  await owner.goto("/staff/team/new");
  await refused(form(owner), { email: "x", first_name: "", surname: "", permissions: [] }, [
    "email", "first_name", "surname", "permissions",
  ]);
  const email = `renaud-${unique()}@cotelier.example`;
  await submit(form(owner), { email, first_name: "Renaud", surname: "Palisson", permissions: ["support"] });
  const { page } = visit;
  await page.goto(await mailedLink(email, "/reset/"));
  await submit(form(page), { password: PASSWORD });
  await signIn(page, { email, password: PASSWORD });
  await page.goto("/staff");
  assert.equal(path(page), "/staff");
});

story("staff opens what its permission opens, and customers nothing", variants(), async (visit) => {
  const { account } = demo.accounts.find(({ state }) => state === "active");
  const closed = {
    support: [`/staff/accounts/${account}/grant`, `/staff/accounts/${account}/suspend`, "/staff/tariff/new", "/staff/team", "/staff/settings/brand"],
    customer_service: [`/staff/accounts/${account}/payment`, "/staff/tariff/new", "/staff/team"],
    billing: [`/staff/accounts/${account}/suspend`, "/staff/tariff/new", "/staff/team"],
    catalogue: ["/staff/accounts", `/staff/accounts/${account}`, "/staff/people", "/staff/audit", "/staff/team"],
  };
  for (const [permission, paths] of Object.entries(closed)) {
    const page = await desk(visit, permission);
    for (const path of paths) assert.equal((await page.goto(path)).status(), 404, `${permission} at ${path}`);
    await page.goto(`/staff/accounts/${account}`);
    for (const path of paths) assert.equal(await page.locator(`a[href="${path}"]`).count(), 0, `${permission} is shown ${path}`);
    await page.context().close();
  }
  const { page } = visit;
  await signIn(page, someone({ role: "admin" }).person);
  for (const path of ["/staff", "/staff/accounts", `/staff/accounts/${account}`]) {
    assert.equal((await page.goto(path)).status(), 404, path);
  }
});
