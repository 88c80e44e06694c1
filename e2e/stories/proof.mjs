// An admin takes a signed statement: the client verifies it without the server, an altered byte is found; on paper and lot by lot.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { axe, demo, fits, signIn, someone, story } from "../support.mjs";
import { crossed, follow, path } from "../steps.mjs";

/** Built beside the server, unless GUICHET_CLIENT says where it is. */
const CLIENT =
  process.env.GUICHET_CLIENT ?? fileURLToPath(new URL("../../target/debug/guichet-client", import.meta.url));

story("a signed statement", crossed(), async ({ page }) => {
  const { person, account } = someone({ role: "admin", state: "active" });
  const number = account.account;
  await signIn(page, person);
  await page.goto(`/accounts/${number}/history`);
  await follow(page, "/statement");
  await axe(page);
  await fits(page);
  const key = await page.locator("#key").innerText();
  const published = await page.request.get(`${demo.url}/.well-known/guichet-statement-key`);
  assert.equal((await published.json()).key, key, "everybody finds the same key");

  const waits = page.waitForEvent("download");
  await page.locator("a[href$='/statement.json']").click();
  const file = join(mkdtempSync(join(tmpdir(), "guichet-")), "statement.json");
  await (await waits).saveAs(file);
  assert.equal(verified(file, key), 0);
  const bytes = readFileSync(file);
  bytes[bytes.length >> 1] ^= 1;
  writeFileSync(file, bytes);
  assert.notEqual(verified(file, key), 0, "an altered byte");

  await page.goto(`/accounts/${number}/history/statement/paper?from=2099-01-01`);
  assert.equal(path(page), `/accounts/${number}/history/statement/paper`);
  await axe(page);
  await fits(page);

  await page.goto(`/accounts/${number}/history?kind=grant`);
  await page.locator("main tbody th a").first().click();
  await page.waitForLoadState("load");
  await page.locator("a[href$='/lot']").click();
  await page.waitForLoadState("load");
  await axe(page);
  await fits(page);
});

/** How the client ends that verifies `file` by `key`; it asks nobody. */
function verified(file, key) {
  const ended = spawnSync(CLIENT, ["verify", file, "--key", key], { encoding: "utf8" });
  assert.ok(!ended.error, `${ended.error}: build guichet-client first`);
  return ended.status;
}
