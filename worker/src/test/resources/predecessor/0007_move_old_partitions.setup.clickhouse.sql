-- Two months that are old, and two that are not.
CREATE TABLE events (
    uuid      UUID,
    event     String,
    timestamp DateTime('UTC')
) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY timestamp;

INSERT INTO events
SELECT reinterpretAsUUID(sipHash128(number)), 'pageview',
       [toDateTime('2019-05-01 00:00:00', 'UTC'), toDateTime('2019-06-01 00:00:00', 'UTC'),
        toDateTime('2025-01-01 00:00:00', 'UTC'), toDateTime('2025-02-01 00:00:00', 'UTC')][1 + number % 4] + number * 60
  FROM numbers(300)
