"""One module a figure: each takes tables and returns a `Figure`."""
