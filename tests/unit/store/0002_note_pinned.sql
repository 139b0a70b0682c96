-- SPDX-License-Identifier: AGPL-3.0-or-later
ALTER TABLE note ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
