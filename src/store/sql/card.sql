-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Preview cards of links.

-- name: card_by_url(url text) -> one(id i64, title text, fetched_at i64?)
SELECT id, title, fetched_at FROM preview_card WHERE url = :url;

-- name: card_put(id i64, url text, title text, description text, author_name text, provider_name text, image_description text,
--   language text, published_at i64?, fetched_at i64) -> none
INSERT INTO preview_card (id, url, title, description, author_name, provider_name, image_description, language, published_at, fetched_at)
VALUES (:id, :url, :title, :description, :author_name, :provider_name, :image_description, :language, :published_at, :fetched_at)
ON CONFLICT (url) DO UPDATE SET title = excluded.title, description = excluded.description, author_name = excluded.author_name,
  provider_name = excluded.provider_name, image_description = excluded.image_description, language = excluded.language,
  published_at = excluded.published_at, fetched_at = excluded.fetched_at;

-- name: card_put_empty(id i64, url text, fetched_at i64) -> none
-- The page gave nothing; what it gave before stays.
INSERT INTO preview_card (id, url, fetched_at) VALUES (:id, :url, :fetched_at)
ON CONFLICT (url) DO UPDATE SET fetched_at = excluded.fetched_at;

-- name: status_card_set(id i64, card_id i64) -> none
UPDATE status SET card_id = :card_id WHERE id = :id;
