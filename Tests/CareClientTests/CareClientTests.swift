// CareClientTests begin here.
