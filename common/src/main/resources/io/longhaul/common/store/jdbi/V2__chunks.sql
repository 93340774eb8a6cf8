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
