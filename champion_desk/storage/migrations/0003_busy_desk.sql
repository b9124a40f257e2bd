-- Tallies, follow-ups of hand-offs, what failed, the council's own lists, mappings of earlier logs.
ALTER TABLE sessions ADD COLUMN service TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN service_problems TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sessions ADD COLUMN age_band TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN access_help TEXT NOT NULL DEFAULT '[]';
ALTER TABLE sessions ADD COLUMN time_known INTEGER NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN follow_up_on TEXT;
ALTER TABLE sessions ADD COLUMN followed_up TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN followed_up_on TEXT;
ALTER TABLE sessions ADD COLUMN follow_up_note TEXT NOT NULL DEFAULT '';
ALTER TABLE sessions ADD COLUMN import_key TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX sessions_import ON sessions (import_key) WHERE import_key <> '';
CREATE INDEX sessions_follow_up ON sessions (follow_up_on)
  WHERE follow_up_on IS NOT NULL AND followed_up = '' AND removed_at IS NULL;

CREATE TABLE tallies (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL REFERENCES champions (id),
  site_id TEXT NOT NULL REFERENCES sites (id), preset TEXT NOT NULL, topic TEXT NOT NULL,
  count INTEGER NOT NULL, started_at TEXT NOT NULL, ended_at TEXT NOT NULL, how TEXT NOT NULL,
  import_key TEXT NOT NULL DEFAULT '', removed_at TEXT);
CREATE INDEX tallies_started ON tallies (started_at);
CREATE UNIQUE INDEX tallies_import ON tallies (import_key) WHERE import_key <> '';

CREATE TABLE list_items (
  id TEXT PRIMARY KEY, list TEXT NOT NULL, code TEXT NOT NULL, labels TEXT NOT NULL, facts TEXT NOT NULL,
  position INTEGER, retired INTEGER NOT NULL, merged_into TEXT NOT NULL, removed_at TEXT,
  UNIQUE (list, code));

CREATE TABLE mappings (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, shape TEXT NOT NULL UNIQUE, choices TEXT NOT NULL,
  used_at TEXT NOT NULL, removed_at TEXT);
