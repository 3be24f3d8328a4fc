"""Turn figures and tables into what leaves: briefings, the evidence page, the change report."""
