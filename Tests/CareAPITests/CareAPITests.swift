// CareAPITests begin here.
