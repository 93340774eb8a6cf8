CREATE TABLE events (
    uuid        UUID,
    team        String,
    distinct_id String,
    timestamp   DateTime('UTC')
) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY (team, timestamp);

CREATE TABLE person_distinct_id2 (
    team        String,
    distinct_id String,
    person_id   UInt64,
    version     UInt64
) ENGINE = ReplacingMergeTree(version) ORDER BY (team, distinct_id);

INSERT INTO events
SELECT reinterpretAsUUID(sipHash128(number)), ['acme', 'zeta'][1 + number % 2], toString(number % 50),
       toDateTime('2025-01-20 00:00:00', 'UTC') + number * 7200
  FROM numbers(300);

INSERT INTO person_distinct_id2
SELECT ['acme', 'zeta'][1 + number % 2], toString(number), 1000 + number, 0 FROM numbers(50);

-- Distinct id 4 has belonged to another person since.
INSERT INTO person_distinct_id2 VALUES ('acme', '4', 2004, 1)
