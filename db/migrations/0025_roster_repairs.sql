-- Files that may come again after they were turned down, what a load that waits was compared as, who sent
-- it, and rows that only end what is in force.

-- One file is loaded once; what was undone or rejected may be loaded again: the feed may have been mended meanwhile.
DROP INDEX eligibility_load_file_once;
CREATE UNIQUE INDEX eligibility_load_file_once ON eligibility_load (sponsor_id, sha256)
    WHERE state NOT IN ('undone', 'rejected');

-- Whether the load was compared as a whole roster or as changes; null for loads from before this was kept.
ALTER TABLE eligibility_load
    ADD COLUMN feed_mode text,
    ADD CONSTRAINT eligibility_load_feed_mode_known CHECK (feed_mode IN ('full', 'delta'));

-- Whether a row speaks of its own plan alone, and, where it covers no day itself, why it ends what is in force from its day on.
ALTER TABLE roster_row
    ADD COLUMN of_plan_only boolean NOT NULL DEFAULT false,
    -- The plans of all rows of whoever speaks of those alone; null for everybody else.
    ADD COLUMN plans text[],
    ADD COLUMN ending text;
ALTER TABLE staged_row
    ADD COLUMN of_plan_only boolean NOT NULL DEFAULT false,
    ADD COLUMN ending text,
    ADD CONSTRAINT staged_row_ending_known CHECK (ending IN ('plan', 'cover', 'age', 'family')),
    ADD CONSTRAINT staged_row_ending_covers_no_day CHECK (ending IS NULL OR valid_to = valid_from);

-- Who sent the file and whose people it has, as an 834 says itself; null for formats that do not.
ALTER TABLE eligibility_load ADD COLUMN sender text;
