// HTTPMessages begins here.
