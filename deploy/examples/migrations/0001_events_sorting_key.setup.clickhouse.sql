-- What longhaul-worker prove makes before each run of 0001_events_sorting_key: small, but with everything that the
-- migration has to cope with. Here three months, so that there are three partitions to copy.
CREATE TABLE events
(
    uuid UUID,
    team_id Int64,
    event String,
    distinct_id String,
    timestamp DateTime64(3, 'UTC'),
    properties String
)
ENGINE = MergeTree
PARTITION BY toYYYYMM(timestamp)
ORDER BY (team_id, toDate(timestamp), distinct_id);

INSERT INTO events
SELECT reinterpretAsUUID(sipHash128(number)), number % 3, ['$pageview', 'click', 'signup'][number % 3 + 1],
       concat('person ', toString(number % 50)), toDateTime64('2024-01-15 00:00:00', 3, 'UTC') + number * 3600 * 2,
       concat('{"n":', toString(number), '}')
FROM numbers(900);
