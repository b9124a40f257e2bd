-- Hand-off slips, counts by month of sessions that faded, the audit of what faded or was erased.
ALTER TABLE sessions ADD COLUMN slip TEXT NOT NULL DEFAULT '';
CREATE INDEX sessions_slip ON sessions (slip) WHERE slip <> '';

CREATE TABLE monthly_counts (
  id TEXT PRIMARY KEY, site_id TEXT NOT NULL REFERENCES sites (id), month TEXT NOT NULL,
  kind TEXT NOT NULL, code TEXT NOT NULL, sessions INTEGER NOT NULL, minutes INTEGER NOT NULL,
  people INTEGER NOT NULL, removed_at TEXT, UNIQUE (site_id, month, kind, code));

CREATE TABLE audit_lines (
  id TEXT PRIMARY KEY, at TEXT NOT NULL, champion_id TEXT NOT NULL, act TEXT NOT NULL,
  counts TEXT NOT NULL, removed_at TEXT);
CREATE INDEX audit_lines_at ON audit_lines (at);

-- What is taken out of the index of words is overwritten there, not only marked.
INSERT INTO listing_words (listing_words, rank) VALUES ('secure-delete', 1);
