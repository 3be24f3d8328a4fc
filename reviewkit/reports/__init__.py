"""Figures and tables to what leaves: briefings, the evidence page, the change report."""
