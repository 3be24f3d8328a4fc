"""Code recommendations with the themes of the codebook."""
