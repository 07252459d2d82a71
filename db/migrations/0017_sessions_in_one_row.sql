-- What was done in a session lies in the session's own row, which is written and read whole: with a row for each exercise
-- and one for each set, a push of a few sessions wrote a hundred rows and as many entries of indexes, and had the foreign key
-- of each looked up.

-- Whether no exercise has more than ten sets, for sessions in which one could; and whether each set says something, for those
-- that count more than repetitions.
CREATE FUNCTION ten_sets_of_each(set_exercises smallint[]) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN NOT EXISTS (SELECT FROM unnest(set_exercises) AS exercise GROUP BY exercise HAVING count(*) > 10);

CREATE FUNCTION each_set_says_something(reps smallint[], holds smallint[], durations smallint[], loads integer[])
RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN NOT EXISTS (
    SELECT FROM unnest(reps, holds, durations, loads) AS done (reps, hold, duration, load)
    WHERE coalesce(reps, hold, duration, load) IS NULL
);

-- What a rule says of one column belongs to a domain: PostgreSQL reads a domain's rules once in a session, and those of a table
-- once in each statement that writes to it.
CREATE DOMAIN session_exercises AS text[]
    CONSTRAINT session_log_at_most_60_exercises CHECK (cardinality(VALUE) <= 60)
    CONSTRAINT session_log_exercises_named CHECK (array_position(VALUE, NULL) IS NULL);
CREATE DOMAIN session_abandoned_reasons AS text[]
    CONSTRAINT session_log_abandoned_reasons_known CHECK (
        array_remove(VALUE, NULL) <@ ARRAY['pain', 'fatigue', 'time', 'equipment', 'other']
    );
CREATE DOMAIN session_difficulties AS smallint[]
    CONSTRAINT session_log_difficulties_in_range CHECK (-2 <= ALL (VALUE) AND 2 >= ALL (VALUE));
CREATE DOMAIN session_set_exercises AS smallint[]
    CONSTRAINT session_log_sets_of_exercises CHECK (
        array_position(VALUE, NULL) IS NULL AND 0 <= ALL (VALUE)
        AND CASE WHEN cardinality(VALUE) > 10 THEN ten_sets_of_each(VALUE) ELSE true END
    );
CREATE DOMAIN session_reps AS smallint[]
    CONSTRAINT session_log_reps_in_range CHECK (0 <= ALL (VALUE) AND 1000 >= ALL (VALUE));
CREATE DOMAIN session_hold_seconds AS smallint[]
    CONSTRAINT session_log_holds_in_range CHECK (0 <= ALL (VALUE) AND 3600 >= ALL (VALUE));
CREATE DOMAIN session_duration_seconds AS smallint[]
    CONSTRAINT session_log_durations_in_range CHECK (0 <= ALL (VALUE) AND 14400 >= ALL (VALUE));
CREATE DOMAIN session_load_grams AS integer[]
    CONSTRAINT session_log_loads_in_range CHECK (0 <= ALL (VALUE) AND 500000 >= ALL (VALUE));

ALTER TABLE session_log
    -- The exercises in the order in which they were done. What may be said of each has an array as long as this one, or null
    -- where it is said of none.
    ADD COLUMN exercises session_exercises,
    ADD COLUMN skipped_reasons text[],
    ADD COLUMN abandoned_reasons session_abandoned_reasons,
    ADD COLUMN difficulties session_difficulties,
    -- The sets in the order in which they were done: for each the position of its exercise, from 0, and what was counted, with
    -- null for what was counted in no set.
    ADD COLUMN set_exercises session_set_exercises,
    ADD COLUMN set_reps session_reps,
    ADD COLUMN set_hold_seconds session_hold_seconds,
    ADD COLUMN set_duration_seconds session_duration_seconds,
    ADD COLUMN set_load_grams session_load_grams;

-- The owner, too, is bound by the policies of charts.
ALTER TABLE session_log NO FORCE ROW LEVEL SECURITY;
ALTER TABLE session_item NO FORCE ROW LEVEL SECURITY;
ALTER TABLE session_set NO FORCE ROW LEVEL SECURITY;

WITH item AS (
    SELECT member_id, session_id, array_agg(exercise ORDER BY position) AS exercises,
        CASE WHEN count(skipped_reason) > 0 THEN array_agg(skipped_reason ORDER BY position) END AS skipped_reasons,
        CASE WHEN count(abandoned_reason) > 0 THEN array_agg(abandoned_reason ORDER BY position) END AS abandoned_reasons,
        CASE WHEN count(difficulty) > 0 THEN array_agg(difficulty ORDER BY position) END AS difficulties
    FROM session_item GROUP BY member_id, session_id
), done AS (
    SELECT member_id, session_id, array_agg(item_position ORDER BY item_position, position) AS exercises,
        CASE WHEN count(reps) > 0 THEN array_agg(reps ORDER BY item_position, position) END AS reps,
        CASE WHEN count(hold_seconds) > 0 THEN array_agg(hold_seconds ORDER BY item_position, position) END AS holds,
        CASE WHEN count(duration_seconds) > 0 THEN array_agg(duration_seconds ORDER BY item_position, position) END
            AS durations,
        CASE WHEN count(load_grams) > 0 THEN array_agg(load_grams ORDER BY item_position, position) END AS loads
    FROM session_set GROUP BY member_id, session_id
)
UPDATE session_log AS session
SET exercises = coalesce(item.exercises, '{}'), skipped_reasons = item.skipped_reasons,
    abandoned_reasons = item.abandoned_reasons, difficulties = item.difficulties,
    set_exercises = coalesce(done.exercises, '{}'), set_reps = done.reps, set_hold_seconds = done.holds,
    set_duration_seconds = done.durations, set_load_grams = done.loads
FROM session_log AS same
LEFT JOIN item ON item.member_id = same.member_id AND item.session_id = same.id
LEFT JOIN done ON done.member_id = same.member_id AND done.session_id = same.id
WHERE session.member_id = same.member_id AND session.id = same.id;

ALTER TABLE session_log FORCE ROW LEVEL SECURITY;

DROP TABLE session_set;
DROP TABLE session_item;

ALTER TABLE session_log
    ALTER COLUMN exercises SET NOT NULL,
    ALTER COLUMN set_exercises SET NOT NULL,
    ADD CONSTRAINT session_log_one_of_each CHECK (
        cardinality(skipped_reasons) = cardinality(exercises)
        AND cardinality(abandoned_reasons) = cardinality(exercises)
        AND cardinality(difficulties) = cardinality(exercises)
        AND cardinality(set_reps) = cardinality(set_exercises)
        AND cardinality(set_hold_seconds) = cardinality(set_exercises)
        AND cardinality(set_duration_seconds) = cardinality(set_exercises)
        AND cardinality(set_load_grams) = cardinality(set_exercises)
    ),
    ADD CONSTRAINT session_log_sets_of_its_exercises CHECK (cardinality(exercises) > ALL (set_exercises)),
    ADD CONSTRAINT session_log_sets_say_something CHECK (
        CASE
            WHEN cardinality(set_exercises) = 0 THEN true
            WHEN set_hold_seconds IS NULL AND set_duration_seconds IS NULL AND set_load_grams IS NULL
                THEN set_reps IS NOT NULL AND array_position(set_reps, NULL) IS NULL
            ELSE each_set_says_something(set_reps, set_hold_seconds, set_duration_seconds, set_load_grams)
        END
    );
