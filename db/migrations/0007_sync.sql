-- The whole of the sync protocol: panels, drops, devices of practitioners, receipts, what was set aside and settled.

-- Which life of the database this is. After a restore or a fail-over versions and transaction numbers begin anew; another
-- id then tells every device to replace its copies, and nothing that looks familiar is mistaken for what it was.
CREATE TABLE incarnation (
    incarnation_id uuid NOT NULL,
    -- What PostgreSQL says of itself; when it says something else at start-up, somebody forgot to renew the incarnation.
    system_identifier bigint NOT NULL,
    timeline integer NOT NULL,
    began_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT incarnation_pkey PRIMARY KEY (incarnation_id)
);

GRANT SELECT ON incarnation TO soleus_care;

-- Renews the incarnation when PostgreSQL is not the one that it was, and says which one holds. The service calls it at
-- start-up; `force` is the operator's word that a backup was restored into the same server.
CREATE FUNCTION current_incarnation(force boolean) RETURNS uuid
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    system_now bigint := (SELECT system_identifier FROM pg_control_system());
    timeline_now integer := (SELECT timeline_id FROM pg_control_checkpoint());
    found public.incarnation;
BEGIN
    LOCK TABLE public.incarnation IN SHARE ROW EXCLUSIVE MODE;
    SELECT * INTO found FROM public.incarnation ORDER BY began_at DESC LIMIT 1;
    IF found.system_identifier = system_now AND found.timeline = timeline_now AND NOT force THEN
        RETURN found.incarnation_id;
    END IF;
    INSERT INTO public.incarnation (incarnation_id, system_identifier, timeline, began_at)
    VALUES (gen_random_uuid(), system_now, timeline_now, clock_timestamp())
    RETURNING * INTO found;
    RETURN found.incarnation_id;
END
$$;

REVOKE EXECUTE ON FUNCTION current_incarnation(boolean) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION current_incarnation(boolean) TO soleus_care;

-- There is always one.
SELECT current_incarnation(false);

-- Tombstones up to here are no longer sent: a device whose copy is older replaces it.
ALTER TABLE chart ADD COLUMN tombstone_floor bigint NOT NULL DEFAULT 0;
ALTER TABLE chart ADD CONSTRAINT chart_tombstone_floor_in_range CHECK (tombstone_floor BETWEEN 0 AND version);

-- The ids of tombstones that are no longer sent. They stay taken for ever.
CREATE TABLE taken_id (
    member_id uuid NOT NULL,
    id uuid NOT NULL,
    CONSTRAINT taken_id_pkey PRIMARY KEY (member_id, id),
    CONSTRAINT taken_id_chart_fkey FOREIGN KEY (member_id) REFERENCES chart
);

GRANT SELECT ON taken_id TO soleus_care;

-- Where a device stands with one chart.
ALTER TABLE device_progress
    -- When last_seq was committed, and the number before it that is known to be on a second place.
    ADD COLUMN pushed_at timestamptz,
    ADD COLUMN durable_seq bigint NOT NULL DEFAULT 0,
    -- Whether the device was given rows of the chart, and has not said since that they are purged.
    ADD COLUMN holds_copy boolean NOT NULL DEFAULT false,
    -- When it was first told to drop them; null while it may have them.
    ADD COLUMN dropped_at timestamptz,
    ADD CONSTRAINT device_progress_durable_in_range CHECK (durable_seq BETWEEN 0 AND last_seq),
    ADD CONSTRAINT device_progress_drop_of_a_copy CHECK (dropped_at IS NULL OR holds_copy);

CREATE INDEX device_progress_drops ON device_progress (device_id) WHERE dropped_at IS NOT NULL;

-- A device on which a practitioner keeps copies of their panel's charts.
CREATE TABLE practitioner_device (
    practitioner_id uuid NOT NULL,
    device_id uuid NOT NULL,
    name text NOT NULL,
    enrolled_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz,
    CONSTRAINT practitioner_device_pkey PRIMARY KEY (practitioner_id, device_id),
    CONSTRAINT practitioner_device_unique UNIQUE (device_id),
    CONSTRAINT practitioner_device_practitioner_fkey FOREIGN KEY (practitioner_id) REFERENCES practitioner
);

GRANT SELECT, INSERT, UPDATE ON practitioner_device TO soleus_care;

-- A practitioner's sign-in may be bound to one of their devices.
ALTER TABLE credential DROP CONSTRAINT credential_member_has_device;
ALTER TABLE credential ADD CONSTRAINT credential_device_of_whom CHECK (
    CASE role WHEN 'member' THEN device_id IS NOT NULL WHEN 'practitioner' THEN true ELSE device_id IS NULL END
);

-- What a device says of itself, and when it was last heard from; holder is its member or practitioner.
CREATE TABLE device_status (
    holder_id uuid NOT NULL,
    device_id uuid NOT NULL,
    heard_at timestamptz NOT NULL,
    schema smallint NOT NULL,
    -- The device's clock less the service's, in milliseconds.
    clock_offset_milliseconds bigint NOT NULL,
    pending integer,
    oldest_pending_at timestamptz,
    set_aside integer,
    CONSTRAINT device_status_pkey PRIMARY KEY (holder_id, device_id),
    CONSTRAINT device_status_schema_positive CHECK (schema >= 1),
    CONSTRAINT device_status_counts_not_negative CHECK (pending >= 0 AND set_aside >= 0)
);

GRANT SELECT, INSERT, UPDATE ON device_status TO soleus_care;

-- A code by which a member who has enrolled brings another device in: made by one of their devices, or by an operator who
-- has made sure who they are. Only its SHA-256 is kept, and it works once.
CREATE TABLE device_invitation (
    member_id uuid NOT NULL,
    digest bytea NOT NULL,
    made_by_role text NOT NULL,
    made_by uuid NOT NULL,
    expires_at timestamptz NOT NULL,
    used_by_device uuid,
    CONSTRAINT device_invitation_pkey PRIMARY KEY (member_id, digest),
    CONSTRAINT device_invitation_digest_length CHECK (octet_length(digest) = 32),
    CONSTRAINT device_invitation_made_by_known CHECK (made_by_role IN ('member', 'operator'))
);

GRANT SELECT, INSERT, UPDATE ON device_invitation TO soleus_care;

-- The transaction that last changed a place on a care team or the chart that it opens: how a panel's devices find what is
-- new without asking every chart. A snapshot misses only transactions at or above its own xmin, so none is ever passed by.
ALTER TABLE care_team_member ADD COLUMN changed_by xid8 NOT NULL DEFAULT pg_current_xact_id();

DROP INDEX care_team_member_practitioner;
CREATE INDEX care_team_member_changed ON care_team_member (practitioner_id, changed_by);
CREATE INDEX care_team_member_begins ON care_team_member (practitioner_id, valid_from);
CREATE INDEX care_team_member_ends ON care_team_member (practitioner_id, valid_to) WHERE valid_to IS NOT NULL;

-- What became of a mutation that was set aside.
ALTER TABLE set_aside
    ADD COLUMN decision text,
    ADD COLUMN decided_by_role text,
    ADD COLUMN decision_note text,
    ADD CONSTRAINT set_aside_decision_known CHECK (decision IN ('accepted', 'dismissed')),
    ADD CONSTRAINT set_aside_decision_is_whole CHECK (
        (decision IS NULL) = (decided_by_role IS NULL) AND (decision_note IS NULL OR decision IS NOT NULL)
    );

GRANT UPDATE ON set_aside TO soleus_care;

-- Pain has a side at every joint, not only at the ankle.
ALTER TABLE check_in RENAME COLUMN side_of_ankle TO aspect;
ALTER TABLE check_in RENAME CONSTRAINT check_in_side_of_ankle_known TO check_in_aspect_known;

-- Row-level security -----------------------------------------------------------------------------------------------

-- As before; and a former member of the care team may hand over what they recorded while they were one, when the service
-- says that it will be kept aside (soleus.handing_over).
CREATE OR REPLACE FUNCTION chart_scope() RETURNS uuid[]
LANGUAGE plpgsql STABLE PARALLEL SAFE
AS $$
DECLARE
    -- A setting that was made by SET LOCAL reads as '' afterwards, not as null.
    actor_role text := coalesce(current_setting('soleus.actor_role', true), '');
    actor uuid := nullif(current_setting('soleus.actor', true), '')::uuid;
    chart_member uuid := nullif(current_setting('soleus.chart', true), '')::uuid;
    is_handing_over boolean := coalesce(current_setting('soleus.handing_over', true), '') = 'on';
BEGIN
    IF actor_role = 'member' THEN
        RETURN ARRAY[actor];
    ELSIF actor_role = 'practitioner' AND is_handing_over THEN
        RETURN ARRAY(
            SELECT place.member_id
            FROM care_team_member AS place
            WHERE place.practitioner_id = actor AND place.member_id = chart_member AND place.valid_from <= now()
        );
    ELSIF actor_role = 'practitioner' THEN
        RETURN ARRAY(
            SELECT place.member_id
            FROM care_team_member AS place
            WHERE place.practitioner_id = actor
                AND (chart_member IS NULL OR place.member_id = chart_member)
                AND place.valid_from <= now()
                AND (place.valid_to IS NULL OR place.valid_to > now())
        );
    END IF;
    RETURN ARRAY[]::uuid[];
END
$$;

DO $$
DECLARE
    chart_table text;
BEGIN
    FOREACH chart_table IN ARRAY ARRAY['taken_id', 'device_invitation'] LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', chart_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', chart_table);
        EXECUTE format(
            'CREATE POLICY %I ON %I USING (member_id = ANY ((SELECT chart_scope())::uuid[]))',
            chart_table || '_of_the_actor', chart_table
        );
    END LOOP;
END
$$;

CREATE POLICY device_invitation_for_operators ON device_invitation
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'operator');

-- A device settles its own drops after its owner's access has ended.
CREATE POLICY device_progress_of_the_device ON device_progress
    USING (device_id = (SELECT nullif(current_setting('soleus.device', true), '')::uuid));
CREATE POLICY device_progress_for_operators ON device_progress FOR SELECT
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'operator');

ALTER TABLE practitioner_device ENABLE ROW LEVEL SECURITY;
ALTER TABLE practitioner_device FORCE ROW LEVEL SECURITY;
CREATE POLICY practitioner_device_of_the_practitioner ON practitioner_device
    USING (
        (SELECT current_setting('soleus.actor_role', true)) = 'practitioner'
        AND practitioner_id = (SELECT nullif(current_setting('soleus.actor', true), '')::uuid)
    );
CREATE POLICY practitioner_device_for_operators ON practitioner_device
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'operator');

ALTER TABLE device_status ENABLE ROW LEVEL SECURITY;
ALTER TABLE device_status FORCE ROW LEVEL SECURITY;
CREATE POLICY device_status_of_the_holder ON device_status
    USING (holder_id = (SELECT nullif(current_setting('soleus.actor', true), '')::uuid));
CREATE POLICY device_status_for_the_care_team ON device_status FOR SELECT
    USING (holder_id = ANY ((SELECT chart_scope())::uuid[]));
CREATE POLICY device_status_for_operators ON device_status FOR SELECT
    USING ((SELECT current_setting('soleus.actor_role', true)) = 'operator');

-- Whoever may write to a chart marks the places that open it. chart_scope reads this table, so the policy names the one
-- chart of the transaction instead.
CREATE POLICY care_team_member_marked_by_writers ON care_team_member FOR UPDATE
    USING (
        (SELECT current_setting('soleus.actor_role', true)) IN ('member', 'practitioner')
        AND member_id = (SELECT nullif(current_setting('soleus.chart', true), '')::uuid)
    );
-- An UPDATE sees only rows that SELECT may see; a writer sees who else looks after the chart.
CREATE POLICY care_team_member_seen_by_writers ON care_team_member FOR SELECT
    USING (
        (SELECT current_setting('soleus.actor_role', true)) = 'practitioner'
        AND member_id = (SELECT nullif(current_setting('soleus.chart', true), '')::uuid)
    );

-- Dropping old tombstones is the owner's, who is bound by these policies as well, and says that it is about that.
DO $$
DECLARE
    chart_table text;
BEGIN
    FOREACH chart_table IN ARRAY ARRAY['chart', 'commit_entry', 'tombstone', 'taken_id'] LOOP
        EXECUTE format(
            'CREATE POLICY %I ON %I TO CURRENT_USER USING ((SELECT current_setting(''soleus.actor_role'', true)) = %L)',
            chart_table || '_for_retention', chart_table, 'retention'
        );
    END LOOP;
END
$$;
