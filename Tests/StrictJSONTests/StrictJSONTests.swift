// StrictJSONTests begin here.
