"""Publishers' web pages, as sections and lines."""
