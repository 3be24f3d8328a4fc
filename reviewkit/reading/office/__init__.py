"""Word files, electronic books and OpenDocument texts, made into web pages that `reading.web` reads."""
