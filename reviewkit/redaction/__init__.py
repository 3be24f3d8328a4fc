"""Masks for names and dates of birth in everything that leaves the machine."""
