"""Read documents: the text of PDF pages, their lines with position and type, web pages, and how well they were read."""
