"""Find recommendations in lines: blocks, labels, lists, boundaries, kinds, and who is asked."""
