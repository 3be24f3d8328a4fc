"""Measures of the cycle of review and recommendation, with their intervals, from codes, echoes and public moments."""
