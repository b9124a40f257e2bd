-- The directory: places kept at hand, more about a listing, positions of full postcodes.
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
