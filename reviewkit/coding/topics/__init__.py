"""Recommendations to groups that emerge, with permanent ids."""
