-- Events as the product had them at first, written by a view.
CREATE TABLE events (
    uuid        UUID,
    team_id     UInt64,
    event       String,
    distinct_id String,
    timestamp   DateTime('UTC'),
    properties  String,
    inserted_at DateTime('UTC')
) ENGINE = MergeTree
PARTITION BY toYYYYMM(timestamp)
ORDER BY (team_id, toDate(timestamp), cityHash64(distinct_id), cityHash64(uuid))
SAMPLE BY cityHash64(distinct_id);

CREATE TABLE events_queue AS events ENGINE = Null;

CREATE MATERIALIZED VIEW events_mv TO events AS SELECT * FROM events_queue;

INSERT INTO events_queue
SELECT reinterpretAsUUID(sipHash128(number)), 1 + number % 3, ['pageview', 'signup', 'autocapture'][1 + number % 3],
       concat('user-', toString(number % 40)), toDateTime('2025-01-20 00:00:00', 'UTC') + number * 7200 AS timestamp,
       concat('{"n":', toString(number), '}'), timestamp
  FROM numbers(300)
