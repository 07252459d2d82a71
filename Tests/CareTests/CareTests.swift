// CareTests begin here.
