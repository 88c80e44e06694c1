// A new version of the terms of use asks everybody again. Last of all: whoever was in the demo has to accept it from then on.

import assert from "node:assert/strict";
import { axe, fits, signIn, someone, story, variants } from "../support.mjs";
import { desk, form, path, refused, said, submit, unique } from "../steps.mjs";

story("a new version of the terms asks again", variants({ script: [true, false] }), async (visit) => {
  const mark = `Version ${unique()}`;
  const staff = await desk(visit, "owner");
  await staff.goto("/staff/settings/terms/new");
  await axe(staff);
  await refused(form(staff), { fr: "" }, ["fr"]);
  await submit(form(staff), { fr: `# ${mark}\n\nUn texte **neuf**.`, en: "", start: "now" });

  const { page } = visit;
  const { person, account } = someone({ role: "user" });
  const own = `/accounts/${account.account}`;
  await page.goto("/terms");
  assert.ok((await page.locator("main").innerText()).includes(mark));
  await axe(page);
  await signIn(page, person);
  await page.goto(`${own}/credits`);
  assert.equal(path(page), `${own}/terms`, "nothing else opens before");
  assert.ok((await page.locator("main").innerText()).includes(mark));
  await axe(page);
  await fits(page);
  await refused(form(page), { terms: false }, ["terms"]);
  await submit(form(page), { terms: true });
  assert.ok(await said(page));
  await page.goto(`${own}/credits`);
  assert.equal(path(page), `${own}/credits`);

  await staff.goto(`/staff${own}`);
  await staff.goto("/staff/settings/terms");
  await axe(staff);
});
