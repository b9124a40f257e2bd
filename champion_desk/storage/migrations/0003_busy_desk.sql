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

-- Rows of earlier logs that have become counts by month: the same row is not counted a second time.
CREATE TABLE counted_imports (import_key TEXT PRIMARY KEY) WITHOUT ROWID;

CREATE TABLE list_items (
  id TEXT PRIMARY KEY, list TEXT NOT NULL, code TEXT NOT NULL, labels TEXT NOT NULL, facts TEXT NOT NULL,
  position INTEGER, retired INTEGER NOT NULL, merged_into TEXT NOT NULL, removed_at TEXT,
  UNIQUE (list, code));

CREATE TABLE mappings (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, shape TEXT NOT NULL UNIQUE, choices TEXT NOT NULL,
  used_at TEXT NOT NULL, removed_at TEXT);

-- What the log is looked through by, in one index: a filter need not open each session.
CREATE INDEX sessions_log ON sessions (started_at, removed_at, site_id, champion_id, outcome, topics,
  stuck, nothing_local, service_failed, people, minutes);
DROP INDEX sessions_started;
-- Few sessions, strewn over years: the sums say whose they are, what they are about and in which month.
CREATE INDEX sessions_strewn ON sessions (champion_id, topics, started_at);
DROP INDEX sessions_champion;
CREATE INDEX sessions_removed ON sessions (started_at, site_id, champion_id, outcome, topics, stuck,
  nothing_local, service_failed, people, minutes, removed_at) WHERE removed_at IS NOT NULL;
CREATE INDEX sessions_stuck ON sessions (champion_id, started_at, topics) WHERE stuck = 1;
CREATE INDEX sessions_followed_up ON sessions (followed_up_on) WHERE followed_up <> '';
-- The words of a note are looked for here, and nowhere in the records.
CREATE INDEX sessions_noted ON sessions (started_at, removed_at, site_id, champion_id, outcome, topics,
  stuck, nothing_local, service_failed, people, minutes, note) WHERE note <> '';

-- What retention looks for: texts of sessions, and what the change log kept of them.
CREATE INDEX sessions_follow_up_noted ON sessions (started_at) WHERE follow_up_note <> '';
CREATE INDEX change_log_told ON change_log (record_id)
  WHERE table_name = 'sessions' AND (before GLOB '*note"*' OR reason GLOB '*[^a-z-]*');

-- Sums by month (UTC) of the sessions that are not removed, kept by the store itself: whatever writes,
-- erases or brings back a session changes them with it. Ids, codes and topics stand there as numbers, so
-- that all sums can be gone through at once.
CREATE TABLE sum_words (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE);
CREATE TABLE month_sums (
  month TEXT NOT NULL, site INTEGER NOT NULL, champion INTEGER NOT NULL, outcome INTEGER NOT NULL,
  topics INTEGER NOT NULL, stuck INTEGER NOT NULL, nothing_local INTEGER NOT NULL,
  service_failed INTEGER NOT NULL, sessions INTEGER NOT NULL, people INTEGER NOT NULL,
  minutes INTEGER NOT NULL,
  PRIMARY KEY (month, site, champion, outcome, topics, stuck, nothing_local, service_failed)
) WITHOUT ROWID;
CREATE VIEW session_sums AS SELECT month, s.word AS site_id, c.word AS champion_id, o.word AS outcome,
  t.word AS topics, stuck, nothing_local, service_failed, sessions, people, minutes FROM month_sums
  JOIN sum_words s ON s.number = site JOIN sum_words c ON c.number = champion
  JOIN sum_words o ON o.number = month_sums.outcome JOIN sum_words t ON t.number = month_sums.topics;
-- The same by site and outcome only, for what is asked most.
CREATE TABLE session_totals (
  month TEXT NOT NULL, site_id TEXT NOT NULL, outcome TEXT NOT NULL, sessions INTEGER NOT NULL,
  people INTEGER NOT NULL, minutes INTEGER NOT NULL,
  PRIMARY KEY (month, site_id, outcome)
) WITHOUT ROWID;

INSERT INTO sum_words (word) SELECT site_id FROM sessions UNION SELECT champion_id FROM sessions
  UNION SELECT outcome FROM sessions UNION SELECT topics FROM sessions;
INSERT INTO month_sums SELECT substr(started_at, 1, 7), s.number, c.number, o.number, t.number, stuck,
  nothing_local, service_failed, count(*), sum(people), sum(minutes) FROM sessions
  JOIN sum_words s ON s.word = site_id JOIN sum_words c ON c.word = champion_id
  JOIN sum_words o ON o.word = sessions.outcome JOIN sum_words t ON t.word = sessions.topics
  WHERE removed_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
INSERT INTO session_totals SELECT substr(started_at, 1, 7), site_id, outcome, count(*), sum(people),
  sum(minutes) FROM sessions WHERE removed_at IS NULL GROUP BY 1, 2, 3;

CREATE TRIGGER session_summed AFTER INSERT ON sessions WHEN new.removed_at IS NULL BEGIN
  INSERT INTO sum_words (word) VALUES (new.site_id), (new.champion_id), (new.outcome), (new.topics)
    ON CONFLICT DO NOTHING;
  INSERT INTO month_sums SELECT substr(new.started_at, 1, 7),
    (SELECT number FROM sum_words WHERE word = new.site_id),
    (SELECT number FROM sum_words WHERE word = new.champion_id),
    (SELECT number FROM sum_words WHERE word = new.outcome),
    (SELECT number FROM sum_words WHERE word = new.topics),
    new.stuck, new.nothing_local, new.service_failed, 1, new.people, new.minutes
    WHERE new.removed_at IS NULL
    ON CONFLICT DO UPDATE SET sessions = sessions + 1, people = people + excluded.people,
    minutes = minutes + excluded.minutes;
  INSERT INTO session_totals SELECT substr(new.started_at, 1, 7), new.site_id, new.outcome, 1, new.people,
    new.minutes WHERE new.removed_at IS NULL
    ON CONFLICT DO UPDATE SET sessions = sessions + 1, people = people + excluded.people,
    minutes = minutes + excluded.minutes;
END;
CREATE TRIGGER session_unsummed AFTER DELETE ON sessions WHEN old.removed_at IS NULL BEGIN
  UPDATE month_sums SET sessions = sessions - 1, people = people - old.people,
    minutes = minutes - old.minutes WHERE old.removed_at IS NULL AND month = substr(old.started_at, 1, 7)
    AND site = (SELECT number FROM sum_words WHERE word = old.site_id)
    AND champion = (SELECT number FROM sum_words WHERE word = old.champion_id)
    AND outcome = (SELECT number FROM sum_words WHERE word = old.outcome)
    AND topics = (SELECT number FROM sum_words WHERE word = old.topics)
    AND stuck = old.stuck AND nothing_local = old.nothing_local AND service_failed = old.service_failed;
  DELETE FROM month_sums WHERE sessions = 0 AND month = substr(old.started_at, 1, 7)
    AND site = (SELECT number FROM sum_words WHERE word = old.site_id)
    AND champion = (SELECT number FROM sum_words WHERE word = old.champion_id)
    AND outcome = (SELECT number FROM sum_words WHERE word = old.outcome)
    AND topics = (SELECT number FROM sum_words WHERE word = old.topics)
    AND stuck = old.stuck AND nothing_local = old.nothing_local AND service_failed = old.service_failed;
  UPDATE session_totals SET sessions = sessions - 1, people = people - old.people,
    minutes = minutes - old.minutes WHERE old.removed_at IS NULL AND month = substr(old.started_at, 1, 7)
    AND site_id = old.site_id AND outcome = old.outcome;
  DELETE FROM session_totals WHERE sessions = 0 AND month = substr(old.started_at, 1, 7)
    AND site_id = old.site_id AND outcome = old.outcome;
END;
CREATE TRIGGER session_resummed AFTER UPDATE OF started_at, site_id, champion_id, outcome, topics, stuck,
  nothing_local, service_failed, people, minutes, removed_at ON sessions BEGIN
  UPDATE month_sums SET sessions = sessions - 1, people = people - old.people,
    minutes = minutes - old.minutes WHERE old.removed_at IS NULL AND month = substr(old.started_at, 1, 7)
    AND site = (SELECT number FROM sum_words WHERE word = old.site_id)
    AND champion = (SELECT number FROM sum_words WHERE word = old.champion_id)
    AND outcome = (SELECT number FROM sum_words WHERE word = old.outcome)
    AND topics = (SELECT number FROM sum_words WHERE word = old.topics)
    AND stuck = old.stuck AND nothing_local = old.nothing_local AND service_failed = old.service_failed;
  DELETE FROM month_sums WHERE sessions = 0 AND month = substr(old.started_at, 1, 7)
    AND site = (SELECT number FROM sum_words WHERE word = old.site_id)
    AND champion = (SELECT number FROM sum_words WHERE word = old.champion_id)
    AND outcome = (SELECT number FROM sum_words WHERE word = old.outcome)
    AND topics = (SELECT number FROM sum_words WHERE word = old.topics)
    AND stuck = old.stuck AND nothing_local = old.nothing_local AND service_failed = old.service_failed;
  UPDATE session_totals SET sessions = sessions - 1, people = people - old.people,
    minutes = minutes - old.minutes WHERE old.removed_at IS NULL AND month = substr(old.started_at, 1, 7)
    AND site_id = old.site_id AND outcome = old.outcome;
  DELETE FROM session_totals WHERE sessions = 0 AND month = substr(old.started_at, 1, 7)
    AND site_id = old.site_id AND outcome = old.outcome;
  INSERT INTO sum_words (word) VALUES (new.site_id), (new.champion_id), (new.outcome), (new.topics)
    ON CONFLICT DO NOTHING;
  INSERT INTO month_sums SELECT substr(new.started_at, 1, 7),
    (SELECT number FROM sum_words WHERE word = new.site_id),
    (SELECT number FROM sum_words WHERE word = new.champion_id),
    (SELECT number FROM sum_words WHERE word = new.outcome),
    (SELECT number FROM sum_words WHERE word = new.topics),
    new.stuck, new.nothing_local, new.service_failed, 1, new.people, new.minutes
    WHERE new.removed_at IS NULL
    ON CONFLICT DO UPDATE SET sessions = sessions + 1, people = people + excluded.people,
    minutes = minutes + excluded.minutes;
  INSERT INTO session_totals SELECT substr(new.started_at, 1, 7), new.site_id, new.outcome, 1, new.people,
    new.minutes WHERE new.removed_at IS NULL
    ON CONFLICT DO UPDATE SET sessions = sessions + 1, people = people + excluded.people,
    minutes = minutes + excluded.minutes;
END;
