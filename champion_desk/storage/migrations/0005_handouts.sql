-- Handouts that this desk wrote or adapted, and files that belong to a record: pictures, a logo.
-- `original` is the text of the handout that ships, as it was when it was adapted.
CREATE TABLE own_handouts (
  id TEXT PRIMARY KEY, slug TEXT NOT NULL, language TEXT NOT NULL, text TEXT NOT NULL,
  original_slug TEXT NOT NULL, original TEXT NOT NULL, changed_on TEXT NOT NULL, changed_by TEXT NOT NULL,
  removed_at TEXT);
CREATE INDEX own_handouts_slug ON own_handouts (slug, language);

CREATE TABLE attachments (
  id TEXT PRIMARY KEY, owner_table TEXT NOT NULL, owner_id TEXT NOT NULL, name TEXT NOT NULL,
  media_type TEXT NOT NULL, description TEXT NOT NULL, content BLOB NOT NULL CHECK (length(content) <= 2000000),
  removed_at TEXT);
CREATE INDEX attachments_owner ON attachments (owner_table, owner_id);
