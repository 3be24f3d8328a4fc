"""What every other package uses: errors, paths, reading and writing files, dates, text, cache, lock, workers."""
