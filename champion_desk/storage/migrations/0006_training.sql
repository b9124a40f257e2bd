-- Training: the council's own frameworks and courses, what a role must have done, answers to suggestions,
-- badges, certificates, exercises that were done, and what is told of self-assessments without names.
CREATE TABLE own_frameworks (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, text TEXT NOT NULL, retired INTEGER NOT NULL,
  brought_in_on TEXT NOT NULL, removed_at TEXT);

CREATE TABLE own_courses (
  id TEXT PRIMARY KEY, code TEXT NOT NULL UNIQUE, title TEXT NOT NULL, provider TEXT NOT NULL,
  hours REAL NOT NULL, refresh_months INTEGER, covers TEXT NOT NULL, needs TEXT NOT NULL,
  retired INTEGER NOT NULL, removed_at TEXT);

CREATE TABLE duties (
  id TEXT PRIMARY KEY, course TEXT NOT NULL, role TEXT NOT NULL, due_days INTEGER NOT NULL,
  since TEXT NOT NULL, removed_at TEXT, UNIQUE (course, role));

CREATE TABLE suggestion_answers (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL REFERENCES champions (id), kind TEXT NOT NULL,
  code TEXT NOT NULL, answer TEXT NOT NULL, until TEXT, answered_at TEXT NOT NULL, removed_at TEXT,
  UNIQUE (champion_id, kind, code));

CREATE TABLE badges (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL REFERENCES champions (id), name TEXT NOT NULL,
  issuer TEXT NOT NULL, version TEXT NOT NULL, issued_on TEXT, expires_on TEXT, proven TEXT NOT NULL,
  unproven TEXT NOT NULL, document TEXT NOT NULL, digest TEXT NOT NULL, kept_on TEXT NOT NULL,
  removed_at TEXT);
CREATE INDEX badges_champion ON badges (champion_id);

CREATE TABLE practices (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL REFERENCES champions (id), topic TEXT NOT NULL,
  right_answers INTEGER NOT NULL, questions INTEGER NOT NULL, done_at TEXT NOT NULL, removed_at TEXT);
CREATE INDEX practices_champion ON practices (champion_id, done_at);

-- A rating is told to others at most once: among at least five, without names, or by its champion's sharing.
ALTER TABLE self_assessments ADD COLUMN told TEXT NOT NULL DEFAULT '';
CREATE INDEX self_assessments_untold ON self_assessments (skill, rated_at) WHERE told = '';
CREATE TABLE rating_counts (
  id TEXT PRIMARY KEY, skill TEXT NOT NULL, people INTEGER NOT NULL, able INTEGER, made_on TEXT NOT NULL,
  removed_at TEXT);
CREATE TABLE rating_shares (
  id TEXT PRIMARY KEY, champion_id TEXT NOT NULL UNIQUE REFERENCES champions (id), since TEXT NOT NULL,
  removed_at TEXT);

ALTER TABLE goals ADD COLUMN next_step TEXT NOT NULL DEFAULT '';
ALTER TABLE goals ADD COLUMN buddy_id TEXT NOT NULL DEFAULT '';
ALTER TABLE goals ADD COLUMN course TEXT NOT NULL DEFAULT '';
CREATE INDEX enrolments_champion ON enrolments (champion_id);
CREATE INDEX goals_champion ON goals (champion_id);

-- Certificates are larger than pictures of a sheet.
CREATE TABLE larger_attachments (
  id TEXT PRIMARY KEY, owner_table TEXT NOT NULL, owner_id TEXT NOT NULL, name TEXT NOT NULL,
  media_type TEXT NOT NULL, description TEXT NOT NULL, content BLOB NOT NULL CHECK (length(content) <= 5000000),
  removed_at TEXT);
INSERT INTO larger_attachments SELECT id, owner_table, owner_id, name, media_type, description, content,
  removed_at FROM attachments;
DROP TABLE attachments;
ALTER TABLE larger_attachments RENAME TO attachments;
CREATE INDEX attachments_owner ON attachments (owner_table, owner_id);

-- Who helped in another language than English, where and when: few sessions of many.
CREATE INDEX sessions_other_language ON sessions (started_at, language, site_id, champion_id, outcome)
  WHERE language NOT IN ('', 'en') AND removed_at IS NULL;
-- What was asked for in quick counts, at which site and whom.
CREATE INDEX tallies_asked ON tallies (started_at, site_id, champion_id, topic, how, count)
  WHERE removed_at IS NULL;
-- Of these only the day is known, not the hour.
CREATE INDEX sessions_untimed ON sessions (started_at, site_id) WHERE time_known = 0 AND removed_at IS NULL;
