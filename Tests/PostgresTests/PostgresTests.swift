// PostgresTests begin here.
