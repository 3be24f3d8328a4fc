"""Recommendations to themes of the code frame."""
