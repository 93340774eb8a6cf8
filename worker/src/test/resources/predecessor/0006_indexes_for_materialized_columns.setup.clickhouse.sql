-- One of the three materialized columns has its index; the name of another needs quotes.
CREATE TABLE events (
    uuid                 UUID,
    timestamp            DateTime('UTC'),
    properties           String,
    mat_browser          String MATERIALIZED JSONExtractString(properties, 'browser'),
    mat_plan             String MATERIALIZED JSONExtractString(properties, 'plan'),
    `mat_$current-url`   String MATERIALIZED JSONExtractString(properties, 'url'),
    INDEX minmax_mat_plan mat_plan TYPE minmax GRANULARITY 1
) ENGINE = MergeTree PARTITION BY toYYYYMM(timestamp) ORDER BY timestamp;

INSERT INTO events (uuid, timestamp, properties)
SELECT reinterpretAsUUID(sipHash128(number)), toDateTime('2025-01-20 00:00:00', 'UTC') + number * 7200,
       concat('{"browser":"b', toString(number % 4), '","plan":"p', toString(number % 3), '","url":"/', toString(number), '"}')
  FROM numbers(300)
