// CommandLineTests begin here.
