"""Write `training_vectors.parquet`, the vectors of what the coder of themes learns from, after a change of these texts.

    python corpus/training_vectors.py

Without the file, or for a text that is not in it, vectors are made on the first run, which takes a minute for all.
"""

from __future__ import annotations

from reviewkit.base import paths
from reviewkit.coding import vectors
from reviewkit.coding.themes import theme_stage

folders = paths.folders()
rows = theme_stage.training_rows(folders)
vectors.ship(sorted(set(rows["text"])), folders.corpus / theme_stage.SHIPPED, folders.cache)
print(f"{theme_stage.SHIPPED}: {rows['text'].nunique()} texts")
