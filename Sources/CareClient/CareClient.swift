// CareClient begins here.
