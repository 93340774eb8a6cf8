CREATE TABLE person_distinct_id (
    team        String,
    distinct_id String,
    person_id   UInt64,
    is_deleted  UInt8,
    timestamp   DateTime('UTC')
) ENGINE = MergeTree ORDER BY (team, distinct_id);

CREATE TABLE person_distinct_id2 (
    team        String,
    distinct_id String,
    person_id   UInt64,
    version     UInt64
) ENGINE = ReplacingMergeTree(version) ORDER BY (team, distinct_id);

INSERT INTO person_distinct_id
SELECT ['acme', 'o''hara; DROP TABLE person_distinct_id --', 'zeta'][1 + number % 3], toString(number), number, 0,
       toDateTime('2025-01-01 00:00:00', 'UTC') + number
  FROM numbers(90);

-- Distinct id 3 was merged into person 1000; number 6 is deleted; number 9 was deleted, and came back as person 2000.
INSERT INTO person_distinct_id VALUES
    ('acme', '3', 1000, 0, '2025-02-01 00:00:00'),
    ('acme', '6', 6, 1, '2025-02-01 00:00:00'),
    ('acme', '9', 9, 1, '2025-02-01 00:00:00'),
    ('acme', '9', 2000, 0, '2025-02-02 00:00:00');

-- Distinct id 12 was written after the product knew the new table.
INSERT INTO person_distinct_id2 VALUES ('acme', '12', 3000, 1)
