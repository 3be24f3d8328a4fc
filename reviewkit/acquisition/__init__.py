"""New documents: fetched from their publishers' addresses, or added with a row of the catalogue."""
