// A person's own data: what is kept, a copy, being forgotten; the staff's list; an admin closes the account.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { axe, fits, mail, signIn, story } from "../support.mjs";
import {
  PASSWORD,
  company,
  crossed,
  desk,
  follow,
  form,
  mailedLink,
  newcomer,
  path,
  refused,
  said,
  signUp,
  submit,
  unique,
} from "../steps.mjs";

story("a person's data", crossed(), async (visit) => {
  const { page } = visit;
  const who = await newcomer(visit);
  await page.goto("/privacy");
  await axe(page);
  await fits(page);
  await signIn(page, who);
  await page.goto("/me/data");
  await axe(page);
  await fits(page);
  await submit(form(page, "/me/data/exports"));
  assert.ok(await said(page));
  await mail(who.email, "/me/data");
  await page.reload();
  await page.locator('a[href^="/me/data/exports/"]').click();
  await axe(page);
  await refused(form(page), { current: "pas-le-bon-mot-de-passe" }, ["current"]);
  await form(page).locator('[name="current"]').fill(who.password);
  const downloading = page.waitForEvent("download");
  await form(page).locator("button:not([type=button])").click();
  const copy = await downloading;
  assert.match(copy.suggestedFilename(), /\.zip$/);
  // The whole of it arrives: `path` waits for that, and an archive ends with its directory.
  const bytes = await readFile(await copy.path());
  assert.ok(bytes.subarray(-22).readUInt32LE() === 0x06054b50, "an archive that ends as archives do");

  await page.goto("/me/data/erasure");
  await axe(page);
  await fits(page);
  await submit(form(page), { current: who.password });
  assert.equal(path(page), "/me/data");
  const link = await mailedLink(who.email, "/erasure/");
  await page.goto(link);
  await axe(page);
  await submit(form(page));
  assert.equal(path(page), "/me/data");
  await axe(page);
  await submit(form(page, "/withdraw"));
  assert.ok(await said(page));
});

story("an admin closes the account", crossed(), async (visit) => {
  const { page } = visit;
  const who = { email: `fermeture-${unique()}@colleagues.example`, password: PASSWORD };
  await signUp(page, company(`Fermeture ${unique()}`), { ...who, first_name: "Ysoline", surname: "Gavrois" });
  const account = path(page).split("/")[2];
  const staff = await desk(visit, "customer_service");
  await staff.goto(`/staff/accounts/${account}/accept`);
  await submit(form(staff));
  await page.goto("/me/data/erasure");
  await axe(page);
  assert.equal(await form(page).count(), 0, "the last admin names another first, or closes the account");
  await follow(page, "/close");
  await axe(page);
  await fits(page);
  await submit(form(page), { current: who.password });
  assert.equal(path(page), `/accounts/${account}/status`);
  await axe(page);

  await staff.goto(`/staff/accounts/${account}`);
  await follow(staff, "/restore");
  await axe(staff);
  await submit(form(staff));
  await staff.goto("/staff/privacy");
  await axe(staff);
  await fits(staff);
});
