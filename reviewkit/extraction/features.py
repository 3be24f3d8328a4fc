"""Say of each block what helps to tell whether a recommendation begins there.

Three kinds of features: the words of a block, what it looks like (its words, its headings, its lead-in), and what
stands around it (its series, its section, its neighbours). The last need a first score of each block, from the other
two, and compare it with those of the document, since no two publishers write alike. The form of a label is no feature:
what one publisher sets as bullets another numbers.

Input: the blocks of a document and the size of its body's type.
Output: arrays with one value a block, by name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from reviewkit.extraction.blocks import Block, is_heading
from reviewkit.extraction.cues import DOER_ASKED, HEADING_CUES, LEAD_IN_CUES, TEXT_CUES, folded, may_hold
from reviewkit.reading.commands import COMMAND_WORDS

Floats = NDArray[np.float64]
Features = dict[str, Floats]

WORD_STEPS = (3, 8, 15, 30, 60, 120, 200)  # a block holds more words than this
MAX_WORDS_READ = 45  # of a block: how it begins says what it is
MAX_HEADING_LETTERS = 40  # words: what is larger than the body and longer is no heading
LARGER = 1.2  # points above the body's size: a heading, whatever else it is
BOLD_IS_LARGER = 0.6  # points: a bold heading ranks above a plain one of its size
INDENT_STEP = 14  # points: blocks of one series stand this near in line
NEAR = 7  # blocks before and after: the window in which neighbours are compared
FEW = 12  # blocks: no more stand between a heading and what it heads
BEST_OF_DOCUMENT = 8  # blocks: the mean of the best so many says how surely the document asks


class Structure(NamedTuple):
    """What stands over each block, and with what it stands in line.

    `headings`: which blocks are headings. `paths`: the headings above each, outermost first. `lead_ins`: the index of
    its lead-in, or -1. `series`: the blocks that are set alike under one heading and lead-in.
    """

    headings: NDArray[np.bool_]
    paths: list[list[int]]
    lead_ins: list[int]
    series: list[list[int]]


def structure(blocks: Sequence[Block], body: float) -> Structure:
    """Return the structure of a document; `body` is the size of its body's type."""
    is_head = np.array([_heads(block, body) for block in blocks], dtype=bool)
    paths: list[list[int]] = []
    open_headings: list[tuple[int, float]] = []
    for index, block in enumerate(blocks):
        level = block.size + (BOLD_IS_LARGER if block.bold > 0.9 else 0)
        while is_head[index] and open_headings and open_headings[-1][1] <= level + 0.01:
            open_headings.pop()
        paths.append([heading for heading, _ in open_headings])
        if is_head[index]:
            open_headings.append((index, level))
    lead_ins = _lead_ins(blocks, is_head)
    members: dict[tuple, list[int]] = defaultdict(list)
    for index, block in enumerate(blocks):
        members[_series_key(block, paths[index], lead_ins[index])].append(index)
    return Structure(is_head, paths, lead_ins, list(members.values()))


def _heads(block: Block, body: float) -> bool:
    """Return whether a block is a heading, by its type or because it is much larger than the body."""
    return is_heading(block, body) or (block.size > body + LARGER and len(block.text.split()) < MAX_HEADING_LETTERS)


def _is_list_item(block: Block) -> bool:
    """Return whether a block is lettered or marked, and so an item inside something."""
    return block.label is not None and block.label.form in ("item", "bullet")


def _lead_ins(blocks: Sequence[Block], is_head: NDArray[np.bool_]) -> list[int]:
    """Return for each block the index of the paragraph that leads in to its list ("The council should:"), or -1."""
    lead_ins: list[int] = []
    current = -1
    for index, block in enumerate(blocks):
        text = block.text.rstrip()
        if is_head[index] and not text.endswith(":"):
            current = -1
        lead_ins.append(current)
        if text.endswith(":") and not _is_list_item(block):
            current = index
        elif current >= 0 and _closes_list(blocks, index, current, bool(is_head[index])):
            current = -1
    return lead_ins


def _closes_list(blocks: Sequence[Block], index: int, lead_in: int, is_head: bool) -> bool:
    """Return whether a paragraph after the items of a list is no longer one of them: it is back at the margin."""
    block = blocks[index]
    is_paragraph = block.label is None and not is_head and len(block.text.split()) > 8 and block.text[:1].isupper()
    is_back = block.x0 < blocks[lead_in].x0 + 3 and blocks[index - 1].text.rstrip()[-1:] in (".", ";")
    return is_paragraph and is_back and blocks[lead_in + 1].label is not None


def _series_key(block: Block, path: list[int], lead_in: int) -> tuple:
    """Return what the blocks of one series share: form of label, type, indent, heading and lead-in."""
    form = block.label.form if block.label else ""
    chapter = block.label.numbers[:-1] if block.label and form == "decimal" else ()
    introduced = lead_in if block.label is None or _is_list_item(block) else -1
    setting = (round(block.size), block.bold > 0.5, block.italic > 0.5, round(block.x0 / INDENT_STEP), block.box > 0)
    return (form, chapter, *setting, path[-1] if path else -1, introduced)


def text_after_label(block: Block) -> str:
    """Return the text of a block without its label."""
    return block.label.rest if block.label else block.text


def words_of(block: Block) -> set[str]:
    """Return the words with which a block begins, single, in pairs, and the first three marked `^`; numbers as 0.

    >>> from reviewkit.extraction.blocks import Block
    >>> block = Block("Publish 3 plans", 1, 1, 0, 0, 0, 11, 0, 0, 0, 1, None)
    >>> sorted(words_of(block))[:4]
    ['^^publish plans', '^plans', '^publish', 'plans']
    """
    beginning = " ".join(text_after_label(block).split()[:MAX_WORDS_READ]).lower().replace("’", "'")
    words = re.findall(r"[a-z']+|[:;?]", beginning)
    pairs = [f"{first} {second}" for first, second in zip(words, words[1:], strict=False)]
    opening = [f"^{word}" for word in words[:3]]
    return {*words, *pairs, *opening, *(f"^^{pair}" for pair in pairs[:1])}


def own_features(blocks: Sequence[Block], of: Structure) -> Features:
    """Return what each block looks like: its length, its cues, how it begins and ends, and what heads it."""
    columns: Features = {}
    for name, flags in (*_cue_flags(blocks), *_shape_flags(blocks, of), *_heading_flags(blocks, of)):
        columns[name] = np.array(flags, dtype=float)
    return columns


def _cue_flags(blocks: Sequence[Block]) -> list[tuple[str, list[bool]]]:
    """Return which cues each block's text holds."""
    texts = [block.text for block in blocks]
    folded_texts = [folded(text) for text in texts]
    return [
        (
            f"text {name}",
            [may and bool(pattern.search(text)) for may, text in zip(may_hold(folded_texts, name), texts, strict=True)],
        )
        for name, pattern in TEXT_CUES.items()
    ]


def _shape_flags(blocks: Sequence[Block], of: Structure) -> list[tuple[str, list[bool]]]:
    """Return how each block begins and ends, how long it is, and where in the document it stands."""
    texts = [text_after_label(block) for block in blocks]
    counts = [len(text.split()) for text in texts]
    firsts = [first_word(text) for text in texts]
    lasts = [block.text.rstrip()[-1:] for block in blocks]
    unfinished = [
        index > 0 and block.label is None and not of.headings[index - 1] and lasts[index - 1] not in tuple('.:;?!)”"')
        for index, block in enumerate(blocks)
    ]
    last_index = len(blocks)
    return [
        *((f"over {step} words", [count > step for count in counts]) for step in WORD_STEPS),
        ("heading", [bool(flag) for flag in of.headings]),
        ("ends with a stop", [last == "." for last in lasts]),
        ("ends with a colon", [last == ":" for last in lasts]),
        ("ends with a comma or semicolon", [last in (";", ",") for last in lasts]),
        ("ends without a sign", [last.isalnum() for last in lasts]),
        ("begins with a command", [first in COMMAND_WORDS for first in firsts]),
        ("begins with -ing", [first.endswith("ing") for first in firsts]),
        ("begins with that", [first == "that" for first in firsts]),
        ("begins with to", [first == "to" for first in firsts]),
        ("begins with we or I", [first in ("we", "i") for first in firsts]),
        ("begins with who is asked", [bool(DOER_ASKED.match(text[:160])) for text in texts]),
        ("goes on from the block before", unfinished),
        ("in the first eighth", [index < 0.12 * last_index for index in range(last_index)]),
        ("in the last third", [index > 0.7 * last_index for index in range(last_index)]),
    ]


def first_word(text: str) -> str:
    """Return the first word of a text in small letters."""
    match = re.match(r"[^A-Za-z]*([A-Za-z']+)", text)
    return match.group(1).lower() if match else ""


def _heading_flags(blocks: Sequence[Block], of: Structure) -> list[tuple[str, list[bool]]]:
    """Return what the nearest heading, the headings above it and the lead-in of each block say."""
    cues = {
        name: [bool(pattern.search(block.text)) if of.headings[index] else False for index, block in enumerate(blocks)]
        for name, pattern in HEADING_CUES.items()
    }
    flags: list[tuple[str, list[bool]]] = []
    for name, says in cues.items():
        flags.append((f"headed {name}", [bool(path) and says[path[-1]] for path in of.paths]))
        flags.append((f"above it {name}", [any(says[above] for above in path[:-1]) for path in of.paths]))
    for name, pattern in LEAD_IN_CUES.items():
        leads = {lead_in for lead_in in of.lead_ins if lead_in >= 0 and pattern.search(blocks[lead_in].text)}
        flags.append((f"led in {name}", [lead_in in leads for lead_in in of.lead_ins]))
    flags.append(("no heading", [not path for path in of.paths]))
    flags.append(("heading is near", [bool(path) and index - path[-1] <= FEW for index, path in enumerate(of.paths)]))
    return flags


def asks(own: Features) -> Floats:
    """Return which blocks hold any word of asking."""
    names = (
        "text should",
        "text must",
        "text needs to",
        "text we recommend",
        "text recommend",
        "begins with a command",
    )
    return np.maximum.reduce([own[name] for name in names])


def context_features(of: Structure, own: Features, scores: Floats, lengths: Floats) -> Features:
    """Return what stands around each block, given a first score of each (log-odds) and its length in words."""
    chances = 1 / (1 + np.exp(-scores))
    best = np.sort(chances)[-BEST_OF_DOCUMENT:].mean()
    ranks = np.argsort(np.argsort(-chances))
    window, window_best, window_told = _windows(chances, own["text told"])
    features = {
        "own chance": chances,
        "own score": np.clip(scores, -6, 6) / 3,
        "below the document's best": chances - best,
        "among the ten best": (ranks < 10).astype(float),
        "among the thirty best": (ranks < 30).astype(float),
        "mean of neighbours": window,
        "best of neighbours": window_best,
        "neighbours below the document's": window - window.max(),
        "neighbours tell": window_told,
    }
    for name, shift in (("before", 1), ("two before", 2), ("after", -1), ("two after", -2)):
        features[f"chance of the block {name}"] = _shifted(chances, shift)
    return features | _series_features(of, own, chances, lengths) | _section_features(of, chances)


def _windows(chances: Floats, told: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the mean and best chance of each block's neighbours, and the share of them that tells what was."""
    count = len(chances)
    means, bests, telling = (np.zeros(count) for _ in range(3))
    inner = np.arange(NEAR, count - NEAR)[:, None] + [*range(-NEAR, 0), *range(1, NEAR + 1)]
    at_ends = {*range(min(NEAR, count)), *range(max(count - NEAR, 0), count)}
    if len(inner):
        means[NEAR:-NEAR], telling[NEAR:-NEAR] = chances[inner].mean(axis=1), told[inner].mean(axis=1)
        bests[NEAR:-NEAR] = chances[inner].max(axis=1)
    for index in at_ends:
        others = [*range(max(0, index - NEAR), index), *range(index + 1, min(count, index + NEAR + 1))]
        if others:
            means[index], bests[index], telling[index] = (
                chances[others].mean(),
                chances[others].max(),
                told[others].mean(),
            )
    return means, bests, telling


def _shifted(values: Floats, shift: int) -> Floats:
    """Return the values of the blocks before (a positive shift) or after each, 0 where there is none."""
    moved = np.zeros(len(values))
    if shift > 0:
        moved[shift:] = values[:-shift]
    else:
        moved[:shift] = values[-shift:]
    return moved


def _series_features(of: Structure, own: Features, chances: Floats, lengths: Floats) -> Features:
    """Return what each block's series is like, and how it ranks among those of the document."""
    means = [chances[series].mean() for series in of.series]
    worded = [lengths[series].mean() > 6 for series in of.series]
    best = max((m for m, s, w in zip(means, of.series, worded, strict=True) if w and len(s) > 1), default=0.0)
    asking = asks(own)
    shares = {
        "share of commands": own["begins with a command"],
        "share telling": own["text told"],
        "share with who is asked": own["begins with who is asked"],
        "share with recommend": own["text recommend"],
        "share asking": asking,
    }
    features: Features = defaultdict(lambda: np.zeros(len(chances)))
    for series, mean in zip(of.series, means, strict=True):
        better = sum(other > mean for other, is_worded in zip(means, worded, strict=True) if is_worded)
        close = np.mean(np.diff(series) <= 3) if len(series) > 1 else 0.0
        features["series: mean chance"][series] = mean
        features["series: below the document's best"][series] = mean - best
        features["series: close together"][series] = close
        for rank, name in ((1, "best"), (3, "among three best"), (8, "among eight best")):
            features[f"series: {name}"][series] = better < rank
        for size in (3, 6, 15):
            features[f"series: {size} and more"][series] = len(series) >= size
        features["series: one alone"][series] = len(series) == 1
        for name, values in shares.items():
            features[f"series: {name}"][series] = values[series].mean()
    return dict(features)


def _section_features(of: Structure, chances: Floats) -> Features:
    """Return how the blocks under each block's nearest heading are scored."""
    sections: dict[int, list[int]] = defaultdict(list)
    for index, path in enumerate(of.paths):
        if not of.headings[index]:
            sections[path[-1] if path else -1].append(index)
    means = {heading: chances[members].mean() for heading, members in sections.items()}
    best = max(means.values(), default=0.0)
    own_section = [
        index if of.headings[index] and index in means else (path[-1] if path else -1)
        for index, path in enumerate(of.paths)
    ]
    return {
        "section: mean chance": np.array([means.get(heading, 0.0) for heading in own_section]),
        "section: below the document's best": np.array([means.get(heading, 0.0) - best for heading in own_section]),
        "section: length": np.log1p([len(sections.get(heading, [])) for heading in own_section]),
    }
