-- The tables of Longhaul. PostgreSQL is the only authority: what is not here is not true.

-- What workers ship with; the version registered last.
CREATE TABLE migration (
    id            text PRIMARY KEY,
    checksum      text        NOT NULL,
    description   text        NOT NULL,
    source        text        NOT NULL,
    irreversible  jsonb       NOT NULL DEFAULT '[]', -- names of its operations that cannot be taken back
    version_from    text,                            -- of the application: the first with which it may be run
    version_through text,                            -- and the last: it must be done before what follows
    after         jsonb       NOT NULL DEFAULT '[]', -- ids of migrations that must be done before it
    required_here boolean,                           -- what its check said; NULL while it has no answer
    required_asked_by text,
    required_asked_at timestamptz,
    registered_by text        NOT NULL,
    registered_at timestamptz NOT NULL DEFAULT now(),
    CHECK ((required_here IS NULL) = (required_asked_by IS NULL)),
    CHECK ((required_here IS NULL) = (required_asked_at IS NULL))
);

-- Every version that any worker ever shipped with: a run keeps to the one it was asked for with.
CREATE TABLE definition (
    migration text NOT NULL REFERENCES migration (id) ON DELETE CASCADE,
    checksum  text NOT NULL,
    source    text NOT NULL,
    parameters jsonb NOT NULL DEFAULT '[]',          -- what may be chosen for a run of it
    PRIMARY KEY (migration, checksum)
);

-- Workers and reapers, one row for the life of a process.
CREATE TABLE process (
    id         text PRIMARY KEY,
    kind       text        NOT NULL CHECK (kind IN ('WORKER', 'REAPER')),
    host       text        NOT NULL,
    pid        bigint      NOT NULL,
    services   jsonb       NOT NULL DEFAULT '{}',
    application text,                           -- the version that its application has
    started_at timestamptz NOT NULL DEFAULT now(),
    beat_at    timestamptz NOT NULL DEFAULT now(),
    left_at    timestamptz
);

-- Which worker has which version of which migration.
CREATE TABLE shipped (
    worker    text NOT NULL REFERENCES process (id) ON DELETE CASCADE,
    migration text NOT NULL REFERENCES migration (id),
    checksum  text NOT NULL,
    PRIMARY KEY (worker, migration)
);

CREATE TABLE run (
    id         uuid PRIMARY KEY,
    migration  text        NOT NULL REFERENCES migration (id),
    checksum   text        NOT NULL,
    state      text        NOT NULL CHECK (state IN
        ('QUEUED', 'STARTING', 'RUNNING', 'ROLLING_BACK', 'PAUSED', 'FAILED', 'ROLLBACK_FAILED',
         'SUCCEEDED', 'ROLLED_BACK', 'REFUSED', 'NOT_REQUIRED', 'CANCELLED')),
    direction  text        NOT NULL CHECK (direction IN ('FORWARD', 'BACKWARD')),
    wish       text        NOT NULL CHECK (wish IN ('RUN', 'PAUSE', 'PAUSE_NOW', 'STOP', 'ROLL_BACK')),
    epoch      bigint      NOT NULL DEFAULT 0,  -- the fencing token: every claim and takeover adds one
    sequence   bigint      NOT NULL DEFAULT 1,  -- every beat and change of state adds one
    dispatch   integer     NOT NULL DEFAULT 1,  -- the wake-up that counts
    crashes    integer     NOT NULL DEFAULT 0,  -- takeovers since an operation was last done
    not_before timestamptz,                     -- back-off: no claim before
    slot       text CHECK (slot = 'only'),      -- the one place in which a run may execute
    key        text UNIQUE,                     -- asking twice with it is asking once
    worker     text,
    heartbeat  interval,                        -- the reaper judges by these two
    dead_after interval,
    parameters jsonb       NOT NULL DEFAULT '{}', -- as they are bound, those that nobody chose included
    progress   jsonb       NOT NULL DEFAULT '{}',
    reason     text,
    asked_by   text        NOT NULL,
    asked_at   timestamptz NOT NULL DEFAULT clock_timestamp(), -- of the request, not of its wait for its turn
    changed_at timestamptz NOT NULL DEFAULT now(),
    started_at timestamptz,
    finished_at timestamptz,
    beat_at    timestamptz,
    health     text,                            -- what its healthchecks found last, in words
    healthy_at timestamptz,                     -- and when
    stalled_at timestamptz,                     -- since then nothing moves in the statement in flight
    stall      text,                            -- and this is what was expected
    loss       text CHECK (loss IN ('GONE', 'THERE')), -- what somebody says of operations that have lost their mark
    CHECK ((stalled_at IS NULL) = (stall IS NULL)),
    CHECK (stalled_at IS NULL OR state IN ('STARTING', 'RUNNING', 'ROLLING_BACK')),
    CHECK (state NOT IN ('STARTING', 'RUNNING', 'ROLLING_BACK') OR (slot IS NOT NULL AND worker IS NOT NULL)),
    CHECK (state NOT IN ('FAILED', 'ROLLBACK_FAILED', 'SUCCEEDED', 'ROLLED_BACK', 'REFUSED', 'NOT_REQUIRED', 'CANCELLED')
           OR slot IS NULL)
);

-- One slot. Partial, because an update of a column with a full unique index locks the row against the mere look of a
-- foreign key, and each line of a run's story is such a look.
CREATE UNIQUE INDEX run_slot ON run (slot) WHERE slot IS NOT NULL;

-- The first eight characters are what people type and what names on target databases carry: they mean one run.
CREATE UNIQUE INDEX run_brief ON run (left(CAST(id AS text), 8));

-- A migration has at most one run that is not over.
CREATE UNIQUE INDEX run_unfinished ON run (migration)
    WHERE state NOT IN ('SUCCEEDED', 'ROLLED_BACK', 'REFUSED', 'NOT_REQUIRED', 'CANCELLED');
CREATE INDEX run_of_migration ON run (migration, asked_at DESC);
CREATE INDEX run_queued ON run (asked_at) WHERE state = 'QUEUED';

-- What a run does, frozen before its first operation.
CREATE TABLE plan (
    run       uuid PRIMARY KEY REFERENCES run (id) ON DELETE CASCADE,
    document  jsonb       NOT NULL,
    frozen_at timestamptz NOT NULL DEFAULT now()
);

-- The journal: each attempt is written before it acts.
CREATE TABLE attempt (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run       uuid        NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    operation integer     NOT NULL,
    chunk     integer     NOT NULL,
    direction text        NOT NULL,
    epoch     bigint      NOT NULL,
    worker    text        NOT NULL,
    query_id  text        NOT NULL,
    statement text        NOT NULL,
    begun_at  timestamptz NOT NULL DEFAULT now(),
    ended_at  timestamptz,
    result    text CHECK (result IN ('DONE', 'FOUND_DONE', 'FAILED', 'LOST')),
    marked    boolean     NOT NULL DEFAULT false, -- the target keeps a mark of it, as long as it keeps its effect
    rows      bigint      NOT NULL DEFAULT 0,
    checkpoint text,             -- how far an operation in Java has come, in its own words
    CHECK ((ended_at IS NULL) = (result IS NULL)),
    UNIQUE (run, query_id)
);
CREATE INDEX attempt_of_run ON attempt (run, id);

-- The pieces of built-in operations. A chunk is stored before its statement is sent, and once more before any of its rows
-- are published: by its parts it can be told afterwards what was.
CREATE TABLE chunk (
    run       uuid    NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    operation integer NOT NULL,
    direction text    NOT NULL,
    number    integer NOT NULL,
    stage     text    NOT NULL CHECK (stage IN ('BULK', 'DELTA', 'TAIL')),
    slice     jsonb   NOT NULL,                  -- which rows of the old table
    state     text    NOT NULL DEFAULT 'PLANNED'
              CHECK (state IN ('PLANNED', 'BEGUN', 'FILLED', 'PUBLISHED', 'REPLACED')),
    epoch     bigint,                            -- of the last try
    query_id  text,                              -- and its statement
    tries     integer NOT NULL DEFAULT 0,
    filling   jsonb,                             -- what it copied: rows, bytes, checksum, parts
    begun_at  timestamptz,
    ended_at  timestamptz,
    PRIMARY KEY (run, operation, direction, number)
);
-- Nothing is to be copied twice.
CREATE UNIQUE INDEX chunk_slice ON chunk (run, operation, direction, stage, md5(CAST(slice AS text)))
    WHERE state <> 'REPLACED';

-- What runs leave on a target and is put away later, by whichever worker is called for it.
CREATE TABLE clean_up (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run        uuid    NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    operation  integer NOT NULL,
    kind       text    NOT NULL CHECK (kind IN ('OLD_TABLE', 'SETTINGS')),
    table_name text    NOT NULL,
    table_uuid text    NOT NULL,
    settings   jsonb   NOT NULL DEFAULT '{}',    -- of the table, as they were before
    last_block bigint,                           -- up to which its rows are in the new table
    due_at     timestamptz NOT NULL,             -- not before
    state      text    NOT NULL DEFAULT 'WAITING'
               CHECK (state IN ('WAITING', 'CALLED', 'BEGUN', 'DONE', 'SEEN_TO')), -- the last: by the run itself
    epoch      bigint,                           -- of the run when a worker was called for it
    worker     text,
    tries      integer NOT NULL DEFAULT 0,
    touched_at timestamptz NOT NULL DEFAULT now(),
    trouble    text,                             -- why the last try came to nothing
    UNIQUE (run, operation, kind, table_uuid)
);
CREATE INDEX clean_up_open ON clean_up (run) WHERE state IN ('WAITING', 'CALLED', 'BEGUN');


CREATE TABLE error (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run       uuid        NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    attempt   bigint REFERENCES attempt (id) ON DELETE CASCADE,
    epoch     bigint      NOT NULL,
    worker    text,
    source    text        NOT NULL,
    code      text        NOT NULL,
    message   text        NOT NULL,
    retried_after interval,      -- it passes by itself: the operation was tried again after so long
    at        timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX error_of_run ON error (run, id);

-- The story of each run.
CREATE TABLE event (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run   uuid        NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    kind  text        NOT NULL,
    epoch bigint      NOT NULL,
    actor text,
    text  text        NOT NULL,
    since timestamptz,           -- when that began of which it tells, where that was earlier
    at    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX event_of_run ON event (run, id);

-- Wake-ups on their way to the broker; one is forgotten only after the broker has confirmed it.
CREATE TABLE outbox (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run          uuid        NOT NULL REFERENCES run (id) ON DELETE CASCADE,
    dispatch     integer     NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    due_at       timestamptz NOT NULL DEFAULT now(),
    published_at timestamptz
);
CREATE INDEX outbox_waiting ON outbox (created_at) WHERE published_at IS NULL;
CREATE INDEX outbox_of_run ON outbox (run, created_at DESC);

-- What admins have set: for all migrations (scope '') or for one.
CREATE TABLE setting (
    scope      text        NOT NULL,
    name       text        NOT NULL,
    value      text,                            -- NULL once it is taken back: who did that stays known
    changed_by text        NOT NULL,
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (scope, name)
);
