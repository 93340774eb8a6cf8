CREATE TABLE sessions (
    team_id    UInt64,
    id         String,
    duration   UInt32,
    version    UInt64,
    created_at DateTime('UTC')
) ENGINE = MergeTree PARTITION BY toYYYYMM(created_at) ORDER BY (team_id, id);

CREATE TABLE groups (
    team_id    UInt64,
    id         String,
    properties String,
    version    UInt64,
    created_at DateTime('UTC')
) ENGINE = MergeTree PARTITION BY toYYYYMM(created_at) ORDER BY (team_id, id);

-- Each tenth session is there twice, its second version longer.
INSERT INTO sessions
SELECT 1 + number % 2, toString(number), number, 1, toDateTime('2025-01-20 00:00:00', 'UTC') + number * 7200
  FROM numbers(200);

INSERT INTO sessions
SELECT 1 + number % 2, toString(number), number + 500, 2, toDateTime('2025-01-20 00:00:00', 'UTC') + number * 7200
  FROM numbers(200) WHERE number % 10 = 0;

INSERT INTO groups
SELECT 1, toString(number), concat('{"n":', toString(number), '}'), 1,
       toDateTime('2025-01-20 00:00:00', 'UTC') + number * 86400
  FROM numbers(20)
