// An owner registers an address of his or her own program, which hears what happens and verifies it with nothing of ours.

import assert from "node:assert/strict";
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { axe, demo, fits, story, variants } from "../support.mjs";
import { crossed, desk, fill, follow, form, path, refused, send, submit, unique } from "../steps.mjs";

const HOME = "/staff/settings/webhooks";

/** A program that hears of events on loopback, and answers with the statuses of `answers`, then with 204. */
async function receiver(answers = []) {
  const heard = [];
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray();
    heard.push({ headers: request.headers, body: Buffer.concat(chunks) });
    response.writeHead(answers.shift() ?? 204).end();
  });
  await new Promise((listening) => { server.listen(0, "127.0.0.1", listening); });
  const url = `http://127.0.0.1:${server.address().port}/${unique().repeat(12)}`;
  const next = async () => {
    for (let turn = 0; turn < 150 && heard.length === 0; turn += 1) await sleep(200);
    return heard.shift() ?? assert.fail(`nothing came to ${url}`);
  };
  return { url, next, close: () => server.close() };
}

/** Whether `secret` signed the call, as the Standard Webhooks specification says. */
function isGenuine(secret, { headers, body }) {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const content = Buffer.concat([Buffer.from(`${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`), body]);
  const expected = Buffer.from(`v1,${createHmac("sha256", key).update(content).digest("base64")}`);
  const given = headers["webhook-signature"].split(" ").map((one) => Buffer.from(one));
  return given.some((one) => one.length === expected.length && timingSafeEqual(one, expected));
}

/** The secret that the page shows. */
async function secretOn(page) {
  return (await page.locator("#webhook-secret").innerText()).trim();
}

story("a program hears of what it wants, and of nothing after its removal", crossed(), async (visit) => {
  const hooks = await receiver([500]);
  try {
    const page = await desk(visit, "owner");
    await page.goto(`${HOME}/new`);
    await axe(page);
    await refused(form(page), { url: "https://10.0.0.1/", kinds: [] }, ["url", "kinds"]);
    await refused(form(page), { url: "http://exemple.fr/", kinds: ["credits.granted"] }, ["url"]);
    await fill(form(page), { url: hooks.url, description: "Essai <b>", kinds: ["credits.granted"] });
    await send(form(page));
    const secret = await secretOn(page);
    assert.match(secret, /^whsec_[A-Za-z0-9+/]{43}=$/);
    await axe(page);
    await page.locator("main a.primary").click();
    await page.waitForURL(`**${HOME}/endpoints/*`);
    const own = path(page);
    await axe(page);
    await fits(page);
    await visit.shot(page, "address");

    // The first answer is a failure; seconds later the same bytes come again.
    const { account } = demo.accounts.find(({ state }) => state === "active");
    await page.goto(`/staff/accounts/${account}/grant`);
    await submit(form(page), { amount: "7", reason: "Essai de webhook" });
    const [first, second] = [await hooks.next(), await hooks.next()];
    assert.ok(isGenuine(secret, first) && isGenuine(secret, second));
    assert.deepEqual(second.body, first.body);
    assert.equal(second.headers["webhook-id"], first.headers["webhook-id"]);
    const event = JSON.parse(first.body);
    assert.deepEqual([event.type, event.data.account, event.data.operation.amount], ["credits.granted", account, 7]);

    await page.goto(own);
    await submit(form(page, "/test"));
    assert.equal(JSON.parse((await hooks.next()).body).type, "webhook.test");
    await page.goto(`${HOME}/log?endpoint=${own.split("/").at(-1)}`);
    await axe(page);
    await fits(page);
    await visit.shot(page, "log");
    await follow(page, await page.locator("main tbody th a").last().getAttribute("href"));
    await axe(page);
    await fits(page);
    assert.equal(await page.locator("main tbody tr").count(), 2, "two attempts");
    await visit.shot(page, "delivery");
    await submit(form(page, "/replay"));
    assert.deepEqual((await hooks.next()).body, first.body, "sent again by hand, it is the same");

    await page.goto(`${own}/rotate`);
    await send(form(page));
    const newer = await secretOn(page);
    await page.goto(own);
    await submit(form(page, "/test"));
    const both = await hooks.next();
    assert.ok(newer !== secret && isGenuine(secret, both) && isGenuine(newer, both));

    await page.goto(HOME);
    await axe(page);
    await fits(page);
    await visit.shot(page, "addresses");
    await page.goto(`${own}/remove`);
    await axe(page);
    await submit(form(page));
    assert.equal(path(page), HOME);
    assert.equal(await page.locator(`main a[href="${own}"]`).count(), 0);
  } finally {
    hooks.close();
  }
});

story("the screens of webhooks fit a phone", variants({ width: 390 }), async (visit) => {
  const page = await desk(visit, "owner");
  for (const screen of ["", "/new", "/log"]) {
    await page.goto(HOME + screen);
    await fits(page);
    await axe(page);
  }
});
