"""Recommendations -> echoes: which later one restates which earlier one of another review, and how surely.

Comes in: pairs of recommendations with who is asked, their vectors and their themes, what people have coded of pairs
(`pairs.csv`), and the lexicon of concepts (`concepts.toml`). Goes out: for each pair `restates`, `related` or
`unrelated`, with a score; and over a corpus the table `echoes`.

    concepts.py    the lexicon: which acts, objects, audiences and instruments a text names
    signals.py     two sides of pairs -> how alike they are, in words, meaning, themes, bodies and concepts
    model.py       coded pairs -> a linear model of the signals (scikit-learn)
    links.py       a corpus -> candidates, decisions, and what people said

Quoting is no echo, and where two dates leave the order open there is none. Limit: whoever asks the same in quite other
words is missed, and a near miss (the same subject, another instrument) can pass for the same; METHOD.md says how often.
"""

from reviewkit.echoes.concepts import lexicon
from reviewkit.echoes.links import candidates, links
from reviewkit.echoes.model import CORPUS, PICKED, Matcher, TooFewError, decided, fit, scores
from reviewkit.echoes.signals import Side, agreed, kinds, side

__all__ = [
    "CORPUS",
    "PICKED",
    "Matcher",
    "Side",
    "TooFewError",
    "agreed",
    "candidates",
    "decided",
    "fit",
    "kinds",
    "lexicon",
    "links",
    "scores",
    "side",
]
