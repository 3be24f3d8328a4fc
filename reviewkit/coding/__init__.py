"""Recommendations to themes, topics and echoes, by hand codes and by models learned from them."""
