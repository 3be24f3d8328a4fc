"""Documents to text: PDF pages, lines with their place and style, web pages, and how well they were read."""
