// CareMessages begins here.
