// CareStoreTests begin here.
