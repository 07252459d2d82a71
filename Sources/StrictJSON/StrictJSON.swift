// StrictJSON begins here.
