import GRDB

/// How the store's file came to be what it is; a step that was released is never changed.
enum StoreMigrations {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("0001 first store") { try $0.execute(sql: firstStore) }
        migrator.registerMigration("0002 a cursor for each scope") { try $0.execute(sql: scopeCursors) }
        migrator.registerMigration("0003 several charts") { try $0.execute(sql: severalCharts) }
        migrator.registerMigration("0004 the epoch of what was recorded") { try $0.execute(sql: outboxEpoch) }
        migrator.registerMigration("0005 until it is on a second place") { try $0.execute(sql: secondPlace) }
        migrator.registerMigration("0006 nothing of nobody's") { try $0.execute(sql: nothingOfNobodys) }
        return migrator
    }

    /// A cursor of the old form is of no use any more: the next pull brings each scope anew.
    private static let scopeCursors = """
        ALTER TABLE scope ADD COLUMN cursor TEXT;
        DROP TABLE cursor;
        """

    private static let outboxEpoch = """
        -- Whose versions the base and the outcome are of: null before it was first sent.
        ALTER TABLE outbox ADD COLUMN epoch TEXT;
        """

    private static let secondPlace = """
        -- Whether the copy had to go: what is acknowledged stays only until it is on a second place.
        ALTER TABLE chart ADD COLUMN hands_over INTEGER NOT NULL DEFAULT 0;

        -- What was acknowledged to this device under an identity that it has no more. It has no number, and goes again only
        -- if the service is restored from a backup that lacks it.
        CREATE TABLE earlier (
            position INTEGER PRIMARY KEY AUTOINCREMENT,
            chart TEXT NOT NULL REFERENCES chart (chart),
            mutation TEXT NOT NULL,
            recorded_at TEXT NOT NULL,
            -- Whose history it is in.
            epoch TEXT NOT NULL
        ) STRICT;
        CREATE INDEX earlier_by_chart ON earlier (chart, position);
        """

    /// Removes what a store that nobody holds still has in it.
    ///
    /// Earlier versions let a signed-out person record, and left that behind when they forgot the device. Whoever enrolled next
    /// would send it as their own.
    private static let nothingOfNobodys = """
        DELETE FROM batch WHERE NOT EXISTS (SELECT 1 FROM device WHERE holder IS NOT NULL);
        DELETE FROM outbox WHERE NOT EXISTS (SELECT 1 FROM device WHERE holder IS NOT NULL);
        DELETE FROM earlier WHERE NOT EXISTS (SELECT 1 FROM device WHERE holder IS NOT NULL);
        DELETE FROM chart WHERE NOT EXISTS (SELECT 1 FROM device WHERE holder IS NOT NULL);
        """

    static let firstStore = """
        -- Who this device is. The enrolment is kept whole: repeating it gets new tokens after an answer was lost.
        CREATE TABLE device (
            singleton INTEGER PRIMARY KEY CONSTRAINT device_is_one CHECK (singleton = 1),
            server TEXT NOT NULL,
            device_id TEXT NOT NULL,
            enrolment TEXT NOT NULL,
            -- The enrolment as a new device that is under way, after another one used our numbers.
            next_enrolment TEXT,
            -- Absent until the service has answered.
            member_id TEXT,
            member TEXT,
            access_token TEXT,
            refresh_token TEXT,
            next_seq INTEGER NOT NULL DEFAULT 1 CONSTRAINT device_counts_from_one CHECK (next_seq >= 1)
        ) STRICT;

        -- How far the copy has come, in the service's own sealed words.
        CREATE TABLE cursor (
            singleton INTEGER PRIMARY KEY CONSTRAINT cursor_is_one CHECK (singleton = 1),
            value TEXT NOT NULL
        ) STRICT;

        CREATE TABLE scope (
            scope TEXT PRIMARY KEY,
            epoch TEXT NOT NULL,
            version INTEGER NOT NULL,
            -- Whether the last page reached the head, so that no row is missing.
            is_complete INTEGER NOT NULL,
            -- Mutations up to this number are in the rows; those above are laid over them.
            acked_seq INTEGER NOT NULL DEFAULT 0,
            checksum TEXT,
            checksum_state TEXT NOT NULL
                CONSTRAINT scope_checksum_state_known CHECK (checksum_state IN ('unchecked', 'equal', 'different')),
            checked_at TEXT,
            -- Full pulls made because of a difference, since the copy was last equal.
            repairs INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        -- The rows as they were sent, of known and unknown kinds.
        CREATE TABLE scope_row (
            scope TEXT NOT NULL REFERENCES scope (scope),
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            body TEXT NOT NULL,
            PRIMARY KEY (scope, kind, id)
        ) STRICT, WITHOUT ROWID;

        -- The requests that carry mutations, byte for byte: at most one without an answer, and the last one with an answer.
        CREATE TABLE batch (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            first_seq INTEGER NOT NULL,
            last_seq INTEGER NOT NULL CONSTRAINT batch_holds_mutations CHECK (last_seq >= first_seq),
            request BLOB NOT NULL,
            frozen_at TEXT NOT NULL,
            answered_at TEXT
        ) STRICT;
        CREATE UNIQUE INDEX batch_one_without_answer ON batch ((answered_at IS NULL)) WHERE answered_at IS NULL;

        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY,
            mutation TEXT NOT NULL,
            row_id TEXT NOT NULL,
            hash BLOB,
            recorded_at TEXT NOT NULL,
            state TEXT NOT NULL
                CONSTRAINT outbox_state_known CHECK (state IN ('pending', 'sent', 'acknowledged')),
            status TEXT,
            version INTEGER,
            outcome TEXT,
            CONSTRAINT outbox_acknowledged_with_outcome
                CHECK ((state = 'acknowledged') = (outcome IS NOT NULL AND status IS NOT NULL AND version IS NOT NULL))
        ) STRICT;
        CREATE INDEX outbox_by_state ON outbox (state, seq);
        CREATE INDEX outbox_by_row ON outbox (row_id, seq);
        """
}
