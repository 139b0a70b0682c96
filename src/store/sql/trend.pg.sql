-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: tag_days_among(ids text, since_day i64) -> many(id i64, name text, display_name text, day i64?, accounts i64)
SELECT t.id, t.name, t.display_name, u.day, COUNT(u.account_id) AS accounts
  FROM string_to_table(:ids, ',') i (value) JOIN tag t ON t.id = CAST(i.value AS BIGINT)
  LEFT JOIN tag_use u ON u.tag_id = t.id AND u.day >= :since_day
 GROUP BY t.id, t.name, t.display_name, u.day;

-- name: link_days_among(ids text, since_day i64) -> many(id i64, day i64, accounts i64)
SELECT u.card_id AS id, u.day, COUNT(*) AS accounts
  FROM string_to_table(:ids, ',') i (value) JOIN link_use u ON u.card_id = CAST(i.value AS BIGINT) AND u.day >= :since_day
 GROUP BY u.card_id, u.day;
