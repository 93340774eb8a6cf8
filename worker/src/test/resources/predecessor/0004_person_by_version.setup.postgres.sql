CREATE TABLE instance_setting (key text PRIMARY KEY, value text NOT NULL);

INSERT INTO instance_setting VALUES ('PERSON_INGESTION', 'on');

CREATE TABLE person (
    id         bigint PRIMARY KEY,
    team_id    bigint NOT NULL,
    properties text NOT NULL,
    version    bigint NOT NULL,
    is_deleted int NOT NULL,
    updated_at timestamptz NOT NULL
);

INSERT INTO person
SELECT n, 1 + (n - 1) % 3, '{"n":' || n || ', "said": "it''s\tso"}', 1 + n % 4, CASE WHEN n % 30 = 0 THEN 1 ELSE 0 END,
       timestamptz '2025-01-01 00:00:00+00'
  FROM generate_series(1, 100) AS n
