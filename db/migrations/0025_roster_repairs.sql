-- Files that may come again after they were turned down.

-- One file is loaded once; what was undone or rejected may be loaded again: the feed may have been mended meanwhile.
DROP INDEX eligibility_load_file_once;
CREATE UNIQUE INDEX eligibility_load_file_once ON eligibility_load (sponsor_id, sha256)
    WHERE state NOT IN ('undone', 'rejected');
