// ChartSyncTests begin here.
