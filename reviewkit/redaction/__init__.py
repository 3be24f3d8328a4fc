"""Names and dates of birth masked in whatever leaves the machine."""
