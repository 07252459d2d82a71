// ChartSync begins here.
