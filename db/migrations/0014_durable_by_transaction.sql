-- Which transaction wrote last_seq, in place of when: clocks are set back, and a push after that would count as kept at a second
-- place because its time lies before the archive's.
--
-- What was sent until now counts as sent by this migration, which no second place has yet.
ALTER TABLE device_progress
    ADD COLUMN pushed_by xid8 DEFAULT pg_current_xact_id(),
    DROP COLUMN pushed_at;
ALTER TABLE device_progress ALTER COLUMN pushed_by DROP DEFAULT;
