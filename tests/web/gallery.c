/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Renders every page with made-up content into a folder, light and dark, together with the static files: for looking at them
 * (tests/web/screenshots.py), and for the tests that read the pages. usage: gallery FOLDER [LANGUAGE] */
#include "base/clock.h"
#include "social/status.h"
#include "social/text.h"
#include "web/diff.h"
#include "web/static.h"
#include "web/templates.h"
#include "web/view_people.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

static struct arena arena;
static const char *folder;
static const int64_t now = INT64_C(1795530000000); /* nothing reads the clock: pictures and texts are the same at each run */

#define HTML(literal) ((struct html){ SV(literal) })

static void save(const char *name, struct sv bytes)
{
	char path[1024];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	for (char *slash = path + strlen(folder) + 1; (slash = strchr(slash, '/')); slash++) {
		*slash = 0;
		if (mkdir(path, 0755) && errno != EEXIST)
			perror(path);
		*slash = '/';
	}
	FILE *file = fopen(path, "wb");
	if (!file || fwrite(bytes.p, 1, bytes.n, file) != bytes.n || fclose(file)) {
		perror(path);
		exit(1);
	}
}

/* --- pictures, drawn ------------------------------------------------------------------------------------------------- */

static struct sv picture(const char *name, int width, int height, const char *sky, const char *far, const char *near)
{
	char path[64];
	snprintf(path, sizeof(path), "pictures/%s.svg", name);
	save(path, arena_printf(&arena,
				"<svg xmlns='http://www.w3.org/2000/svg' width='%d' height='%d' viewBox='0 0 100 100' preserveAspectRatio='none'>"
				"<rect width='100' height='100' fill='%s'/><circle cx='70' cy='30' r='9' fill='#fff' opacity='.75'/>"
				"<path d='M0 62 22 40 40 58 60 34 100 66V100H0z' fill='%s'/><path d='M0 78Q30 60 55 76T100 72V100H0z' fill='%s'/></svg>",
				width, height, sky, far, near));
	return arena_printf(&arena, "/%s", path);
}

static struct sv face(const char *name, const char *back, const char *front)
{
	char path[64];
	snprintf(path, sizeof(path), "pictures/face-%s.svg", name);
	save(path, arena_printf(&arena,
				"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 80 80'><rect width='80' height='80' fill='%s'/>"
				"<circle cx='40' cy='32' r='14' fill='%s'/><path d='M12 80a28 26 0 0 1 56 0z' fill='%s'/></svg>",
				back, front, front));
	return arena_printf(&arena, "/%s", path);
}

/* --- people and posts ------------------------------------------------------------------------------------------------ */

static struct view_account ada, bjorn, chandra, emre;
static struct view_badge ada_badges[2] = {
	{ .label = SV_INIT("Verified"), .reason = SV_INIT("Harbour master, confirmed by the town on 3 May 2026"), .verified = true },
	{ .label = SV_INIT("Moderator"), .reason = SV_INIT("Keeps this community in order") },
};

static void make_people(void)
{
	static const struct view_emoji wave[] = { { SV_INIT("wave"), SV_INIT("/pictures/face-wave.svg") } };
	face("wave", "#f3c969", "#7a4b12");
	ada = (struct view_account){ .name = html_of_text(&arena, SV("Ada Lindqvist")), .acct = SV("ada"), .path = SV("/@ada"),
				     .avatar = face("ada", "#c9dfd3", "#22654a"), .badges = ada_badges, .badge_count = 2 };
	bjorn = (struct view_account){ .name = view_emojify(&arena, html_of_text(&arena, SV("Bjørn <O'Hara> :wave:")), wave, 1),
				       .acct = SV("bjorn@a.rather.long.domain.example"), .path = SV("/@bjorn@a.rather.long.domain.example"),
				       .avatar = face("bjorn", "#e9d3bd", "#8a4f1d") };
	chandra = (struct view_account){ .name = html_of_text(&arena, SV("Chandra")), .acct = SV("chandra"), .path = SV("/@chandra"),
					 .avatar = face("chandra", "#d7d3ee", "#4a3f8f") };
	emre = (struct view_account){ .name = html_of_text(&arena, SV("امیر رضایی")), .acct = SV("emre"), .path = SV("/@emre"),
				      .avatar = face("emre", "#f0d0d0", "#8f2f3f") };
}

static bool known(void *data, struct sv user, struct sv domain, struct text_mention *mention_r)
{
	(void)data;
	*mention_r = (struct text_mention){ .url = arena_printf(&arena, "https://talk.example/@" SVF, SVA(user)), .shown = user };
	return domain.p == NULL;
}

static struct html said(const char *text)
{
	const struct text_style style = { .base = SV("https://talk.example"), .mention = known };
	return text_html(&arena, sv_of(text), &style);
}

static struct html link_to(const char *url)
{
	return text_html(&arena, sv_of(url), &(struct text_style){ .one_line = true, .me = true });
}

static struct view_status post(const struct view_account *author, const char *text, int minutes_ago)
{
	static int64_t id = 100;
	id++;
	return (struct view_status){ .id = id, .author = author, .path = arena_printf(&arena, SVF "/%d", SVA(author->path), (int)id),
				     .content = said(text), .language = SV("en"), .time = view_time(&arena, now - minutes_ago * INT64_C(60000), now),
				     .replies = id % 7, .boosts = id * 13 % 40, .favourites = id * 31 % 90 };
}

static const struct view_media *pictures(void)
{
	struct view_media *media = arena_array(&arena, struct view_media, 4);
	media[0] = (struct view_media){ .kind = VIEW_IMAGE, .url = picture("dawn", 1200, 800, "#f7d9b5", "#b98b73", "#5d4a45"),
					.alt = SV("Hills at dawn under a pale sun; mist lies in the valley."), .width = 1200, .height = 800 };
	media[1] = (struct view_media){ .kind = VIEW_IMAGE, .url = picture("sea", 900, 1200, "#bfe0ea", "#6c9fb3", "#2d5f6f"),
					.alt = SV("The sea"), .width = 900, .height = 1200, .focus_y = 0.6 };
	media[2] = (struct view_media){ .kind = VIEW_IMAGE, .url = picture("wood", 1200, 900, "#dbe8cf", "#7f9d6a", "#3c5a36"),
					.width = 1200, .height = 900 };
	media[3] = (struct view_media){ .kind = VIEW_IMAGE, .url = picture("night", 1000, 1000, "#2b3350", "#1d2338", "#121624"),
					.alt = SV("Night"), .width = 1000, .height = 1000 };
	return media;
}

static const struct view_poll *a_poll(bool open)
{
	static struct view_poll_option options[3];
	static struct view_poll polls[2];
	options[0] = (struct view_poll_option){ .title = HTML("In the barn, as every year"), .votes = 41, .percent = 62, .leading = true, .chosen = true };
	options[1] = (struct view_poll_option){ .title = HTML("By the river, if the weather is kind"), .votes = 20, .percent = 30 };
	options[2] = (struct view_poll_option){ .title = HTML("Online"), .votes = 5, .percent = 8 };
	polls[open] = (struct view_poll){ .action = open ? SV("/polls/1/votes") : SV_NONE, .options = options, .option_count = 3, .voters = 66,
					  .ends = open ? SV("2 days left") : SV("Closed") };
	return &polls[open];
}

static struct view_list timeline(void)
{
	static struct view_status list[9];
	static struct view_card card;
	static struct view_status quoted;
	card = (struct view_card){ .url = SV("https://news.example/tides"), .title = SV("What the tide tables do not say: a year on the estuary"),
				   .description = SV("Twelve months of notes from the sluice keeper, and what they mean for the next flood."),
				   .provider = SV("news.example"), .image = picture("card", 400, 400, "#cfe3e6", "#86a9ad", "#41666b") };
	list[0] = post(&ada, "The harbour opens again on Saturday. Bring boots, the slipway is still mud.\n\nWho can lend a hand with the ropes? @chandra #harbour", 12);
	list[1] = post(&bjorn, "Morning walk. The light lasted four minutes.", 55);
	list[1].media = pictures();
	list[1].media_count = 1;
	list[2] = post(&chandra, "Where do we hold the winter moot?", 140);
	list[2].poll = a_poll(false);
	list[3] = post(&emre, "سلام به همه! امروز هوا خیلی خوب است.", 300);
	list[3].booster = &ada;
	list[3].language = SV("fa");
	list[4] = post(&ada, "Long read, worth the time: https://news.example/2026/11/what-the-tide-tables-do-not-say", 700);
	list[4].card = &card;
	list[4].edited = list[4].time;
	list[5] = post(&chandra, "He does not get on the boat. Thank you for coming to my talk.", 1500);
	list[5].warning = HTML("The ending of “The Lighthouse”");
	list[5].visibility = VISIBILITY_UNLISTED;
	list[6] = post(&bjorn, "Four from the week.", 2000);
	list[6].media = pictures();
	list[6].media_count = 4;
	list[6].visibility = VISIBILITY_PRIVATE;
	quoted = post(&ada, "A rule of thumb for the estuary: if you can hear the sluice, you have twenty minutes.", 9000);
	list[7] = post(&chandra, "This saved me an hour of wet feet today. `Twenty minutes` is exactly right.", 4000);
	list[7].quote = &quoted;
	list[8] = post(&bjorn, "Operation notes, day three.", 300000);
	list[8].media = pictures();
	list[8].media_count = 2;
	list[8].sensitive = true;
	list[8].reply_to = SV("ada");
	list[8].reply_to_path = SV("/@ada/101");
	return (struct view_list){ .statuses = list, .count = 9, .older = SV("/public/local?max_id=109") };
}

/* --- pages ----------------------------------------------------------------------------------------------------------- */

static struct view_community community;
static struct view_page page;

static const struct view_rule some_rules[] = {
	{ SV_INIT("Be decent."), SV_INIT("Argue with what was said, not with who said it.") },
	{ SV_INIT("No threats, no calls for violence."), SV_INIT("Not as a joke either.") },
	{ SV_INIT("Mark what others may not want to see."), SV_NONE },
};
static const struct view_tag tags[] = { { SV_INIT("harbour"), SV_INIT("/tags/harbour"), 31 }, { SV_INIT("wintermoot"), SV_INIT("/tags/wintermoot"), 18 } };

typedef void page_maker(struct buf *b);

static void local(struct buf *b)
{
	page.title = SV("Local timeline");
	page.place = VIEW_LOCAL;
	tpl_timeline_page(b, &page, &(struct view_timeline){ .title = SV("Local timeline"), .subtitle = SV("What people here post in public, newest first."),
							     .list = timeline(), .trends = tags, .trend_count = 2 });
}

static void tag(struct buf *b)
{
	page.title = SV("#harbour");
	page.viewer = &ada;
	tpl_timeline_page(b, &page, &(struct view_timeline){ .title = SV("#harbour"), .list = { .empty = SV("Nobody has posted with this tag yet.") } });
}

static const struct view_relation ada_known = { .tie = { .id = 1, .path = SV_INIT("/@ada"), .shown = true, .following = true, .follows = true },
	                                        .known = true, .boosts = true, .acct = SV_INIT("ada"), .note = SV_INIT("Met at the well."),
	                                        .statuses = 1204, .following = 187, .followers = 2310 };

static struct view_profile profile_of_ada(enum view_tab at)
{
	static struct view_field fields[3];
	static struct view_status pinned;
	fields[0] = (struct view_field){ .name = HTML("Home"), .value = link_to("https://ada.example"), .verified = SV("Checked on 3 May 2026") };
	fields[1] = (struct view_field){ .name = HTML("Pronouns"), .value = HTML("she/her") };
	fields[2] = (struct view_field){ .name = HTML("Boat"), .value = HTML("The <b>Marit</b>, built 1938") };
	pinned = post(&ada, "Tide tables and the number of the sluice keeper: https://harbour.example/tides", 90000);
	pinned.pinned = true;
	return (struct view_profile){ .account = ada, .header = picture("banner", 1500, 500, "#cfe5da", "#8fb8a3", "#3f6f58"), .avatar_large = ada.avatar,
				      .note = said("Harbour master of a very small harbour. Ropes, tides, and the occasional heron.\n\nPosts are mine, the mud is everybody's. #harbour"),
				      .fields = fields, .field_count = 3, .relation = &ada_known, .joined = SV("April 2024"), .tab = at,
				      .tab_paths = { SV("/@ada"), SV("/@ada/with_replies"), SV("/@ada/media") }, .list = timeline(),
				      .pinned = { .statuses = &pinned, .count = at == VIEW_TAB_POSTS }, .featured_tags = tags, .featured_tag_count = 2 };
}

static void profile(struct buf *b)
{
	struct view_profile p = profile_of_ada(VIEW_TAB_POSTS);
	page.title = SV("Ada Lindqvist (@ada)");
	page.url = SV("https://talk.example/@ada");
	page.kind = SV("profile");
	page.activity = SV("https://talk.example/users/ada");
	tpl_profile_page(b, &page, &p);
}

static void profile_media(struct buf *b)
{
	struct view_profile p = profile_of_ada(VIEW_TAB_MEDIA);
	p.locked = p.bot = true;
	p.notice = SV("This account has moved to");
	p.moved_path = SV("/@ada@new.example");
	p.moved_acct = SV("ada@new.example");
	tpl_profile_page(b, &page, &p);
}

static void thread(struct buf *b)
{
	struct view_status above = post(&chandra, "Does anybody know whether the sluice is open on Sunday?", 200);
	struct view_status focus = post(&ada, "It is, from six to nine. If you come by boat, wait for the green light; the keeper is new and takes his time.\n\nMore in https://harbour.example/notices.", 150);
	struct view_status replies[4] = { post(&chandra, "Perfect, thank you!", 140), post(&bjorn, "The light was red all morning last week.", 100),
					  post(&ada, "That was the old bulb. Changed on Friday.", 90), post(&emre, "مرسی", 80) };
	replies[2].depth = 1;
	focus.media = pictures();
	focus.media_count = 1;
	focus.app = SV("Tusky");
	focus.edited = above.time;
	page.title = SV("Ada Lindqvist: “It is, from six to nine.…”");
	tpl_thread_page(b, &page, &(struct view_thread){ .ancestors = &above, .ancestor_count = 1, .focus = &focus, .replies = replies, .reply_count = 4 });
}

static void about(struct buf *b)
{
	page.title = SV("About");
	page.place = VIEW_ABOUT;
	tpl_about_page(b, &page, &(struct view_about){ .about = said("A community of people around one harbour.\n\nWe have been here since 2024."), .rules = some_rules,
						       .rule_count = 3, .contact = &ada, .contact_email = SV("ada@talk.example"), .privacy = said("We keep what you post, and nothing else.") });
}

static void not_found(struct buf *b)
{
	page.narrow = true;
	tpl_error_page(b, &page, &(struct view_error){ .status = 404, .title = SV("There is nothing here"),
						       .text = SV("The page was taken down, or the address has a typing error."), .number = SV("8f2c41aa09") });
}

static void sign_in(struct buf *b)
{
	page.narrow = true;
	tpl_sign_in_page(b, &page, &(struct view_sign_in){ .action = SV("/auth/sign_in"), .login = SV("ada@talk.example"), .app = SV("Tusky"),
							   .problem = SV("That password is not right. Five more tries, then there is a pause.") });
}

static void two_factor(struct buf *b)
{
	page.narrow = true;
	tpl_two_factor_page(b, &page, &(struct view_two_factor){ .action = SV("/auth/two_factor"), .problem = SV("That code has been used. Wait for the next.") });
}

static void sign_up_as(struct buf *b, enum view_sign_up_how how, bool wrong)
{
	page.narrow = true;
	tpl_sign_up_page(b, &page, &(struct view_sign_up){ .how = how, .action = SV("/auth/sign_up"), .username = wrong ? SV("ad a") : SV_NONE,
							   .username_problem = wrong ? SV("Only letters, digits and _ can be in a user name.") : SV_NONE,
							   .rules = some_rules, .rule_count = 3 });
}

static void sign_up(struct buf *b)
{
	sign_up_as(b, VIEW_OPEN, false);
}

static void sign_up_approval(struct buf *b)
{
	sign_up_as(b, VIEW_APPROVAL, true);
}

static void sign_up_invitation(struct buf *b)
{
	sign_up_as(b, VIEW_INVITATION, false);
}

static void sign_up_closed(struct buf *b)
{
	sign_up_as(b, VIEW_CLOSED, false);
}

static void consent(struct buf *b)
{
	static const struct view_scope scopes[] = {
		{ SV_INIT("Read everything of yours"), SV_INIT("Timelines, messages, lists, settings"), false },
		{ SV_INIT("Post and act for you"), SV_INIT("Write and delete posts, follow, favourite, upload media"), true },
		{ SV_INIT("Send you push notifications"), SV_NONE, false },
	};
	page.narrow = true;
	page.viewer = &ada;
	tpl_consent_page(b, &page, &(struct view_consent){ .action = SV("/oauth/authorize"), .app = SV("Tusky"), .redirect_host = SV("tusky.app"), .scopes = scopes, .scope_count = 3 });
}

static void consent_code(struct buf *b)
{
	page.narrow = true;
	tpl_consent_page(b, &page, &(struct view_consent){ .app = SV("toot"), .code = SV("q3m2Yz-1bLr8s7Qk0yT5eA") });
}

static void password_request(struct buf *b)
{
	page.narrow = true;
	tpl_password_request_page(b, &page, &(struct view_password){ .action = SV("/auth/password") });
}

static void password_new(struct buf *b)
{
	page.narrow = true;
	tpl_password_new_page(b, &page, &(struct view_password){ .action = SV("/auth/password"), .problem = SV("This is one of the most used passwords. Take another.") });
}

static void confirm(struct buf *b)
{
	page.narrow = true;
	page.notice = SV("Sent again.");
	tpl_confirm_page(b, &page, &(struct view_confirm){ .action = SV("/auth/confirmation"), .email = SV("ada@talk.example") });
}

static void in_settings(struct sv here, struct sv title)
{
	static const struct view_entry entries[] = {
		{ SV_INIT("/settings/profile"), SV_INIT("Profile"), SV_INIT("Your name, picture and what you say about yourself"), "user", false },
		{ SV_INIT("/settings/security"), SV_INIT("Account and security"), SV_INIT("Password, e-mail address, second step, sessions and apps"), "shield", true },
		{ SV_INIT("/settings/invites"), SV_INIT("Invite people"), SV_INIT("Links that let others join"), "users", false },
		{ SV_INIT("/settings/transfer"), SV_INIT("Export and import"), SV_INIT("Take along what is yours, bring in what you had elsewhere"), "external", false },
	};
	static struct view_area area;
	area = (struct view_area){ SV("Settings"), SV("/settings"), here, entries, COUNT_OF(entries) };
	page.viewer = &ada;
	page.place = VIEW_SETTINGS;
	page.area = &area;
	page.title = title;
}

static void settings_list(struct buf *b)
{
	in_settings(SV("/settings"), SV("Settings"));
	tpl_area_page(b, &page);
}

/* Each piece of templates/form.html. */
static void forms(struct buf *b)
{
	in_settings(SV("/settings/profile"), SV("Profile"));
	tpl_area_open(b, &page);
	buf_put(b, SV("<section class=\"card panel\"><form class=\"form\" method=\"post\" action=\"/settings/profile\">"));
	tpl_form_text(b, &(struct form_field){ .name = "display_name", .label = SV("Display name"), .value = SV("Ada"), .most = 30 });
	tpl_form_text(b, &(struct form_field){ .name = "mail", .label = SV("E-mail address"), .type = "email", .problem = SV("This is no address.") });
	tpl_form_area(b, &(struct form_field){ .name = "note", .label = SV("Bio"), .hint = SV("Links and #hashtags work."), .value = SV("Harbour master"), .most = 500 });
	tpl_form_file(b, &(struct form_field){ .name = "avatar", .label = SV("Picture"), .hint = SV("JPEG or PNG, up to 8 MB"), .shown = ada.avatar });
	tpl_form_choices_open(b, SV("Theme"), SV("How pages look on this device."));
	tpl_form_choice(b, "theme", "auto", SV("As the device"), SV("Light by day, dark by night"), SV("auto"));
	tpl_form_choice(b, "theme", "light", SV("Light"), SV_NONE, SV("auto"));
	tpl_form_choice(b, "theme", "dark", SV("Dark"), SV_NONE, SV("auto"));
	tpl_form_choices_close(b);
	tpl_form_select_open(b, "who", SV("Who may see your posts"), SV("You can change it for each post."));
	tpl_form_option(b, SV("public"), SV("Everybody"), SV("private"));
	tpl_form_option(b, SV("private"), SV("Followers"), SV("private"));
	tpl_form_select_close(b);
	tpl_form_check(b, "locked", SV("Approve followers"), SV("Somebody who wants to follow you has to ask first, and you decide."), true);
	tpl_form_check(b, "bot", SV("This is a bot"), SV_NONE, false);
	tpl_form_save(b, SV("Save"));
	buf_put(b, SV("</form></section>"));
	tpl_area_close(b, &page);
}

static void security(struct buf *b, enum view_two_factor_state state)
{
	static const struct view_session sessions[] = {
		{ .id = 1, .agent = SV_INIT("Firefox on Linux"), .ip = SV_INIT("192.0.2.7"), .since = { SV_INIT("2026-11-24T14:41:11.000Z"), SV_INIT("24 November 2026, 14:41 UTC"), SV_INIT("3h") }, .here = true },
		{ .id = 2, .agent = SV_INIT("Safari on iPhone"), .ip = SV_INIT("2001:db8::7"), .since = { SV_INIT("2026-10-02T08:00:00.000Z"), SV_INIT("2 October 2026, 08:00 UTC"), SV_INIT("2 Oct") } },
	};
	static const struct view_grant grants[] = {
		{ .app_id = 3, .name = SV_INIT("Tusky"), .scopes = SV_INIT("read write follow push"), .since = { SV_INIT("2026-10-02T08:00:00.000Z"), SV_INIT("2 October 2026, 08:00 UTC"), SV_INIT("2 Oct") } },
	};
	in_settings(SV("/settings/security"), SV("Account and security"));
	tpl_security_page(b, &page, &(struct view_security){ .email = SV("ada@talk.example"), .two_factor = state, .codes_left = 7,
							     .secret = SV("GEZD GNBV GY3T QOJQ"), .uri = SV("otpauth://totp/Talk:ada?secret=GEZDGNBVGY3TQOJQ&issuer=Talk"),
							     .qr_path = SV("M0 0h7v1h-7zM0 1h1v1h-1zM6 1h1v1h-1z"), .qr_size = 33,
							     .sessions = sessions, .session_count = 2, .grants = grants, .grant_count = 1 });
}

static void security_off(struct buf *b)
{
	security(b, VIEW_TWO_FACTOR_OFF);
}

static void security_begun(struct buf *b)
{
	security(b, VIEW_TWO_FACTOR_BEGUN);
}

static void security_on(struct buf *b)
{
	page.problem = SV("This is not your present password.");
	security(b, VIEW_TWO_FACTOR_ON);
}

static void codes(struct buf *b)
{
	static const struct sv list[] = { SV_INIT("k3n8-x2pq-77da-m4ze"), SV_INIT("abcd-efgh-jkmn-pqrs") };
	page.narrow = true;
	tpl_codes_page(b, &page, &(struct view_codes){ .codes = list, .count = 2 });
}

static void transfer(struct buf *b)
{
	static const struct view_transfer_csv csv[] = { { SV_INIT("following"), SV_INIT("Accounts you follow"), SV_INIT("/settings/exports/following_accounts.csv") } };
	static const struct view_transfer list[] = {
		{ .what = SV_INIT("Import: Archive of posts and media"), .state = SV_INIT("under way"), .when = SV_INIT("24 November 2026, 14:41 UTC"), .done = 120, .total = 4000 },
		{ .what = SV_INIT("Export: Archive of posts and media"), .state = SV_INIT("done"), .when = SV_INIT("23 November 2026, 09:00 UTC"), .done = 30, .total = 30,
		  .download = SV_INIT("/settings/exports/1/archive.zip"), .message = SV_INIT("2 media files were not there any more.") },
	};
	in_settings(SV("/settings/transfer"), SV("Export and import"));
	tpl_transfer_page(b, &page, &(struct view_transfers){ .csv = csv, .csv_count = 1, .list = list, .count = 2 });
}

static void invites(struct buf *b)
{
	static const struct view_invite list[] = {
		{ .id = 1, .url = SV_INIT("https://talk.example/invite/k3n8x2pq77da"), .uses = 2, .max_uses = 5, .until = SV_INIT("1 December 2026, 14:41 UTC") },
		{ .id = 2, .url = SV_INIT("https://talk.example/invite/abcdefghjkmn"), .uses = 1, .max_uses = 1, .over = true },
	};
	in_settings(SV("/settings/invites"), SV("Invite people"));
	tpl_invites_page(b, &page, &(struct view_invites){ .invites = list, .count = 2 });
}

static void voting(struct buf *b)
{
	struct view_status focus = post(&chandra, "Where do we hold the winter moot?", 140);
	focus.poll = a_poll(true);
	page.viewer = &ada;
	tpl_thread_page(b, &page, &(struct view_thread){ .focus = &focus });
}

/* Everything that the compose form can show at once. */
static void writing(struct buf *b)
{
	static const struct view_language languages[] = { { SV_INIT("en"), SV_INIT("English") }, { SV_INIT("de"), SV_INIT("German") } };
	static const struct sv options[4] = { SV_INIT("Rye"), SV_INIT("Wheat <bread>") };
	struct view_attached attached[] = {
		{ .id = 71, .media = { .kind = VIEW_IMAGE, .preview = picture("attached", 320, 240, "#9cc3d5", "#5c8a72", "#22654a"), .alt = SV("A quay & a crane"), .width = 320, .height = 240 } },
		{ .id = 72, .media = { .kind = VIEW_AUDIO }, .waiting = true },
		{ .id = 73, .media = { .kind = VIEW_VIDEO }, .problem = SV("The file could not be processed.") },
	};
	struct view_status quote = post(&chandra, "Where do we hold the winter moot?", 140), reply = post(&bjorn, "Who brings bread?", 200);
	struct view_compose c = { .csrf = SV("token"), .key = SV("key"), .keep = SV("ada/new-0"), .me = &ada, .whole = true, .reply_id = 5, .quote_id = 6, .redraft_id = 7,
				  .reply = &reply, .quote = &quote, .problem = SV("A status has either a poll or media, not both"), .text = SV("\nBread & <butter>"), .warning = SV("Food"),
				  .warned = true, .most = 1000, .left = 977, .visibility = VISIBILITY_PRIVATE, .quote_policy = QUOTE_BY_FOLLOWERS, .language = SV("en"), .languages = languages,
				  .language_count = 2, .attached = attached, .attached_count = 3, .attached_most = 4, .timed = true, .schedule = SV("2026-11-25T15:00") };
	c.poll = (struct view_compose_poll){ .on = true, .options = options, .slots = 4, .slots_most = 8, .option_most = 100, .expires_in = 86400, .may_keep_end = true };
	page.viewer = &ada;
	page.title = SV("Delete and redraft");
	tpl_compose_page(b, &page, &c);
}

static void scheduled(struct buf *b)
{
	struct view_scheduled list[] = {
		{ .id = 81, .time = view_time(&arena, now + 7200000, now), .text = SV("The moot begins at eight.\nBring <bread>."), .warning = SV("Food"), .media_count = 2, .reply = true },
		{ .id = 82, .time = view_time(&arena, now + 90000000, now), .text = SV("Which day?"), .visibility = VISIBILITY_UNLISTED, .poll = true, .quote = true },
	};
	page.viewer = &ada;
	page.title = SV("Scheduled posts");
	tpl_scheduled_page(b, &page, &(struct view_scheduled_list){ .list = list, .count = 2, .older = SV("/scheduled?max_id=81") });
}

static void versions(struct buf *b)
{
	static const struct sv options[] = { SV_INIT("Rye"), SV_INIT("Wheat") };
	struct view_version list[] = {
		{ .time = view_time(&arena, now, now), .text = diff_html(&arena, SV("The quick brown fox"), SV("The quick red fox & a <dog>")), .warning = diff_html(&arena, SV(""), SV("Animals")),
		  .options = options, .option_count = 2, .options_changed = true, .media_changed = true },
		{ .time = view_time(&arena, now - 60000, now), .text = diff_html(&arena, SV("The quick brown fox"), SV("The quick brown fox")), .first = true },
	};
	page.title = SV("Versions of this post");
	tpl_history_page(b, &page, &(struct view_history){ .path = SV("/@ada/1"), .author = &ada, .versions = list, .count = 2 });
}

static void embed(struct buf *b)
{
	struct view_status shown = post(&chandra, "The tide tables for next week are up.", 140);
	page.title = SV("Chandra");
	page.url = SV("https://talk.example/@chandra/140");
	tpl_embed_page(b, &page, &shown);
}

/* --- people, finding, lists ------------------------------------------------------------------------------------------------ */

static const struct view_person *some_people(enum view_person_act act)
{
	static struct view_person list[4];
	const struct view_account *accounts[] = { &ada, &bjorn, &chandra, &emre };
	for (size_t i = 0; i < COUNT_OF(list); i++)
		list[i] = (struct view_person){ .account = *accounts[i], .act = act, .tie = { .id = (int64_t)i + 1, .path = accounts[i]->path, .shown = true } };
	list[0].tie.following = true;
	list[0].note = SV("Harbour master of a very small harbour. Ropes, tides, and the occasional heron.");
	list[1].tie.follows = list[1].tie.asks = true;
	list[1].why = TR("Followed by people you follow");
	list[2].tie.asked = list[2].tie.asks = true;
	list[3].tie.blocking = true;
	return list;
}

static void followers(struct buf *b)
{
	const struct view_link links[] = { { SV("/@ada/following"), TR("Following"), false }, { SV("/@ada/followers"), TR("Followers"), true } };
	page.viewer = &ada;
	page.title = TR("Followers");
	tpl_people_page(b, &page, &(struct view_people){ .title = TR("Followers"), .back_path = SV("/@ada"), .back_label = SV("@ada"), .tabs = links, .tab_count = 2,
							  .list = some_people(PERSON_TIE), .count = 4, .older = SV("/@ada/followers?max_id=1") });
}

static void follow_requests(struct buf *b)
{
	page.viewer = &ada;
	page.title = TR("Follow requests");
	tpl_people_page(b, &page, &(struct view_people){ .title = TR("Follow requests"), .list = some_people(PERSON_ANSWER) + 1, .count = 2 });
}

static const struct view_trend_tag *trending(void)
{
	static const struct view_trend_tag list[] = {
		{ .name = SV_INIT("tides"), .path = SV_INIT("/tags/tides"), .people = 41, .line = SV_INIT("M0 20 L10 18 L21 12 L32 14 L42 8 L53 2 L64 6"), .id = 1 },
		{ .name = SV_INIT("Fährmann"), .path = SV_INIT("/tags/f%C3%A4hrmann"), .people = 1, .line = SV_INIT("M0 22 L10 22 L21 22 L32 2 L42 22 L53 22 L64 12"), .id = 2, .following = true },
	};
	return list;
}

static void explore(struct buf *b)
{
	const struct view_link links[] = { { SV("/explore"), TR("Posts"), true }, { SV("/explore/tags"), TR("Hashtags"), false }, { SV("/explore/links"), TR("Links"), false } };
	struct view_trend_link one = { .card = { .url = SV("https://harbour.example/tides"), .title = SV("Tide tables for May"), .provider = SV("Harbour office") }, .people = 12,
				       .line = trending()->line };
	page.place = VIEW_EXPLORE;
	page.title = TR("Explore");
	tpl_explore_page(b, &page, &(struct view_explore){ .title = TR("Explore"), .tabs = links, .tab_count = 3, .tags = trending(), .tag_count = 2, .links = &one, .link_count = 1,
							   .with_statuses = true, .list = timeline() });
}

static void search_with(struct buf *b, struct sv typed, bool found)
{
	const struct view_link links[] = { { SV("/search?q=tide"), TR("All"), true }, { SV("/search?q=tide&type=accounts"), TR("People"), false } };
	page.viewer = &ada;
	page.place = VIEW_SEARCH;
	page.title = TR("Search");
	tpl_search_page(b, &page, &(struct view_search){ .typed = typed, .member = true, .facets = links, .facet_count = 2, .people = some_people(PERSON_TIE), .person_count = found ? 2 : 0,
							 .tags = trending(), .tag_count = found ? 1 : 0, .list = found ? timeline() : (struct view_list){ 0 }, .list_id = "statuses" });
}

static void search(struct buf *b)
{
	search_with(b, SV_NONE, false);
}

static void search_found(struct buf *b)
{
	search_with(b, SV("tide"), true);
}

static void lists(struct buf *b)
{
	static const struct view_named_list two[] = { { 1, SV_INIT("Sailors"), SV_INIT("/lists/1"), SV_INIT("list"), true }, { 2, SV_INIT("Neighbours"), SV_INIT("/lists/2"), SV_INIT("list"), false } };
	page.viewer = &ada;
	page.place = VIEW_LISTS;
	page.title = TR("Lists");
	tpl_lists_page(b, &page, &(struct view_lists){ .lists = two, .count = 2, .problem = SV("Give it a name.") });
}

static void list_edit(struct buf *b)
{
	page.viewer = &ada;
	page.place = VIEW_LISTS;
	page.title = SV("Sailors");
	tpl_list_edit_page(b, &page, &(struct view_list_edit){ .list = { 1, SV("Sailors"), SV("/lists/1"), SV("followed"), true }, .typed = SV("b"), .looked = true,
							       .found = some_people(PERSON_ADD) + 2, .found_count = 2, .members = some_people(PERSON_ADD), .member_count = 2 });
}

static void report(struct buf *b)
{
	static const struct view_choice rules[] = { { .value = SV_INIT("1"), .label = SV_INIT("Be kind"), .hint = SV_INIT("As you would be on the quay"), .chosen = true } };
	static const struct view_choice posts[] = { { .value = SV_INIT("9"), .label = SV_INIT("Buy my cheap watches"), .hint = SV_INIT("3 May 2026, 12:00 UTC"), .chosen = true } };
	page.viewer = &ada;
	page.narrow = true;
	page.title = TR("Report");
	tpl_report_sheet(b, &page, &(struct view_sheet){ .account = bjorn, .path = bjorn.path, .next = bjorn.path, .domain = SV("elsewhere.example"), .category = SV("violation"),
							 .problem = TR("Choose what it is about."), .rules = rules, .rule_count = 1, .posts = posts, .post_count = 1 });
}

static void mute(struct buf *b)
{
	page.viewer = &ada;
	page.narrow = true;
	page.title = TR("Mute");
	tpl_mute_sheet(b, &page, &(struct view_sheet){ .account = bjorn, .path = bjorn.path, .next = bjorn.path });
}

static void welcome(struct buf *b)
{
	page.viewer = &ada;
	page.narrow = true;
	page.title = TR("Whom to follow");
	tpl_welcome_people(b, &page, &(struct view_welcome){ .step = 2, .steps = 3, .people = some_people(PERSON_SUGGESTED), .person_count = 3, .tags = trending(), .tag_count = 2 });
}

static void welcome_ready(struct buf *b)
{
	page.viewer = &ada;
	page.narrow = true;
	page.title = TR("You are all set");
	tpl_welcome_ready(b, &page, &(struct view_welcome){ .step = 3, .steps = 3, .rules = some_rules, .rule_count = 3 });
}

static const struct {
	const char *name;
	page_maker *make;
} gallery[] = {
	{ "local", local }, { "tag", tag }, { "profile", profile }, { "profile_media", profile_media }, { "thread", thread }, { "voting", voting },
	{ "about", about }, { "not_found", not_found }, { "sign_in", sign_in }, { "two_factor", two_factor }, { "sign_up", sign_up },
	{ "sign_up_approval", sign_up_approval }, { "sign_up_invitation", sign_up_invitation }, { "sign_up_closed", sign_up_closed },
	{ "transfer", transfer }, { "consent", consent }, { "consent_code", consent_code }, { "password_request", password_request }, { "password_new", password_new },
	{ "confirm", confirm }, { "security", security_off }, { "security_begun", security_begun }, { "security_on", security_on }, { "codes", codes },
	{ "invites", invites }, { "settings_list", settings_list }, { "forms", forms }, { "embed", embed },
	{ "followers", followers }, { "follow_requests", follow_requests }, { "explore", explore }, { "search", search }, { "search_found", search_found },
	{ "lists", lists }, { "list_edit", list_edit }, { "report", report }, { "mute", mute }, { "welcome", welcome }, { "welcome_ready", welcome_ready },
	{ "writing", writing }, { "scheduled", scheduled }, { "versions", versions },
};

static void render(size_t i, enum view_theme theme)
{
	struct buf b = BUF(&arena, 1 << 20);
	page = (struct view_page){ .community = &community, .language = language_about(tr_language)->code, .rtl = language_about(tr_language)->rtl, .description = community.description, .theme = theme };
	gallery[i].make(&b);
	if (b.overflow) {
		fprintf(stderr, "%s does not fit\n", gallery[i].name);
		exit(1);
	}
	save(arena_cstr(&arena, arena_printf(&arena, "%s.%s.html", gallery[i].name, theme == VIEW_THEME_DARK ? "dark" : "light")), buf_sv(&b));
}

/* Also languages that are not offered to members. */
static bool speak(const char *code)
{
	enum language language = LANGUAGE_en;
	while (code && language < LANGUAGE_COUNT && !sv_eq(language_about(language)->code, sv_of(code)))
		language++;
	if (language < LANGUAGE_COUNT)
		tr_use(language);
	return language < LANGUAGE_COUNT;
}

int main(int argc, char **argv)
{
	if (argc < 2 || argc > 3 || !speak(argv[2])) {
		fprintf(stderr, "usage: gallery FOLDER [LANGUAGE]\n");
		return 2;
	}
	folder = argv[1];
	make_people();
	community = (struct view_community){ .title = SV("Harbour Talk"), .domain = SV("talk.example"), .members = 214, .active = 97, .statuses = 18034,
					     .description = SV("People around one small harbour, talking about tides, ropes and everything else."),
					     .may_join = true, .public_timelines = true, .version = SV("0.1.0") };
	for (size_t i = 0; i < COUNT_OF(gallery); i++) {
		render(i, VIEW_THEME_LIGHT);
		render(i, VIEW_THEME_DARK);
	}
	for (size_t i = 0; i < STATIC_COUNT; i++)
		save(arena_cstr(&arena, sv_from(static_files[i].url, 1)), static_files[i].raw);
	arena_free(&arena);
	return 0;
}
