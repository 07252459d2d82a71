// TidyTests begin here.
