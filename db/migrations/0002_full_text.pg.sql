-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What: full-text search over statuses and accounts. How long: minutes for a million statuses.

CREATE TABLE status_text (rowid BIGINT PRIMARY KEY, text TSVECTOR NOT NULL);
CREATE INDEX status_text_words ON status_text USING gin (text);
CREATE TABLE account_text (rowid BIGINT PRIMARY KEY, names TSVECTOR NOT NULL);
CREATE INDEX account_text_words ON account_text USING gin (names);
