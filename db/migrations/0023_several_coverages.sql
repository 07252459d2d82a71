-- Several coverages of one person that begin on the same day: a health plan and a rider, as one member's 834 has them.
--
-- A person may have several rows in a file. The first of them speaks for the person; together they say what holds from the
-- earliest of their days on.

ALTER TABLE coverage
    DROP CONSTRAINT coverage_pkey,
    ADD CONSTRAINT coverage_pkey PRIMARY KEY (sponsor_id, number, valid_from, plan_code);

ALTER TABLE coverage_before
    DROP CONSTRAINT coverage_before_pkey,
    ADD CONSTRAINT coverage_before_pkey PRIMARY KEY (sponsor_id, load_id, number, valid_from, plan_code);

-- A load that gave a period another plan changed the row until now, and makes one of its own from here on. What it replaced has a
-- row that covers no day, as it would have today, so that such a load can still be taken back.
INSERT INTO coverage (sponsor_id, number, valid_from, valid_to, plan_code, end_reason, load_id)
SELECT before.sponsor_id, before.number, before.valid_from, before.valid_from, before.plan_code, before.end_reason,
    before.load_id
FROM coverage_before AS before
ON CONFLICT (sponsor_id, number, valid_from, plan_code) DO NOTHING;

ALTER TABLE roster_row
    ADD COLUMN is_first boolean NOT NULL DEFAULT true,
    ADD COLUMN holds_from date NOT NULL DEFAULT '-infinity';

ALTER TABLE staged_row
    ADD COLUMN is_first boolean NOT NULL DEFAULT true,
    ADD COLUMN holds_from date,
    DROP CONSTRAINT staged_row_pkey,
    ADD CONSTRAINT staged_row_pkey PRIMARY KEY (sponsor_id, load_id, number, valid_from, plan_code);
UPDATE staged_row SET holds_from = valid_from;
ALTER TABLE staged_row ALTER COLUMN holds_from SET NOT NULL;

-- Person by person, for whoever looks at what a load would do.
CREATE UNIQUE INDEX staged_row_first ON staged_row (sponsor_id, load_id, number) WHERE is_first;
