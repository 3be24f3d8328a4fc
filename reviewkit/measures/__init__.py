"""Echoes, codes and public moments to the measures of the cycle, with their intervals."""
