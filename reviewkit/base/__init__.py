"""What everything stands on: errors, paths, atomic writes, dates, text, cache, lock, worker processes."""
