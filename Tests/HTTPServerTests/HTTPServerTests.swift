// HTTPServerTests begin here.
