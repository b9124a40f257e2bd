-- What this desk says of listings, apart from what their sources say; and what is known of each source.
ALTER TABLE sources ADD COLUMN allow_http INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sources ADD COLUMN last_batch TEXT NOT NULL DEFAULT '';
ALTER TABLE sources ADD COLUMN waits TEXT NOT NULL DEFAULT '[]';

CREATE TABLE listing_edits (
  id TEXT PRIMARY KEY, listing_id TEXT NOT NULL, field TEXT NOT NULL, value TEXT NOT NULL,
  made_on TEXT NOT NULL, made_by TEXT NOT NULL, removed_at TEXT, UNIQUE (listing_id, field));

CREATE TABLE listing_checks (
  id TEXT PRIMARY KEY, listing_id TEXT NOT NULL, checked_on TEXT NOT NULL, checked_by TEXT NOT NULL,
  removed_at TEXT);
CREATE INDEX listing_checks_listing ON listing_checks (listing_id, checked_on);

CREATE TABLE listing_reports (
  id TEXT PRIMARY KEY, listing_id TEXT NOT NULL, reason TEXT NOT NULL, note TEXT NOT NULL,
  reported_on TEXT NOT NULL, reported_by TEXT NOT NULL, sent_on TEXT, closed_on TEXT,
  closed_by TEXT NOT NULL, removed_at TEXT);
CREATE INDEX listing_reports_listing ON listing_reports (listing_id);

CREATE TABLE listing_ties (
  id TEXT PRIMARY KEY, listing_id TEXT NOT NULL, other_id TEXT NOT NULL, kind TEXT NOT NULL,
  made_on TEXT NOT NULL, made_by TEXT NOT NULL, removed_at TEXT, UNIQUE (listing_id, other_id));
CREATE INDEX listing_ties_other ON listing_ties (other_id);

-- Checks that were made at this desk so far stood in the listing itself.
INSERT INTO listing_checks
  SELECT lower(hex(randomblob(16))), id, checked_on, checked_by, NULL FROM listings
  WHERE checked_by <> '' AND checked_on IS NOT NULL;

-- How many places a source has, without reading each of them.
CREATE INDEX listings_state ON listings (source_id, removed_at, gone_at);
