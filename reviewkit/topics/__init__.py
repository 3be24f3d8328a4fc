"""Recommendations -> groups that emerge by themselves, with ids and names that hold still.

Comes in: recommendations, their vectors, and the register of topics so far. Goes out: which topic each is in, and
the register anew. No recommendation is left without a topic, and the same rows in any order give the same answer.

    grouping.py    vectors -> groups, and how many of them
    words.py       groups -> their most telling words (BERTopic)
    register.py    groups and the register -> permanent ids; what is new and ended
    beside.py      topics beside the themes of the code frame: how far they tell the same, and where they differ

Limit: a recommendation that asks two things is in one topic only; topics tell subjects apart, and not demands.
"""

from reviewkit.topics.beside import beside, differences
from reviewkit.topics.grouping import TooFewError, enough, grouped
from reviewkit.topics.register import registered
from reviewkit.topics.words import words

__all__ = ["TooFewError", "beside", "differences", "enough", "grouped", "registered", "words"]
