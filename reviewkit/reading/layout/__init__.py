"""The lines of a PDF page: characters, boxes, headers and footers, ruled tables."""
