-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: account_text_insert(id i64, names text) -> none
INSERT INTO account_text (rowid, names) VALUES (:id, to_tsvector('simple', :names));
