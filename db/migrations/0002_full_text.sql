-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What: full-text search over statuses and accounts. How long: minutes for a million statuses.
-- status_text keeps no copy of the text (content=''): to delete a row, give it the text it had.

CREATE VIRTUAL TABLE status_text USING fts5 (text, content = '', tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE account_text USING fts5 (names, tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3');
