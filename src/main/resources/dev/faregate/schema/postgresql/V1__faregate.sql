-- Faregate, schema version 1, for PostgreSQL 13 and later. Times are microseconds since 1970 (UTC). Names are found through
-- the search_path. After a backup was restored, run: UPDATE faregate_log SET id = replace(gen_random_uuid()::text, '-', '');

CREATE TABLE faregate_schema (
  version integer PRIMARY KEY
);

-- One row: the identity of the revocation log, and the number of its newest entry. Counted up by the transaction that adds an
-- entry, so numbers become visible in their order and without gaps.
CREATE TABLE faregate_log (
  one      smallint PRIMARY KEY DEFAULT 1 CHECK (one = 1),
  id       text     NOT NULL DEFAULT replace(gen_random_uuid()::text, '-', ''),
  sequence bigint   NOT NULL DEFAULT 0
);

CREATE TABLE faregate_revocation (
  sequence bigint PRIMARY KEY,
  level    text   NOT NULL,
  target   text   NOT NULL,
  at       bigint NOT NULL
);

-- Whatever was issued below the number is dead.
CREATE TABLE faregate_watermark (
  level    text   NOT NULL,
  target   text   NOT NULL,
  sequence bigint NOT NULL,
  at       bigint NOT NULL,
  PRIMARY KEY (level, target)
);

CREATE TABLE faregate_api_token (
  id              text COLLATE "C" PRIMARY KEY,
  name            text   NOT NULL,
  owner           text   NOT NULL,
  resource        text,
  permission      text   NOT NULL,
  scopes          text   NOT NULL,
  metadata        text   NOT NULL,
  created_at      bigint NOT NULL,
  expires_at      bigint,
  last_used_at    bigint,
  revoked_at      bigint,
  ended_at        bigint,
  digest          text COLLATE "C" NOT NULL,
  sealed_secret   text,
  issued_at       bigint NOT NULL
) WITH (fillfactor = 85);

COMMENT ON COLUMN faregate_api_token.ended_at IS 'when it was revoked, or expired and that was noted; then no clock brings it back';
COMMENT ON COLUMN faregate_api_token.issued_at IS 'the number of the newest revocation when it was issued';

CREATE UNIQUE INDEX faregate_api_token_digest ON faregate_api_token (digest);
CREATE INDEX faregate_api_token_owner ON faregate_api_token (owner, id) WHERE ended_at IS NULL;
CREATE INDEX faregate_api_token_resource ON faregate_api_token (resource, id) WHERE resource IS NOT NULL AND ended_at IS NULL;

-- The secrets that API tokens had before they were rotated. Each works until its time, unless it has ended before: then the
-- column says whether it was REPLACED at once or REVOKED.
CREATE TABLE faregate_former_secret (
  digest    text COLLATE "C" PRIMARY KEY,
  api_token text COLLATE "C" NOT NULL,
  until     bigint NOT NULL,
  ended     text
);

CREATE INDEX faregate_former_secret_api_token ON faregate_former_secret (api_token);

CREATE TABLE faregate_session (
  id           text COLLATE "C" PRIMARY KEY,
  owner        text   NOT NULL,
  signed_in_at bigint NOT NULL,
  refreshed_at bigint,
  next_number  bigint NOT NULL,
  until        bigint NOT NULL,
  log_id       text   NOT NULL,
  log_sequence bigint NOT NULL
);

CREATE INDEX faregate_session_owner ON faregate_session (owner, signed_in_at, id);

-- Not logged: after a crash of the server every bucket is full again. Room in each page, and no index but the key, so that an
-- update leaves the indexes alone.
CREATE UNLOGGED TABLE faregate_bucket (
  key          bytea  PRIMARY KEY,
  limits       text   NOT NULL,
  incarnation  bigint NOT NULL,
  longest_wait bigint NOT NULL DEFAULT 0,
  tat0         bigint NOT NULL,
  tat1         bigint,
  tat2         bigint,
  tat3         bigint,
  refunded0    bigint NOT NULL DEFAULT 0,
  refunded1    bigint NOT NULL DEFAULT 0,
  refunded2    bigint NOT NULL DEFAULT 0,
  refunded3    bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 70);

INSERT INTO faregate_log DEFAULT VALUES;
INSERT INTO faregate_schema (version) VALUES (1);
