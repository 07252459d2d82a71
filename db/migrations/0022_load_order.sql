-- The order in which a sponsor's files came, counted while the sponsor is locked. Ids are ordered by time alone, and two
-- files that come within a millisecond have no order by them.

-- Whatever makes a sponsor's first load by hand need not say that it is the first.
ALTER TABLE eligibility_load ADD COLUMN position bigint NOT NULL DEFAULT 1;
UPDATE eligibility_load AS load SET position = counted.position
FROM (
    SELECT sponsor_id, load_id, row_number() OVER (PARTITION BY sponsor_id ORDER BY received_at, load_id) AS position
    FROM eligibility_load
) AS counted
WHERE counted.sponsor_id = load.sponsor_id AND counted.load_id = load.load_id;
ALTER TABLE eligibility_load
    ADD CONSTRAINT eligibility_load_position_once UNIQUE (sponsor_id, position),
    ADD CONSTRAINT eligibility_load_position_positive CHECK (position >= 1);
