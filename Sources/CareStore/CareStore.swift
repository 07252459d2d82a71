// CareStore begins here.
