"""The pure half of a chart: where everything stands, and which words say what it shows."""
