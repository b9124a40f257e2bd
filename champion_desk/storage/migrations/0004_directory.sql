-- The directory: places kept at hand, more about a listing, positions of full postcodes, a desk’s own words.
-- Places kept at hand by a champion, or (without one) by everyone at a site.
CREATE TABLE favourites (
  id TEXT PRIMARY KEY, listing_id TEXT NOT NULL, site_id TEXT NOT NULL, champion_id TEXT NOT NULL,
  made_at TEXT NOT NULL, removed_at TEXT, UNIQUE (site_id, champion_id, listing_id));

-- Links beside a listing's own web address, and for which ages it is.
ALTER TABLE listings ADD COLUMN links TEXT NOT NULL DEFAULT '[]';
ALTER TABLE listings ADD COLUMN minimum_age REAL;
ALTER TABLE listings ADD COLUMN maximum_age REAL;

-- Positions of full postcodes, from a published file: one row for each sector, its postcodes packed.
CREATE TABLE postcode_sectors (sector TEXT PRIMARY KEY, postcodes BLOB NOT NULL) WITHOUT ROWID;

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
