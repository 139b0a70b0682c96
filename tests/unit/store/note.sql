-- SPDX-License-Identifier: AGPL-3.0-or-later
-- columns: note_columns = n.id, n.title, n.body,
--   n.weight, n.picture, n.parent_id, n.pinned

-- row: note_row(id i64, title text, body text, weight f64, picture blob, parent_id i64?, pinned bool)

-- name: note_add(note note_row) -> none
INSERT INTO note (id, title, body, weight, picture, parent_id, pinned)
  VALUES (:id, :title, :body, :weight, :picture, :parent_id, :pinned);

-- name: note_get(id i64) -> one note_row
-- Prose about it.
SELECT {note_columns} FROM note n WHERE n.id = :id;

-- name: notes_after(id i64,
--   most i64) -> many note_row
SELECT {note_columns} FROM note n WHERE n.id > :id ORDER BY n.id LIMIT :most;

-- name: note_count() -> one (count i64)
-- scan: note
SELECT count(*) AS count FROM note;

-- name: note_retitle(id i64, title text) -> changes
UPDATE note SET title = :title WHERE id = :id AND title <> 'a :literal; with ''traps''';

-- name: note_draft(title text) -> one note_number(id i64)
INSERT INTO note (title) VALUES (:title) RETURNING id;

-- name: note_numbers() -> many like note_draft
-- scan: note
SELECT id FROM note ORDER BY id;

-- name: note_fill(first i64, count i64, bytes i64) -> none
WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :count)
  INSERT INTO note (id, title, body) SELECT :first + i - 1, 'filler ' || i, hex(zeroblob(:bytes)) FROM n;

-- name: notes_page(pinned i64) -> page note_number
SELECT n.id FROM note n WHERE n.pinned = :pinned AND {page n.id};
