"""Lines to recommendations: blocks, labels, lists, boundaries, kinds, and who is asked."""
