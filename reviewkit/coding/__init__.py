"""Recommendations -> themes of the code frame: what each one asks for, what carried it, and where a person must look.

Comes in: recommendations, their vectors, and what people have coded (`coded.csv`, `examples.csv`, `corrections.csv`).
Goes out: `codes` (a row a theme that holds), `unsure` (a row a theme that a person should look at) and `problems`.
A person's word beats the two coders', and theirs the model's.

    aliases.py     ids that changed
    training.py    the rows that people have coded, from the corpus and invented
    model.py       rows -> a linear model of all themes at once, with calibrated scores (scikit-learn)
    reasons.py     the phrases and the nearest coded rows behind a score
    decisions.py   corrections, coders and model -> `codes` and `unsure`
    sheet.py       codes out to a plain table and a person's changes back in
    agreement.py   kappa and F1 between two codings, with intervals

Limit: the model learned from short summaries in our words more than from published texts; a theme with few coded rows
(ethnicity: 4 in the corpus) is known mostly from invented ones.
"""

from reviewkit.coding.agreement import f1, kappas
from reviewkit.coding.aliases import coded_now, followed, ids_now
from reviewkit.coding.decisions import BAND, answers, by_people, coded
from reviewkit.coding.model import Coder, Solution, TooFewError, enough, fit, fitted, scores, solved
from reviewkit.coding.sheet import changed, sheet
from reviewkit.coding.training import entries, given, targets, training

__all__ = [
    "BAND",
    "Coder",
    "Solution",
    "TooFewError",
    "answers",
    "by_people",
    "changed",
    "coded",
    "coded_now",
    "enough",
    "entries",
    "f1",
    "fit",
    "fitted",
    "followed",
    "given",
    "ids_now",
    "kappas",
    "scores",
    "sheet",
    "solved",
    "targets",
    "training",
]
