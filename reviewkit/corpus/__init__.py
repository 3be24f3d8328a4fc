"""The tables of a corpus: their columns, how they are loaded, saved and checked, and what counts."""
