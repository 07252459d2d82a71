extension StoreMigrations {
    /// From one chart to several: numbers, batches and cursors of their own for each.
    ///
    /// Tables get row ids, without which SQLite does not tell who watches them that a row has changed.
    static let severalCharts = """
        ALTER TABLE device RENAME TO old_device;

        CREATE TABLE device (
            singleton INTEGER PRIMARY KEY CONSTRAINT device_is_one CHECK (singleton = 1),
            server TEXT NOT NULL,
            device_id TEXT NOT NULL,
            name TEXT NOT NULL,
            role TEXT NOT NULL CONSTRAINT device_role_known CHECK (role IN ('member', 'practitioner')),
            -- A member's. Kept whole: repeating it gets new tokens after an answer was lost.
            enrolment TEXT,
            -- The identity that is under way, after another device used our numbers.
            next_enrolment TEXT,
            next_device_id TEXT,
            -- Absent until the service has answered.
            holder_id TEXT,
            holder TEXT,
            access_token TEXT,
            refresh_token TEXT,
            state TEXT NOT NULL DEFAULT 'active'
                CONSTRAINT device_state_known CHECK (state IN ('active', 'revoked', 'leaving')),
            -- The first day of history that new copies of charts hold; all of it when null.
            history_since TEXT,
            -- Whether every chart of the panel is copied, or only those that were chosen.
            copies_panel INTEGER NOT NULL DEFAULT 1,
            -- This device's clock less the service's.
            clock_offset_milliseconds INTEGER,
            synced_at TEXT,
            CONSTRAINT device_of_a_member_is_enrolled CHECK (role <> 'member' OR enrolment IS NOT NULL)
        ) STRICT;
        INSERT INTO device (
            singleton, server, device_id, name, role, enrolment, next_enrolment, holder_id, holder, access_token,
            refresh_token)
        SELECT singleton, server, device_id, json_extract(enrolment, '$.device.name'), 'member', enrolment,
            next_enrolment, member_id, member, access_token, refresh_token
        FROM old_device;

        -- Every chart that this device has written to, with the number of its next mutation.
        CREATE TABLE chart (
            chart TEXT PRIMARY KEY,
            next_seq INTEGER NOT NULL DEFAULT 1 CONSTRAINT chart_counts_from_one CHECK (next_seq >= 1),
            -- Why the service took nothing at the last attempt; null when it did.
            refusal TEXT
        ) STRICT;
        INSERT INTO chart (chart, next_seq) SELECT member_id, next_seq FROM old_device WHERE member_id IS NOT NULL;

        -- The first day of history that is wanted, and that was asked for with the cursor; null for all of it.
        ALTER TABLE scope ADD COLUMN wanted_since TEXT;
        ALTER TABLE scope ADD COLUMN since TEXT;
        -- What was heard of the scope other than by its own pages: it is pulled when it lags behind this.
        ALTER TABLE scope ADD COLUMN heard_version INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE scope ADD COLUMN heard_epoch TEXT;
        -- The last of our numbers that is known to be on a second place.
        ALTER TABLE scope ADD COLUMN durable_through INTEGER;
        -- Why the copy is to be given up, from when the service says so until it is purged.
        ALTER TABLE scope ADD COLUMN drop_reason TEXT;

        INSERT INTO scope (scope, epoch, version, is_complete, checksum_state)
        SELECT 'chart:' || member_id, '', 0, 0, 'unchecked' FROM old_device WHERE member_id IS NOT NULL
        UNION ALL SELECT 'catalog', '', 0, 0, 'unchecked' FROM old_device WHERE member_id IS NOT NULL
        ON CONFLICT DO NOTHING;

        CREATE TABLE new_scope_row (
            scope TEXT NOT NULL REFERENCES scope (scope),
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (scope, kind, id)
        ) STRICT;
        INSERT INTO new_scope_row SELECT scope, kind, id, version, body FROM scope_row;
        DROP TABLE scope_row;
        ALTER TABLE new_scope_row RENAME TO scope_row;
        CREATE INDEX scope_row_set_aside ON scope_row (scope) WHERE kind = 'set_aside';

        -- Copies that were given up, until the service has heard of it.
        CREATE TABLE purged (scope TEXT PRIMARY KEY, purged_at TEXT NOT NULL) STRICT;

        DROP INDEX batch_one_without_answer;
        ALTER TABLE batch RENAME TO old_batch;
        CREATE TABLE batch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            chart TEXT NOT NULL REFERENCES chart (chart),
            first_seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL CONSTRAINT batch_holds_mutations CHECK (last_seq >= first_seq),
            request BLOB NOT NULL,
            frozen_at TEXT NOT NULL,
            answered_at TEXT
        ) STRICT;
        CREATE UNIQUE INDEX batch_one_without_answer ON batch (chart) WHERE answered_at IS NULL;
        INSERT INTO batch SELECT id, (SELECT member_id FROM old_device), first_seq, last_seq, request, frozen_at,
            answered_at FROM old_batch;
        DROP TABLE old_batch;

        DROP INDEX outbox_by_state;
        DROP INDEX outbox_by_row;
        ALTER TABLE outbox RENAME TO old_outbox;
        CREATE TABLE outbox (
            chart TEXT NOT NULL REFERENCES chart (chart),
            seq INTEGER NOT NULL,
            mutation TEXT NOT NULL,
            row_id TEXT NOT NULL,
            hash BLOB,
            recorded_at TEXT NOT NULL,
            state TEXT NOT NULL
                CONSTRAINT outbox_state_known CHECK (state IN ('pending', 'sent', 'acknowledged')),
            status TEXT,
            version INTEGER,
            outcome TEXT,
            CONSTRAINT outbox_pkey PRIMARY KEY (chart, seq),
            CONSTRAINT outbox_acknowledged_with_outcome
                CHECK ((state = 'acknowledged') = (outcome IS NOT NULL AND status IS NOT NULL AND version IS NOT NULL))
        ) STRICT;
        CREATE INDEX outbox_by_state ON outbox (state, chart, seq);
        CREATE INDEX outbox_by_row ON outbox (row_id, chart, seq);
        INSERT INTO outbox SELECT (SELECT member_id FROM old_device), seq, mutation, row_id, hash, recorded_at, state,
            status, version, outcome FROM old_outbox;
        DROP TABLE old_outbox;
        -- The messages of version 2 have another name for a field. A batch that was sent stays as it was: its bytes are in
        -- batch.
        UPDATE outbox SET mutation = json_remove(
            json_set(mutation, '$.body.aspect', json_extract(mutation, '$.body.sideOfAnkle')), '$.body.sideOfAnkle')
        WHERE json_extract(mutation, '$.kind') = 'check_in'
            AND json_extract(mutation, '$.body.sideOfAnkle') IS NOT NULL;

        DROP TABLE old_device;
        """
}
