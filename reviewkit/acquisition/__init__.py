"""New documents: fetched from the catalogue's addresses, or added with a row of the catalogue."""
