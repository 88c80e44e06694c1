// What goes wrong: forms filled in badly, sent twice, or by who may not; links and accounts that are closed.

import assert from "node:assert/strict";
import { axe, demo, fits, signIn, someone, story, variants } from "../support.mjs";
import {
  company, crossed, desk, fill, follow, form, mailedLink, PASSWORD, path, refused, said, send, signUp, submit, unique,
} from "../steps.mjs";

const LONG = "x".repeat(3_000);
const HOSTILE = `"><script>document.title = "taken"</script>{{ 7*7 }}' OR 1=1 --`;
const EMPTY = {
  company: "", siren: "", line1: "", postal_code: "", town: "", first_name: "", surname: "", email: "", password: "",
};

story("the sign-up tells what is wrong at each field, and keeps what was typed", crossed({ width: 390 }), async (visit) => {
  const { page } = visit;
  await page.goto("/sign-up");
  const all = Object.keys(EMPTY);
  await refused(form(page), EMPTY, [...all, "terms"]);
  await axe(page);
  await fits(page);
  const hostile = { company: HOSTILE, siren: HOSTILE, line1: HOSTILE, postal_code: HOSTILE, town: HOSTILE };
  const person = { first_name: HOSTILE, surname: HOSTILE, email: HOSTILE, password: "123" };
  await page.goto("/sign-up");
  await unmarked(form(page), { ...hostile, ...person, vat_number: HOSTILE, ape: HOSTILE, phone: HOSTILE }, [
    "siren", "postal_code", "first_name", "surname", "email", "password", "vat_number", "ape", "phone",
  ]);
  assert.notEqual(await page.title(), "taken");
  const long = Object.fromEntries(Object.keys({ ...hostile, ...person }).map((name) => [name, LONG]));
  await unmarked(form(page), long, all);
  // One thing wrong, all the rest right: what is right stays, and the second try is taken.
  await page.goto("/sign-up");
  const who = { first_name: "Éléonore", surname: "D’Aubigné-Müller", email: `e@sarl-${unique()}.example`, password: PASSWORD };
  await refused(form(page), { ...company("Scierie d’Œuf & Fils"), ...who, siren: "123456789", terms: true }, ["siren"]);
  await submit(form(page), { siren: company("").siren, password: PASSWORD });
  assert.equal(path(page), "/sign-up/sent");
});

/** As `refused`, when more may be wrong than the fields named. */
async function unmarked(form, values, wrong) {
  const page = form.page();
  await refused(form, values, await anyOf(form, wrong, values));
  return page;
}

/** What the server will mark, asked without the browser: the fields named must be among it. */
async function anyOf(form, wrong, values) {
  const page = form.page();
  const fields = await form.evaluate((it) => Object.fromEntries(new FormData(it)));
  const answer = await page.request.post(page.url(), { form: { ...fields, ...values } });
  assert.equal(answer.status(), 422, `${page.url()} takes ${JSON.stringify(values).slice(0, 100)}`);
  const marked = [...(await answer.text()).matchAll(/id="f-(\w+)-error"/g)].map(([, name]) => name);
  for (const name of wrong) assert.ok(marked.includes(name), `${name} is told wrong on ${page.url()}: ${marked}`);
  return marked;
}

story("every form of an account refuses what is no answer to it", variants({ script: [true, false] }), async ({ page }) => {
  const { person, account } = someone({ role: "admin" });
  const own = `/accounts/${account.account}`;
  await signIn(page, person);
  for (const [address, action, values, wrong] of [
    ["invitations/new", "/invitations", { emails: "a@b", roles: ["user"] }, ["emails"]],
    ["invitations/new", "/invitations", { emails: HOSTILE }, ["emails"]],
    ["invitations/new", "/invitations", { emails: person.email, roles: ["user"] }, ["emails"]],
    ["invitations/new", "/invitations", { emails: Array.from({ length: 51 }, (_, n) => `p${n}@b.example`).join(" ") }, ["emails"]],
    ["keys/new", "/keys", { name: "", scopes: [] }, ["name", "scopes"]],
    ["keys/new", "/keys", { name: LONG }, ["name"]],
    ["billing", "/billing", { email: "x", reference: LONG }, ["email", "reference"]],
    ["billing", "/billing", { other_address: true, line1: "", postal_code: "", town: "" }, ["line1", "postal_code", "town"]],
    ["settings", "/settings", { email: HOSTILE }, ["email"]],
    ["company/new", "", { company: "", siren: "111111111", line1: "", postal_code: "1", town: "" }, [
      "company", "siren", "line1", "postal_code", "town",
    ]],
  ]) {
    await page.goto(`${own}/${address}`);
    await refused(form(page, action), values, wrong);
    assert.notEqual(await page.title(), "taken");
  }
  await axe(page);
});

story("back after a mistake shows the form", variants({ script: [true, false] }), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "admin" });
  await signIn(page, person);
  await page.goto(`/accounts/${account.account}/invitations/new`);
  await refused(form(page), { emails: "nobody", roles: ["user"] }, ["emails"]);
  await fill(form(page), { emails: `back-${unique()}@colleagues.example`, roles: ["user"] });
  assert.equal((await send(form(page))).status(), 303);
  await page.goBack();
  // With what was answered then, or with what was typed after that: browsers differ.
  assert.notEqual(await form(page).locator("[name=emails]").inputValue(), "");
});

story("a thing sent twice is done once", variants({ script: [true, false] }), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "admin" });
  const own = `/accounts/${account.account}`;
  await signIn(page, person);

  // A double click.
  const twice = `twice-${unique()}@colleagues.example`;
  await page.goto(`${own}/invitations/new`);
  await fill(form(page), { emails: twice, roles: ["user"] });
  await form(page).locator("button:not([type=button])").first().dblclick();
  await page.waitForURL("**/invitations");
  assert.equal(await page.locator("main tr").filter({ hasText: twice }).count(), 1);

  // Back, and sent again: by the same form or, where the browser asks for it anew, by one that is told better.
  await page.goBack();
  await page.waitForURL("**/invitations/new");
  await page.waitForLoadState("load");
  await fill(form(page), { emails: twice, roles: ["user"] });
  assert.ok([303, 422].includes((await send(form(page))).status()));
  await page.goto(`${own}/invitations`);
  assert.equal(await page.locator("main tr").filter({ hasText: twice }).count(), 1);
  // Asked for anew, it is told that it is there.
  await page.goto(`${own}/invitations/new`);
  await refused(form(page), { emails: twice, roles: ["user"] }, ["emails"]);

  // Taken back: its link opens nothing any more, and says so.
  const link = await mailedLink(twice, "/invitation/");
  await page.goto(`${own}/invitations`);
  await page.locator("main tr").filter({ hasText: twice }).locator("a[href$='/withdraw']").click();
  await page.waitForURL("**/withdraw");
  await submit(form(page));
  const stranger = await visit.another();
  assert.equal((await stranger.goto(link)).status(), 410);
  await axe(stranger);

  // Credits, granted by a form that comes twice.
  const staff = await desk(visit, "billing");
  await staff.goto(`/staff/accounts/${account.account}/grant`);
  const reason = `Une fois ${unique()}`;
  await fill(form(staff), { amount: "3", reason });
  const typed = await form(staff).evaluate((it) => Object.fromEntries(new FormData(it)));
  const answers = await Promise.all([1, 2, 3].map(() => staff.request.post(staff.url(), { form: typed, maxRedirects: 0 })));
  assert.deepEqual(answers.map((answer) => answer.status()), [303, 303, 303]);
  await staff.goto(`/staff/accounts/${account.account}/operations?kind=grant`);
  assert.equal(await staff.locator("main tbody tr").filter({ hasText: reason }).count(), 1);
});

story("what is somebody else's is not found", variants(), async ({ page }) => {
  const { person, account } = someone({ role: "admin" });
  const other = demo.accounts.find((one) => one.state === "active" && !person.members.some((own) => own.account === one.account));
  await signIn(page, person);
  for (const where of ["", "/credits", "/history", "/history/use-1", "/history.csv", "/members", "/keys/new", "/billing", "/status", "/terms"]) {
    const answers = [await page.request.get(`/accounts/${other.account}${where}`), await page.request.get(`/accounts/C-999999${where}`)];
    assert.deepEqual(answers.map((answer) => answer.status()), [404, 404], where);
  }
  await page.goto(`/accounts/${account.account}/history/usage-999999`);
  await axe(page);
  for (const where of [`/accounts/${HOSTILE}`, "/accounts/C-1001'--/credits", "/accounts/%00", "/accounts/C-99999999999999999999"]) {
    assert.equal((await page.request.get(encodeURI(where))).status(), 404, where);
  }
  assert.equal((await page.request.get(`/accounts/${account.account}/history?q=${LONG}&from=hier&kind=%27`)).status(), 200);
});

story("who may not yet, or no longer, is told where it stands", variants({ width: 390 }), async (visit) => {
  for (const state of ["pending", "refused"]) {
    const page = await visit.another();
    const { person, account } = someone({ role: "admin", state });
    await signIn(page, person);
    for (const where of ["", "/credits", "/members", "/keys"]) {
      await page.goto(`/accounts/${account.account}${where}`);
      assert.equal(path(page), `/accounts/${account.account}/status`, `${where} of an account ${state}`);
    }
    await axe(page);
    await fits(page);
  }
  const { person, account } = someone({ role: "admin", state: "suspended" });
  const { page } = visit;
  await signIn(page, person);
  await page.goto(`/accounts/${account.account}/history`);
  assert.equal(await page.locator(".notice-strip").count(), 1);
  await follow(page, "/prices");
  await page.goto(`/accounts/${account.account}/keys/new`);
  if ((await form(page).count()) > 0) {
    await fill(form(page), { name: "Suspendue", scopes: ["credits:read"] });
    await form(page).locator("button:not([type=button])").first().click();
    await page.waitForLoadState("load");
    assert.ok(!(await page.content()).includes("gk_"), "a suspended account makes no key");
  }
});

story("a link opens once", crossed(), async (visit) => {
  const { page } = visit;
  const person = { first_name: "Noa", surname: "Kervella", email: `noa@kervella-${unique()}.example`, password: PASSWORD };
  await signUp(page, company("Kervella Voiles"), person);
  const link = await mailedLink(person.email, "/confirm/");
  for (const dead of [link, `${link}x`, link.replace(/\.\w{5}/, ".AAAAA"), `${new URL(link).origin}/invitation/nothing`, `${new URL(link).origin}/reset/nothing`]) {
    assert.equal((await page.goto(dead)).status(), 410, dead);
    assert.equal(await page.locator("main a").count() > 0, true, "a dead link says what to do");
  }
  await axe(page);
  await fits(page);
});

story("signing up with an invited address leads to the invitation", variants(), async (visit) => {
  const { page } = visit;
  const { person: admin, account } = someone({ role: "admin" });
  const email = `awaited-${unique()}@colleagues.example`;
  await signIn(page, admin);
  await page.goto(`/accounts/${account.account}/invitations/new`);
  await submit(form(page), { emails: email, roles: ["user"] });
  assert.ok(await said(page));
  const stranger = await visit.another();
  await stranger.goto("/sign-up");
  const person = { first_name: "Lou", surname: "Attendu", email, password: PASSWORD };
  await submit(form(stranger), { ...company("Un second compte"), ...person, terms: true });
  assert.equal(path(stranger), "/sign-up/sent");
  await stranger.goto(await mailedLink(email, "/invitation/"));
  assert.ok((await stranger.locator("main").innerText()).includes(account.account));
});

story("a secret is tried a few times only", variants(), async ({ page }) => {
  const email = `nobody-${unique()}@nowhere.example`;
  const answers = [];
  for (let tries = 0; tries < 8 && answers.at(-1) !== 429; tries += 1) {
    const answer = await page.request.post("/sign-in", { form: { email, password: `faux ${tries}` } });
    answers.push(answer.status());
  }
  assert.equal(answers.at(-1), 429, `${answers}`);
  assert.ok(answers.length > 4, `the first tries are free: ${answers}`);
});
