"""Publishers' web pages to sections and lines."""
