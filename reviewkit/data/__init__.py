"""What ships with the package: known names, the word list, the style of figures, templates, trained models."""
