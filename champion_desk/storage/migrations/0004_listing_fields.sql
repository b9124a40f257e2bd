-- Links beside a listing's own web address, and for which ages it is.
ALTER TABLE listings ADD COLUMN links TEXT NOT NULL DEFAULT '[]';
ALTER TABLE listings ADD COLUMN minimum_age REAL;
ALTER TABLE listings ADD COLUMN maximum_age REAL;
