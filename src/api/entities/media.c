/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* MediaAttachment, CustomEmoji, PreviewCard. */
#include "api/entities/entities.h"

void entity_media(struct ctx *cx, struct json *j, const struct media_row *media)
{
	struct sv url = media_url(cx, media->file);
	json_object(j);
	json_id(json_key(j, "id"), media->id);
	json_string(json_key(j, "type"), media->type);
	json_string(json_key(j, "url"), url);
	json_string(json_key(j, "preview_url"), media->preview.n ? media_url(cx, media->preview) : SV_NONE);
	json_null(json_key(j, "remote_url"));
	json_null(json_key(j, "preview_remote_url"));
	json_string(json_key(j, "text_url"), SV_NONE);
	json_raw(json_key(j, "meta"), media->meta.n ? media->meta : SV("{}"));
	json_string(json_key(j, "description"), media->description);
	json_string(json_key(j, "blurhash"), media->blurhash);
	json_end(j);
}

void entity_emojis(struct ctx *cx, struct json *j, const struct emoji *const *emojis, size_t count)
{
	json_array(j);
	for (size_t i = 0; i < count; i++) {
		json_object(j);
		json_string(json_key(j, "shortcode"), emojis[i]->shortcode);
		json_string(json_key(j, "url"), media_url(cx, emojis[i]->file));
		json_string(json_key(j, "static_url"), media_url(cx, emojis[i]->static_file));
		json_bool(json_key(j, "visible_in_picker"), emojis[i]->visible);
		json_string(json_key(j, "category"), emojis[i]->category);
		json_end(j);
	}
	json_end(j);
}

/* Mastodon writes a blank text, not null, where a card has none. */
static void put_text(struct json *j, const char *name, struct sv text)
{
	json_string(json_key(j, name), text.p ? text : SV(""));
}

void entity_card(struct ctx *cx, struct json *j, const struct card_get_row *card)
{
	json_object(j);
	put_text(j, "url", card->url);
	put_text(j, "title", card->title);
	put_text(j, "description", card->description);
	put_text(j, "type", card->type);
	put_text(j, "author_name", card->author_name);
	put_text(j, "author_url", card->author_url);
	json_array(json_key(j, "authors"));
	if (card->author_name.n) {
		json_object(j);
		put_text(j, "name", card->author_name);
		put_text(j, "url", card->author_url);
		json_null(json_key(j, "account"));
		json_end(j);
	}
	json_end(j);
	put_text(j, "provider_name", card->provider_name);
	put_text(j, "provider_url", card->provider_url);
	put_text(j, "html", card->html);
	json_int(json_key(j, "width"), card->width);
	json_int(json_key(j, "height"), card->height);
	json_string(json_key(j, "image"), media_url(cx, card->image));
	put_text(j, "image_description", card->image_description);
	put_text(j, "embed_url", card->embed_url);
	json_string(json_key(j, "blurhash"), card->blurhash);
	json_string(json_key(j, "language"), card->language);
	json_time(json_key(j, "published_at"), card->published_at);
	json_null(json_key(j, "missing_attribution"));
	json_end(j);
}
