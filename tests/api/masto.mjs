// SPDX-License-Identifier: AGPL-3.0-or-later
// masto.js, the library of Elk and Phanpy, does what people do: both sides of each thing are looked at.
import { ada, assert, bob, eventually, ids, picture, refused, run, step, visitor } from "./steps.mjs";

const me = await ada.v1.accounts.verifyCredentials(), other = await bob.v1.accounts.verifyCredentials();
const say = (who, status, more = {}) => who.v1.statuses.create({ status, visibility: "public", ...more });

step("the instance, v1 and v2, says what apps need", async () => {
	const v2 = await visitor.v2.instance.fetch(), v1 = await visitor.v1.instance.fetch();
	assert.match(v2.version, /^4\.5\.0 \(compatible; Folkmoot /);
	assert.equal(v1.version, v2.version);
	assert.match(v2.configuration.urls.streaming, /^wss?:/);
	assert.ok(v2.configuration.statuses.maxCharacters >= 500 && v2.apiVersions.mastodon >= 6);
	assert.ok(Array.isArray(await visitor.v1.customEmojis.list()));
});

step("a post, a reply, its thread", async () => {
	const first = await say(ada, "Hello from #Folkmoot, @bob"), reply = await say(bob, "@ada hello back", { inReplyToId: first.id });
	assert.deepEqual([first.mentions[0].id, first.tags[0].name.toLowerCase()], [other.id, "folkmoot"]);
	assert.equal(reply.inReplyToAccountId, me.id);
	const context = await visitor.v1.statuses.$select(reply.id).context.fetch();
	assert.deepEqual([ids(context.ancestors), context.descendants], [[first.id], []]);
	assert.equal((await ada.v1.statuses.$select(first.id).fetch()).repliesCount, 1);
});

step("a boost and its end, on both sides", async () => {
	const post = await say(ada, "worth telling"), boost = await bob.v1.statuses.$select(post.id).reblog();
	assert.deepEqual([boost.reblog.id, boost.account.id, boost.reblog.reblogged], [post.id, other.id, true]);
	assert.deepEqual(ids(await ada.v1.statuses.$select(post.id).rebloggedBy.list()), [other.id]);
	assert.equal((await bob.v1.statuses.$select(post.id).unreblog()).reblogged, false);
	assert.equal((await ada.v1.statuses.$select(post.id).fetch()).reblogsCount, 0);
	await refused(404, visitor.v1.statuses.$select(boost.id).fetch());
});

step("favourites and bookmarks", async () => {
	const post = await say(ada, "to be kept");
	assert.equal((await bob.v1.statuses.$select(post.id).favourite()).favourited, true);
	assert.equal((await bob.v1.statuses.$select(post.id).bookmark()).bookmarked, true);
	assert.equal((await bob.v1.favourites.list())[0].id, post.id);
	assert.equal((await bob.v1.bookmarks.list())[0].id, post.id);
	assert.deepEqual(ids(await ada.v1.statuses.$select(post.id).favouritedBy.list()), [other.id]);
	assert.equal((await ada.v1.statuses.$select(post.id).fetch()).favourited, false);
	await bob.v1.statuses.$select(post.id).unfavourite();
	await bob.v1.statuses.$select(post.id).unbookmark();
	assert.ok(!ids(await bob.v1.favourites.list()).includes(post.id) && !ids(await bob.v1.bookmarks.list()).includes(post.id));
});

step("an edit leaves its history; a pin; a deletion hands back the text", async () => {
	const post = await say(ada, "frist", { spoilerText: "typo" });
	const edited = await ada.v1.statuses.$select(post.id).update({ status: "first" });
	assert.ok(edited.editedAt && edited.content.includes("first"));
	const history = await bob.v1.statuses.$select(post.id).history.list();
	assert.deepEqual(history.map((h) => [h.content.includes("frist"), h.spoilerText]), [[true, "typo"], [false, ""]]);
	assert.equal((await ada.v1.statuses.$select(post.id).source.fetch()).text, "first");
	await refused(404, bob.v1.statuses.$select(post.id).update({ status: "mine now" }));
	await ada.v1.statuses.$select(post.id).pin();
	assert.deepEqual(ids(await bob.v1.accounts.$select(me.id).statuses.list({ pinned: true })), [post.id]);
	assert.equal((await ada.v1.statuses.$select(post.id).remove()).text, "first");
	await refused(404, ada.v1.statuses.$select(post.id).fetch());
});

step("a picture is uploaded (v2), described, attached and seen", async () => {
	const media = await ada.v2.media.create({ file: picture(64, 48), description: "a grey field", focus: "0.5,-0.5" });
	assert.deepEqual([media.type, media.description, media.meta.original.width], ["image", "a grey field", 64]);
	assert.ok(media.blurhash?.length > 5);
	const post = await say(ada, "look", { mediaIds: [media.id] });
	const seen = (await visitor.v1.statuses.$select(post.id).fetch()).mediaAttachments[0];
	assert.deepEqual([seen.id, seen.meta.focus.x, seen.meta.focus.y], [media.id, 0.5, -0.5]);
	const file = await fetch(seen.url);
	assert.deepEqual([file.status, file.headers.get("content-type").split("/")[0]], [200, "image"]);
	await refused(422, ada.v2.media.create({ file: new Blob(["not a picture"], { type: "image/png" }) }));
});

step("a poll is voted in once, not by its author", async () => {
	const { poll } = await say(ada, "tea?", { poll: { options: ["yes", "no"], expiresIn: 600, multiple: false } });
	const voted = await bob.v1.polls.$select(poll.id).votes.create({ choices: [1] });
	assert.deepEqual([voted.voted, voted.ownVotes, voted.votesCount, voted.options[1].votesCount], [true, [1], 1, 1]);
	await refused(422, bob.v1.polls.$select(poll.id).votes.create({ choices: [0] }));
	await refused(422, ada.v1.polls.$select(poll.id).votes.create({ choices: [0] }));
	assert.equal((await visitor.v1.polls.$select(poll.id).fetch()).options[1].votesCount, 1);
});

step("following brings home; a locked account is asked first", async () => {
	await ada.v1.accounts.updateCredentials({ locked: true });
	assert.equal((await bob.v1.accounts.$select(me.id).follow()).requested, true);
	assert.ok(ids(await ada.v1.followRequests.list()).includes(other.id));
	assert.equal((await ada.v1.followRequests.$select(other.id).authorize()).followedBy, true);
	await ada.v1.accounts.updateCredentials({ locked: false });
	assert.equal((await bob.v1.accounts.relationships.fetch({ id: [me.id] }))[0].following, true);
	const post = await say(ada, "for followers", { visibility: "private" });
	assert.equal((await bob.v1.timelines.home.list({ limit: 1 }))[0].id, post.id);
	await refused(404, visitor.v1.statuses.$select(post.id).fetch());
});

step("lists and their timeline", async () => {
	const list = await bob.v1.lists.create({ title: "Friends", repliesPolicy: "list", exclusive: true });
	await bob.v1.lists.$select(list.id).accounts.create({ accountIds: [me.id] });
	assert.deepEqual(ids(await bob.v1.lists.$select(list.id).accounts.list()), [me.id]);
	const post = await say(ada, "for the list");
	assert.equal((await bob.v1.timelines.list.$select(list.id).list({ limit: 1 }))[0].id, post.id);
	assert.ok(!ids(await bob.v1.timelines.home.list()).includes(post.id), "exclusive: not at home");
	assert.equal((await bob.v1.lists.$select(list.id).update({ title: "Close", exclusive: false })).title, "Close");
	await refused(404, ada.v1.lists.$select(list.id).fetch());
	await bob.v1.lists.$select(list.id).remove();
	assert.deepEqual(await bob.v1.lists.list(), []);
});

step("a filter is applied where it should be, and only there", async () => {
	const filter = await bob.v2.filters.create({ title: "spoilers", context: ["home"], filterAction: "warn", keywordsAttributes: [{ keyword: "finale", wholeWord: true }] });
	const post = await say(ada, "The finale was good");
	const at = async (page) => (await page).find((s) => s.id === post.id)?.filtered ?? [];
	const match = await at(bob.v1.timelines.home.list());
	assert.deepEqual([match[0]?.filter.id, match[0]?.keywordMatches], [filter.id, ["finale"]]);
	assert.deepEqual(await at(bob.v1.timelines.public.list()), []);
	assert.deepEqual(await at(ada.v1.accounts.$select(me.id).statuses.list()), []);
	await bob.v2.filters.$select(filter.id).update({ filterAction: "hide" });
	assert.equal((await at(bob.v1.timelines.home.list()))[0].filter.filterAction, "hide");
	await bob.v2.filters.$select(filter.id).remove();
	assert.deepEqual(await at(bob.v1.timelines.home.list()), []);
});

step("notifications: one by one, in groups, dismissed", async () => {
	await ada.v1.notifications.clear();
	const post = await say(ada, "ring the bell");
	await bob.v1.statuses.$select(post.id).favourite();
	await bob.v1.statuses.$select(post.id).reblog();
	await say(bob, "@ada ding", { inReplyToId: post.id });
	const list = await eventually("three notifications", async () => { const all = await ada.v1.notifications.list(); return all.length === 3 && all; });
	assert.deepEqual(list.map((n) => [n.type, n.account.id]), [["mention", other.id], ["reblog", other.id], ["favourite", other.id]]);
	assert.deepEqual(ids(await ada.v1.notifications.list({ types: ["favourite"] })), [list[2].id]);
	const groups = await ada.v2.notifications.list();
	assert.deepEqual(groups.notificationGroups.map((g) => g.type).sort(), ["favourite", "mention", "reblog"]);
	assert.deepEqual([ids(groups.accounts), groups.statuses.length], [[other.id], 2]);
	const key = groups.notificationGroups.find((g) => g.type === "favourite").groupKey;
	assert.equal((await ada.v2.notifications.$select(key).fetch()).notificationGroups[0].statusId, post.id);
	await ada.v1.notifications.$select(list[0].id).dismiss();
	assert.equal((await ada.v1.notifications.list()).length, 2);
	assert.deepEqual(await bob.v1.notifications.list({ accountId: other.id }), []);
});

step("search finds people, posts and hashtags", async () => {
	const post = await say(ada, "A quokka on #Rottnest island");
	const found = async (who) => ids((await who.v2.search.list({ q: "quokka", type: "statuses" })).statuses);
	assert.deepEqual([await found(ada), await found(bob)], [[post.id], []], "others find posts of those who allow it");
	await ada.v1.accounts.updateCredentials({ indexable: true });
	assert.deepEqual(await found(bob), [post.id]);
	assert.ok(ids((await bob.v2.search.list({ q: "ada", type: "accounts" })).accounts).includes(me.id));
	assert.equal((await bob.v2.search.list({ q: "rottnest", type: "hashtags" })).hashtags[0].name.toLowerCase(), "rottnest");
	assert.ok(ids(await bob.v1.accounts.search.list({ q: "ada" })).includes(me.id));
});

step("a direct post makes a conversation for both", async () => {
	const post = await say(ada, "@bob between us", { visibility: "direct" });
	const [talk] = await bob.v1.conversations.list();
	assert.deepEqual([talk.lastStatus.id, talk.unread, ids(talk.accounts)], [post.id, true, [me.id]]);
	assert.equal((await bob.v1.conversations.$select(talk.id).read()).unread, false);
	await bob.v1.conversations.$select(talk.id).remove();
	assert.deepEqual(await bob.v1.conversations.list(), []);
	assert.equal((await ada.v1.conversations.list()).length, 1);
	await refused(404, visitor.v1.statuses.$select(post.id).fetch());
});

step("markers remember where one was", async () => {
	const post = await say(ada, "read up to here"), made = await bob.v1.markers.create({ home: { lastReadId: post.id } });
	assert.equal(made.home.lastReadId, post.id);
	assert.deepEqual(Object.keys(await bob.v1.markers.fetch({ timeline: ["home", "notifications"] })), ["home"]);
});

step("a scheduled post waits, moves and is called off", async () => {
	const soon = new Date(Date.now() + 3600e3).toISOString(), later = new Date(Date.now() + 7200e3).toISOString();
	const made = await ada.v1.statuses.create({ status: "tomorrow", scheduledAt: soon });
	assert.equal(made.params.text, "tomorrow");
	assert.equal((await ada.v1.scheduledStatuses.$select(made.id).update({ scheduledAt: later })).scheduledAt, later);
	assert.deepEqual(ids(await ada.v1.scheduledStatuses.list()), [made.id]);
	await ada.v1.scheduledStatuses.$select(made.id).remove();
	assert.deepEqual(await ada.v1.scheduledStatuses.list(), []);
});

step("a profile is edited, with a picture", async () => {
	const fieldsAttributes = [{ name: "Home", value: "Thing" }, { name: "Pronouns", value: "she/her" }];
	const mine = await ada.v1.accounts.updateCredentials({ displayName: "Ada L.", note: "Counts & writes", avatar: picture(120, 120), fieldsAttributes, source: { privacy: "unlisted" } });
	const seen = await visitor.v1.accounts.lookup({ acct: "ada" });
	assert.deepEqual([seen.displayName, seen.fields.map((f) => f.name), mine.source.note], ["Ada L.", ["Home", "Pronouns"], "Counts & writes"]);
	assert.ok(seen.note.includes("Counts &amp; writes"));
	assert.equal((await fetch(seen.avatar)).status, 200);
	assert.notEqual(seen.avatar, me.avatar);
	assert.equal((await ada.v1.preferences.fetch())["posting:default:visibility"], "unlisted");
});

step("hashtags are followed and bring posts home", async () => {
	assert.equal((await bob.v1.tags.$select("knitting").follow()).following, true);
	await bob.v1.accounts.$select(me.id).unfollow();
	const post = await say(ada, "two sleeves today #knitting");
	assert.ok(ids(await bob.v1.timelines.home.list()).includes(post.id));
	assert.equal((await bob.v1.timelines.tag.$select("knitting").list())[0].id, post.id);
	assert.deepEqual((await bob.v1.followedTags.list()).map((t) => t.name), ["knitting"]);
	await bob.v1.tags.$select("knitting").unfollow();
	assert.ok(!ids(await bob.v1.timelines.home.list()).includes(post.id));
});

step("muting, blocking and a note", async () => {
	assert.equal((await bob.v1.accounts.$select(me.id).mute({ notifications: true, duration: 600 })).muting, true);
	assert.deepEqual(ids(await bob.v1.mutes.list()), [me.id]);
	await bob.v1.accounts.$select(me.id).unmute();
	assert.equal((await bob.v1.accounts.$select(me.id).note.create({ comment: "met in Turin" })).note, "met in Turin");
	await bob.v1.accounts.$select(me.id).block();
	assert.equal((await ada.v1.accounts.relationships.fetch({ id: [other.id] }))[0].blockedBy, true);
	await refused(403, ada.v1.accounts.$select(other.id).follow());
	await bob.v1.accounts.$select(me.id).unblock();
});

step("pages follow one another through Link, none twice, none left out", async () => {
	const made = [];
	for (let i = 0; i < 7; i++) made.unshift((await say(bob, `page ${i}`)).id);
	const seen = [];
	for await (const page of visitor.v1.accounts.$select(other.id).statuses.list({ limit: 3, excludeReblogs: true })) {
		seen.push(...ids(page));
		if (seen.length >= 7) break;
	}
	assert.deepEqual(seen.slice(0, 7), made);
});

step("who may not is told so", async () => {
	await refused(401, visitor.v1.accounts.verifyCredentials());
	await refused(422, say(ada, ""));
	await refused(422, say(ada, "x".repeat(100001)));
	await refused(404, ada.v1.statuses.$select("1").fetch());
});

await run();
