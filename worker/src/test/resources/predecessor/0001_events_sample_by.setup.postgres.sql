CREATE TABLE instance_setting (key text PRIMARY KEY, value text NOT NULL);

INSERT INTO instance_setting VALUES ('COMPUTE_MATERIALIZED_COLUMNS', 'true')
