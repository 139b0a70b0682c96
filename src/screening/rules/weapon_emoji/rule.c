/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "screening/reading.h"

enum { NEAR = 4 /* tokens */ };

static bool is_one_of(const struct token *token, const struct sv *list, size_t count)
{
	for (size_t i = 0; token->kind != TOKEN_WORD && i < count; i++)
		if (sv_eq(token->form, list[i]))
			return true;
	return false;
}

static bool is_weapon(const struct token *token)
{
	static const struct sv weapons[] = { SV_INIT("🔫"), SV_INIT("🔪"), SV_INIT("💣"), SV_INIT("🗡"), SV_INIT("🪓"), SV_INIT("🧨") };
	return is_one_of(token, weapons, COUNT_OF(weapons));
}

static bool is_target(const struct token *token, unsigned part)
{
	static const struct sv drawn[] = { SV_INIT("🕌"), SV_INIT("🕍"), SV_INIT("⛪"), SV_INIT("🛕"), SV_INIT("✡"), SV_INIT("☪"), SV_INIT("🧕"), SV_INIT("👳"), SV_INIT("👮"), SV_INIT("🏫") };
	return is_one_of(token, drawn, COUNT_OF(drawn)) || part == FRAME_YOU || part == FRAME_THEM || part == FRAME_GROUP || part == FRAME_SLUR || part == FRAME_OFFICIAL || part == FRAME_MENTION;
}

/* The nearest target in the same sentence; SIZE_MAX: there is none. */
static size_t target_near(const struct normal *normal, const uint8_t *parts, size_t weapon)
{
	for (size_t away = 1; away <= NEAR; away++) {
		if (away <= weapon && is_target(&normal->tokens[weapon - away], parts[weapon - away]))
			return weapon - away;
		if (weapon + away < normal->count && is_target(&normal->tokens[weapon + away], parts[weapon + away]) && !normal->tokens[weapon + away - 1].ends)
			return weapon + away;
	}
	return SIZE_MAX;
}

void rule_weapon_emoji(struct reading *reading)
{
	for (size_t t = 0; t < reading->count; t++) {
		const struct read_text *text = &reading->texts[t];
		for (size_t i = 0; i < text->normal.count; i++) {
			size_t target = is_weapon(&text->normal.tokens[i]) ? target_near(&text->normal, text->parts, i) : SIZE_MAX;
			if (target == SIZE_MAX)
				continue;
			size_t first = target < i ? target : i, last = target < i ? i : target;
			struct finding *finding = rule_found(reading, RULE_weapon_emoji, t);
			if (!finding)
				return;
			finding_show(finding, &text->normal, first, last);
			finding_weigh(reading, finding, &text->normal, text->parts, first, last);
			break;
		}
	}
}
