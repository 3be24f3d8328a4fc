"""Load the names, in plain words, of threads: recommendations that came again, with what was promised in between.

Input: `threads.csv` of a corpus, where it has one. Output: the same with ids that are current.

Limitations: a name is of the thread that its recommendation stands in now. Where two threads became one, the name of
the member that was asked first stands.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from reviewkit.corpus import tables
from reviewkit.corpus.aliases import follow


def load_thread_names(corpus: Path) -> pd.DataFrame:
    """Load the names of the threads of a corpus; without rows where it has no `threads.csv`.

    Columns: `rec_id` (any recommendation or promise of the thread), `name`, `by`.
    Raises: `TableError` where the file is not as declared.
    """
    names = tables.load_or_empty(corpus, "threads")
    return follow(names, tables.load_or_empty(corpus, "aliases"), "threads.csv")
