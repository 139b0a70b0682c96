// SPDX-License-Identifier: AGPL-3.0-or-later
// masto.js waits for what comes by itself: the WebSocket (token in Sec-WebSocket-Protocol), push, announcements, reports.
import { createECDH, randomBytes } from "node:crypto";
import { createStreamingAPIClient } from "masto";
import WebSocket from "ws";
import { ada, assert, bob, eventually, ids, keep, refused, run, step, tokens } from "./steps.mjs";

const me = await ada.v1.accounts.verifyCredentials(), other = await bob.v1.accounts.verifyCredentials();
const { configuration } = await ada.v2.instance.fetch();
const heard = [];

// A message as it came, before the library turns its names round: that is what the schema describes.
class Socket extends WebSocket {
	constructor(...more) {
		super(...more);
		this.on("message", (data) => {
			const { event, payload } = JSON.parse(data);
			if (payload && ["update", "status.update", "notification", "conversation", "announcement"].includes(event)) keep("STREAM", event, 200, JSON.parse(payload));
		});
	}
}

const streaming = createStreamingAPIClient({ streamingApiUrl: configuration.urls.streaming, accessToken: tokens.ada, implementation: Socket });

async function listen(name, subscription) {
	for await (const { event, payload } of subscription) heard.push({ name, event, payload });
}

const hears = (name, event, fits) => eventually(`${event} on ${name}`, () => heard.find((h) => h.name === name && h.event === event && fits(h.payload)));

step("the streams of a member are opened on one socket", async () => {
	await ada.v1.accounts.$select(other.id).follow();
	listen("user", streaming.user.subscribe());
	listen("tag", streaming.hashtag.subscribe({ tag: "heard" }));
	listen("direct", streaming.direct.subscribe());
	listen("local", streaming.public.local.subscribe());
	for (let i = 0; i < 100 && !heard.length; i++) { // the first that is heard tells that the subscriptions stand
		await bob.v1.statuses.create({ status: `can you hear me? ${i}` });
		await new Promise((done) => setTimeout(done, 50));
	}
	assert.ok(heard.length, "nothing was heard");
});

step("a post of somebody followed, its edit and its end", async () => {
	const post = await bob.v1.statuses.create({ status: "live #heard" });
	for (const name of ["user", "tag", "local"]) await hears(name, "update", (p) => p.id === post.id && p.account.id === other.id);
	await bob.v1.statuses.$select(post.id).update({ status: "live, mended #heard" });
	await hears("user", "status.update", (p) => p.id === post.id && p.content.includes("mended"));
	await bob.v1.statuses.$select(post.id).remove();
	await hears("user", "delete", (p) => p === post.id);
});

step("notifications and conversations", async () => {
	const post = await ada.v1.statuses.create({ status: "praise me" });
	await bob.v1.statuses.$select(post.id).favourite();
	await hears("user", "notification", (p) => p.type === "favourite" && p.status.id === post.id);
	await bob.v1.statuses.create({ status: "@ada psst", visibility: "direct" });
	await hears("direct", "conversation", (p) => p.lastStatus.content.includes("psst"));
	await hears("user", "notification", (p) => p.type === "mention" && p.status.visibility === "direct");
	assert.ok(!heard.some((h) => ["tag", "local"].includes(h.name) && JSON.stringify(h.payload).includes("psst")), "a direct post leaked");
});

step("filters that changed are told", async () => {
	const filter = await ada.v2.filters.create({ title: "quiet", context: ["home"], keywordsAttributes: [{ keyword: "noise" }] });
	await hears("user", "filters_changed", () => true);
	await ada.v2.filters.$select(filter.id).remove();
	streaming.close();
});

step("a stranger's token opens no stream", async () => {
	const socket = new WebSocket(`${configuration.urls.streaming}/api/v1/streaming?stream=user`, "not-a-token");
	const end = await new Promise((done) => { socket.on("unexpected-response", (_, reply) => done(reply.statusCode)); socket.on("error", () => done("error")); socket.on("open", () => done("open")); });
	assert.equal(end, 401);
});

step("a push subscription is kept, changed and given up", async () => {
	const key = createECDH("prime256v1");
	const keys = { p256dh: key.generateKeys("base64url"), auth: randomBytes(16).toString("base64url") };
	const made = await ada.v1.push.subscription.create({ subscription: { endpoint: "https://push.example/box/1", keys }, data: { alerts: { mention: true, favourite: false }, policy: "followed" } });
	assert.deepEqual([made.endpoint, made.alerts.mention, made.alerts.favourite, made.policy], ["https://push.example/box/1", true, false, "followed"]);
	assert.equal(made.serverKey, configuration.vapid.publicKey);
	assert.equal((await ada.v1.push.subscription.update({ data: { alerts: { mention: false, poll: true } } })).alerts.poll, true);
	assert.equal((await ada.v1.push.subscription.fetch()).id, made.id);
	await refused(404, bob.v1.push.subscription.fetch());
	await ada.v1.push.subscription.remove();
	await refused(404, ada.v1.push.subscription.fetch());
	await refused(422, ada.v1.push.subscription.create({ subscription: { endpoint: "https://push.example/box/1", keys: { p256dh: "short", auth: "x" } }, data: { alerts: {} } }));
});

step("announcements are read, dismissed and answered", async () => {
	const [one] = await ada.v1.announcements.list();
	assert.ok(one.content.includes("The hall is open") && one.read === false);
	await ada.v1.announcements.$select(one.id).reactions.$select("👍").update();
	assert.deepEqual((await bob.v1.announcements.list())[0].reactions.map((r) => [r.name, r.count, r.me]), [["👍", 1, false]]);
	await ada.v1.announcements.$select(one.id).reactions.$select("👍").remove();
	await ada.v1.announcements.$select(one.id).dismiss();
	const after = await ada.v1.announcements.list();
	assert.ok(!after.length || after[0].read);
	assert.equal((await bob.v1.announcements.list())[0].read, false);
});

step("people are reported", async () => {
	const report = await ada.v1.reports.create({ accountId: other.id, comment: "loud", category: "spam" });
	assert.deepEqual([report.targetAccount.id, report.actionTaken], [other.id, false]);
	assert.ok(!ids([me]).includes(report.targetAccount.id));
});

await run();
