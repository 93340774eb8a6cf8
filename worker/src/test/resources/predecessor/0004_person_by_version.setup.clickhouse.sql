-- Some persons are missing here, and some are there in versions that PostgreSQL has never had.
CREATE TABLE person (
    id         UInt64,
    team_id    UInt64,
    properties String,
    version    UInt64,
    is_deleted UInt8
) ENGINE = ReplacingMergeTree ORDER BY (team_id, id);

INSERT INTO person
SELECT number + 1, 1 + number % 3, concat('{"n":', toString(number + 1), '}'), if(number % 20 = 0, 77, 1), 0
  FROM numbers(90)
