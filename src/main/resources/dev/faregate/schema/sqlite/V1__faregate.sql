-- Faregate, schema version 1, for SQLite 3.35 and later. Times are microseconds since 1970 (UTC). After a backup was restored,
-- run: UPDATE faregate_log SET id = lower(hex(randomblob(16)));

CREATE TABLE faregate_schema (
  version INTEGER PRIMARY KEY
);

-- One row: the identity of the revocation log, and the number of its newest entry.
CREATE TABLE faregate_log (
  one      INTEGER PRIMARY KEY CHECK (one = 1),
  id       TEXT    NOT NULL,
  sequence INTEGER NOT NULL
);

CREATE TABLE faregate_revocation (
  sequence INTEGER PRIMARY KEY,
  level    TEXT    NOT NULL,
  target   TEXT    NOT NULL,
  at       INTEGER NOT NULL
);

-- Whatever was issued below the number is dead.
CREATE TABLE faregate_watermark (
  level    TEXT    NOT NULL,
  target   TEXT    NOT NULL,
  sequence INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  PRIMARY KEY (level, target)
) WITHOUT ROWID;

-- ended_at: when it was revoked, or expired and that was noted; then no clock brings it back.
-- issued_at: the number of the newest revocation when it was issued.
CREATE TABLE faregate_api_token (
  id              TEXT    NOT NULL PRIMARY KEY,
  name            TEXT    NOT NULL,
  owner           TEXT    NOT NULL,
  resource        TEXT,
  permission      TEXT    NOT NULL,
  scopes          TEXT    NOT NULL,
  metadata        TEXT    NOT NULL,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER,
  last_used_at    INTEGER,
  revoked_at      INTEGER,
  ended_at        INTEGER,
  digest          TEXT    NOT NULL,
  sealed_secret   TEXT,
  issued_at       INTEGER NOT NULL
);

CREATE UNIQUE INDEX faregate_api_token_digest ON faregate_api_token (digest);
CREATE INDEX faregate_api_token_owner ON faregate_api_token (owner, id) WHERE ended_at IS NULL;
CREATE INDEX faregate_api_token_resource ON faregate_api_token (resource, id) WHERE resource IS NOT NULL AND ended_at IS NULL;

-- The secrets that API tokens had before they were rotated. Each works until its time, unless it has ended before: then the
-- column says whether it was REPLACED at once or REVOKED.
CREATE TABLE faregate_former_secret (
  digest    TEXT    NOT NULL PRIMARY KEY,
  api_token TEXT    NOT NULL,
  until     INTEGER NOT NULL,
  ended     TEXT
) WITHOUT ROWID;

CREATE INDEX faregate_former_secret_api_token ON faregate_former_secret (api_token);

CREATE TABLE faregate_session (
  id           TEXT    NOT NULL PRIMARY KEY,
  owner        TEXT    NOT NULL,
  signed_in_at INTEGER NOT NULL,
  refreshed_at INTEGER,
  next_number  INTEGER NOT NULL,
  until        INTEGER NOT NULL,
  log_id       TEXT    NOT NULL,
  log_sequence INTEGER NOT NULL
) WITHOUT ROWID;

CREATE INDEX faregate_session_owner ON faregate_session (owner, signed_in_at, id);

CREATE TABLE faregate_bucket (
  key          BLOB    NOT NULL PRIMARY KEY,
  limits       TEXT    NOT NULL,
  incarnation  INTEGER NOT NULL,
  longest_wait INTEGER NOT NULL DEFAULT 0,
  tat0         INTEGER NOT NULL,
  tat1         INTEGER,
  tat2         INTEGER,
  tat3         INTEGER,
  refunded0    INTEGER NOT NULL DEFAULT 0,
  refunded1    INTEGER NOT NULL DEFAULT 0,
  refunded2    INTEGER NOT NULL DEFAULT 0,
  refunded3    INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

INSERT INTO faregate_log (one, id, sequence) VALUES (1, lower(hex(randomblob(16))), 0);
INSERT INTO faregate_schema (version) VALUES (1);
