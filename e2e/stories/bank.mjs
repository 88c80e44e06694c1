// Staff drops a statement of the bank: matches, the credit after one click, the same file again, a broken file.

import assert from "node:assert/strict";
import { axe, fits, signIn, someone, story } from "../support.mjs";
import { crossed, desk, follow, form, path, said, submit, unique } from "../steps.mjs";

story("a statement of the bank pays an order", crossed(), async (visit) => {
  const { page } = visit;
  const { person, account } = someone({ role: "admin", state: "active" });
  await signIn(page, person);
  await page.goto(`/accounts/${account.account}/orders/summary?choice=free&credits=300`);
  await submit(form(page));
  const order = path(page).split("/").at(-1);
  const [iban, reference] = await Promise.all(
    ["#iban", "#reference"].map(async (id) => (await page.locator(id).innerText()).replace(/\s/g, "")),
  );
  const mark = unique();
  const paid = entry({ amount: "43.20", mark, structured: reference });
  const file = statement(iban, paid + entry({ amount: "0.07", mark: `${mark}b`, text: `Inconnu ${mark}` }));

  const staff = await desk(visit, "billing");
  await staff.goto("/staff/bank/imports");
  await axe(staff);
  await fits(staff);
  await drop(staff, file);
  assert.match(path(staff), /^\/staff\/bank\/imports\/.+/);
  assert.ok(await said(staff));
  await axe(staff);
  await fits(staff);
  const imported = path(staff);

  const row = await shown(staff, order);
  await axe(staff);
  await fits(staff);
  const tick = row.locator("input[type=checkbox]");
  assert.ok(await tick.isChecked(), "what is sure is ticked already");
  const sender = form(staff, "/staff/bank");
  for (const box of await sender.locator("input[type=checkbox]").all()) await box.setChecked(false);
  await tick.check();
  await submit(sender);
  assert.ok(await said(staff));
  assert.equal(await staff.locator("tr", { hasText: order }).count(), 0, "it is decided");
  await page.goto(`/accounts/${account.account}/orders/${order}`);
  assert.ok(!(await page.locator("main").innerText()).includes("FR76"), "nothing is due any more");

  await isIgnored(staff, mark);
  await staff.goto("/staff/bank/imports");
  await drop(staff, file);
  assert.equal(path(staff), imported, "the same file changes nothing");
  await isRefused(staff, file);
});

/** The row of an order, once the lines are compared with what is owed. */
async function shown(staff, order) {
  for (let tries = 0; tries < 50; tries += 1) {
    await staff.goto("/staff/bank");
    const row = staff.locator("tr", { hasText: order });
    if (await row.locator("input[type=checkbox]").count()) return row;
    await staff.waitForTimeout(200);
  }
  throw new Error(`no line for ${order}`);
}

/** What nobody can tell is looked at, and left out. */
async function isIgnored(staff, mark) {
  await staff.goto("/staff/bank");
  await staff.locator("tr", { hasText: mark }).locator("td a").first().click();
  await staff.waitForLoadState("load");
  await axe(staff);
  await fits(staff);
  const ignoring = staff.locator("main form", { has: staff.locator("[name=note]") });
  await submit(ignoring, { note: "essai" });
  assert.ok((await staff.locator("main").innerText()).includes("essai"));
}

/** A broken file is refused as a whole, and it is said where. */
async function isRefused(staff, file) {
  await staff.goto("/staff/bank/imports");
  await choose(staff, file.replace("43.20", "43.2x"));
  const answered = staff.waitForResponse((answer) => answer.request().method() === "POST");
  await form(staff, "/imports").locator("button").first().click();
  assert.equal((await answered).status(), 422);
  await staff.waitForLoadState("load");
  const words = await staff.locator("main").innerText();
  assert.match(words, /(Ligne|Line) \d+, (colonne|column) \d+/);
  assert.ok(words.includes("43.2x"));
  await axe(staff);
  await fits(staff);
  await follow(staff, "/staff/bank");
}

async function choose(staff, file) {
  const buffer = Buffer.from(file);
  await staff.locator("[name=file]").setInputFiles({ name: "releve.xml", mimeType: "application/xml", buffer });
}

async function drop(staff, file) {
  await choose(staff, file);
  await submit(form(staff, "/imports"));
}

function entry({ amount, mark, text = "", structured = "" }) {
  const strd = structured && `<Strd><CdtrRefInf><Ref>${structured}</Ref></CdtrRefInf></Strd>`;
  return `<Ntry><Amt Ccy="EUR">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>2026-11-02</Dt></BookgDt><AcctSvcrRef>${mark}</AcctSvcrRef>
<NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd>${strd}</RmtInf></TxDtls></NtryDtls></Ntry>
`;
}

function statement(iban, entries) {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>S</Id>
<Acct><Id><IBAN>${iban}</IBAN></Id></Acct>
${entries}</Stmt></BkToCstmrStmt></Document>
`;
}
