-- Positions of full postcodes, from a published file: one row for each sector, its postcodes packed.
CREATE TABLE postcode_sectors (sector TEXT PRIMARY KEY, postcodes BLOB NOT NULL) WITHOUT ROWID;
