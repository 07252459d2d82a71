// CredentialsTests begin here.
