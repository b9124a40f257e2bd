-- The first tables. Released migrations are never changed: later ones stand in files of their own.
CREATE TABLE desk (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE change_log (
  id TEXT PRIMARY KEY, stamp TEXT NOT NULL, batch TEXT NOT NULL, desk_id TEXT NOT NULL,
  champion_id TEXT NOT NULL, kind TEXT NOT NULL, table_name TEXT NOT NULL, record_id TEXT NOT NULL,
  fields TEXT NOT NULL, before TEXT, reason TEXT NOT NULL DEFAULT '');
CREATE INDEX change_log_batch ON change_log (batch);
CREATE INDEX change_log_record ON change_log (table_name, record_id);
CREATE INDEX change_log_stamp ON change_log (stamp);

CREATE TABLE sites (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, council_code TEXT NOT NULL, council_name TEXT NOT NULL,
  address TEXT NOT NULL, postcode TEXT NOT NULL, phone TEXT NOT NULL, latitude REAL, longitude REAL,
  nation TEXT NOT NULL, removed_at TEXT);

CREATE TABLE champions (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, lead INTEGER NOT NULL, left_on TEXT, removed_at TEXT);

CREATE TABLE sessions (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL REFERENCES champions (id),
  site_id TEXT NOT NULL REFERENCES sites (id), started_at TEXT NOT NULL, topics TEXT NOT NULL,
  minutes INTEGER NOT NULL, outcome TEXT NOT NULL, outcome_reason TEXT NOT NULL,
  help_given TEXT NOT NULL, next_time TEXT NOT NULL, barriers TEXT NOT NULL, skills TEXT NOT NULL,
  items TEXT NOT NULL, device TEXT NOT NULL, channel TEXT NOT NULL, language TEXT NOT NULL,
  area TEXT NOT NULL, effort INTEGER, people INTEGER NOT NULL, listings TEXT NOT NULL,
  handouts TEXT NOT NULL, stuck INTEGER NOT NULL, nothing_local INTEGER NOT NULL,
  service_failed INTEGER NOT NULL, note TEXT NOT NULL, removed_at TEXT);
CREATE INDEX sessions_started ON sessions (started_at);
CREATE INDEX sessions_champion ON sessions (champion_id, started_at);

CREATE TABLE drafts (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL, kind TEXT NOT NULL, started_at TEXT NOT NULL,
  kept_at TEXT NOT NULL, fields TEXT NOT NULL);

CREATE TABLE sources (
  id TEXT PRIMARY KEY, name TEXT NOT NULL UNIQUE, format TEXT NOT NULL, address TEXT NOT NULL,
  attribution TEXT NOT NULL, licence TEXT NOT NULL, imported_at TEXT, listings INTEGER NOT NULL,
  removed_at TEXT);

CREATE TABLE listings (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source_id TEXT NOT NULL REFERENCES sources (id),
  source_key TEXT NOT NULL, name TEXT NOT NULL, organisation TEXT NOT NULL, description TEXT NOT NULL,
  status TEXT NOT NULL, url TEXT NOT NULL, email TEXT NOT NULL, phones TEXT NOT NULL, fees TEXT NOT NULL,
  free INTEGER, eligibility TEXT NOT NULL, bring TEXT NOT NULL, alert TEXT NOT NULL, needs TEXT NOT NULL,
  access TEXT NOT NULL, tags TEXT NOT NULL, languages TEXT NOT NULL, areas TEXT NOT NULL,
  locations TEXT NOT NULL, hours TEXT NOT NULL, hours_note TEXT NOT NULL, checked_on TEXT,
  checked_by TEXT NOT NULL, raw TEXT NOT NULL, gone_at TEXT, removed_at TEXT,
  UNIQUE (source_id, source_key));

CREATE VIRTUAL TABLE listing_words USING fts5 (
  name, organisation, place, tags, description,
  tokenize = "porter unicode61 remove_diacritics 2", prefix = '2 3');

CREATE TABLE self_assessments (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL REFERENCES champions (id), skill TEXT NOT NULL,
  level TEXT NOT NULL, rated_at TEXT NOT NULL, removed_at TEXT);
CREATE INDEX self_assessments_skill ON self_assessments (champion_id, skill, rated_at);

CREATE TABLE enrolments (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL REFERENCES champions (id), course TEXT NOT NULL,
  title TEXT NOT NULL, state TEXT NOT NULL, hours REAL NOT NULL, "on" TEXT, due TEXT, removed_at TEXT);

CREATE TABLE goals (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL REFERENCES champions (id), topic TEXT NOT NULL,
  text TEXT NOT NULL, state TEXT NOT NULL, made_at TEXT NOT NULL, review_on TEXT, removed_at TEXT);
