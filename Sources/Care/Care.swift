// Care begins here.
