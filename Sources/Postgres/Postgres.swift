// Postgres begins here.
