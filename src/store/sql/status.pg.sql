-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: status_text_insert(id i64, text text) -> none
INSERT INTO status_text (rowid, text) VALUES (:id, to_tsvector('simple', :text));

-- name: status_text_delete(id i64, text text) -> none
DELETE FROM status_text WHERE rowid = :id AND :text IS NOT NULL;
