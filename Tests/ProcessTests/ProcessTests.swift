// ProcessTests begin here.
