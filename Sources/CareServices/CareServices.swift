// CareServices begins here.
