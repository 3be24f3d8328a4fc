"""Find recommendations by the trained scores of blocks, in whatever manner a publisher sets them.

Which scores are high enough is decided for each document: publishers write unlike one another, so a block is compared
with the best of its own document and not with a fixed mark. Items of one series stand or fall together.

Limitations: where a paragraph holds a recommendation among other sentences, the whole paragraph is taken.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz

from reviewkit.extraction import boundaries, wording
from reviewkit.extraction.blocks import Block
from reviewkit.extraction.features import Floats, Structure, first_word, text_after_label
from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.numbered_lists import contents_pages
from reviewkit.reading.commands import COMMAND_WORDS

LEAST_BEST = -1.2  # log-odds: a document whose best blocks are under it makes no recommendations
LEAST_BEST_OF_GUIDANCE = 2.0  # log-odds: the same of guidance, strategies and the like, which ask all the time
LEAST_SCORE = -2.0  # log-odds: under it nothing is taken, however little else the document asks
SURE = 1.0  # log-odds: what is scored so high is taken, whatever the best of the document
BELOW_BEST = 4.0  # log-odds: what is so far under the document's best blocks is not taken
BEST_BLOCKS = 5  # of a document: the mean of their scores is its best
SERIES_COUNTS = 0.5  # of a block's score: so much is that of its series
FEWEST_LISTED = 3  # recommendations: a list that the rules found, and not a stray one
MANY_MORE = 1.5  # times as many as the rules found: then they missed the list
SPEAKS_FOR_ITSELF = 2.0  # log-odds: a block that is added to a list has at least this score
SAME_WORDS = 95  # of 100: the words of a table's row, woven with those of its other cells, are this like them
STRAY_SCORE = 0.0  # log-odds: a block that stands alone has at least this score
FEWEST_PARAGRAPHS = 3  # plain paragraphs: fewer together are no list
ITEM_IS_SURE = 2.5  # log-odds: an item right under a heading or lead-in of recommendations has at least this score
MOST_ITEMS = 0.5  # of a list under such a heading: so many ask, where it is one of recommendations
HEADS_RECOMMENDATIONS = re.compile(  # "Key recommendations for councils:", "Areas for improvement"
    r"[\W\d]*((our|key|main|list of|summary of|the|its|all|further|final|priority|urgent|immediate|required) )*"
    r"(recommendations?|areas? for (priority action|improvement|development|action)|required actions?|actions? required"
    r"|calls? (to|for) action|what (should|needs to|must) (happen|change|be done|improve))( (for|to|by) .{1,60})?\W*$",
    re.I,
)
WORDS_OF_SENTENCE = 6  # what is shorter is a line of a menu, or a heading
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“‘(])")
OPENING = 80  # letters: two texts that share so many from the first on are one
MIN_WORDS = 4  # what is shorter is a heading or a cell
SAYS_CONCLUSION = re.compile(r"\(conclusion\b[^)]*\)\.?\s*$", re.I)  # "(Conclusion, Paragraph 9)"
OPEN_LIST = re.compile(r"(:|;|,|; and|, and|; or)$")  # what a list has before one of its parts
CLOSING_LABEL = re.compile(  # "(Recommendation 3)", "(018/14)", "[12]": the label stands at the end
    r"\s*[(\[](?P<label>(?:recommendation )?\d{1,3}|[A-Z]{0,3}\d{1,4}[/-]\d{2,4}(?:-\d{1,3})?)[)\]]\.?\s*$", re.I
)
FEWEST_CLOSING_LABELS = 2  # of a document: one alone is a reference
LABELLED_IS_SURE = 4.0  # log-odds: a block that ends with a label has at least this score, plain numbers apart


def occurrences(
    blocks: Sequence[Block],
    of: Structure,
    scores: Floats,
    body: float,
    listed: Sequence[Occurrence] = (),
    is_guidance: bool = False,
) -> list[list[Occurrence]]:
    """Return the series of recommendations that the scores of a document's blocks say, beside those that are listed.

    `listed`: what the rules found. Where that is a list of some length, a block must speak for itself to be added.
    `is_guidance`: whether the title calls the document guidance, a strategy or the like.
    """
    by_words = with_closing_labels(blocks, shared_scores(of, scores))
    shared = by_words if is_guidance else with_items_under_recommendations(blocks, of, by_words)
    best = np.sort(shared)[-BEST_BLOCKS:].mean() if len(shared) else 0.0
    if best < (LEAST_BEST_OF_GUIDANCE if is_guidance else LEAST_BEST):
        return []
    of_earlier = {index for index in range(len(blocks)) if _is_of_earlier_report(blocks, of, index)}
    chosen = _chosen(blocks, shared, max(LEAST_SCORE, min(best - BELOW_BEST, SURE)), of_earlier)
    in_lists = [_comparable(f"{item.label} {item.title} {item.text}") for item in listed]
    added = [index for index in chosen if not _is_part_of(blocks[index], in_lists)]
    is_list = len(listed) >= FEWEST_LISTED or any(item.form in ("named", "letter-r") for item in listed)
    if is_list and len(added) < MANY_MORE * len(listed):
        added = [index for index in added if shared[index] > SPEAKS_FOR_ITSELF or index in of_earlier]
    added = _without_strays(blocks, of, shared, _without_parts_of_items(blocks, of, added))
    starts = set(added)
    items = {index: _occurrence(blocks, of, index, _end(blocks, index, starts, body)) for index in added}
    series = [[items[index] for index in members if index in items] for members in of.series]
    return [members for members in series if members]


def without_parts(
    series: Sequence[Sequence[Occurrence]], scored: Sequence[Sequence[Occurrence]]
) -> list[list[Occurrence]]:
    """Return the series without sentences that stand in an item that was found by its score."""
    texts = [_comparable(item.text) for items in scored for item in items]
    kept = [
        [one for one in members if one.layout != "prose" or not any(_comparable(one.text) in text for text in texts)]
        for members in series
    ]
    return [members for members in kept if members]


def shared_scores(of: Structure, scores: Floats) -> Floats:
    """Return the scores of blocks, each in part that of its series."""
    shared = scores.copy()
    for series in of.series:
        shared[series] = (1 - SERIES_COUNTS) * scores[series] + SERIES_COUNTS * scores[series].mean()
    return shared


def _without_parts_of_items(blocks: Sequence[Block], of: Structure, chosen: list[int]) -> list[int]:
    """Return the chosen blocks, without the lettered or marked parts of a chosen item that has a label of its own."""
    items = {index for index in chosen if blocks[index].label is not None}
    return [index for index in chosen if not (_is_lettered(blocks[index]) and of.lead_ins[index] in items)]


def _is_of_earlier_report(blocks: Sequence[Block], of: Structure, index: int) -> bool:
    """Return whether a block asks under a heading that says it is of an earlier report: "Status of recommendations"."""
    under = any(wording.OF_EARLIER_REPORT.search(blocks[heading].text) for heading in of.paths[index])
    return under and _asks_by_itself(blocks[index]) and not wording.OPENS_WITH_VERDICT.match(blocks[index].text)


def _is_lettered(block: Block) -> bool:
    """Return whether a block is lettered or marked, as the parts of an item are."""
    return block.label is not None and block.label.form in ("item", "bullet", "part")


def _without_strays(blocks: Sequence[Block], of: Structure, shared: Floats, chosen: list[int]) -> list[int]:
    """Return the chosen blocks, without those that stand alone and do not surely ask somebody.

    Plain paragraphs stand together where they share a page, or a section of a web page.
    """
    chosen_set = set(chosen)
    company: Counter[tuple[int, int]] = Counter()
    place: dict[int, tuple[int, int]] = {}
    for number, series in enumerate(of.series):
        for index in (index for index in series if index in chosen_set):
            place[index] = (number, blocks[index].page if blocks[index].label is None else 0)
            company[place[index]] += 1
    return [
        index
        for index in chosen
        if company[place[index]] >= (FEWEST_PARAGRAPHS if blocks[index].label is None and of.lead_ins[index] < 0 else 2)
        or (shared[index] > STRAY_SCORE and _asks_by_itself(blocks[index]))
    ]


def _asks_by_itself(block: Block) -> bool:
    """Return whether a block that stands alone is a sentence that asks somebody for something."""
    text = text_after_label(block)
    return len(text.split()) >= WORDS_OF_SENTENCE and wording.asks_somebody(text)


def with_closing_labels(blocks: Sequence[Block], scores: Floats) -> Floats:
    """Return the scores, raised where blocks end with a label: where several do, it is the document's manner."""
    closing = {index: CLOSING_LABEL.search(block.text) for index, block in enumerate(blocks)}
    labels = {index: match["label"] for index, match in closing.items() if match and not match["label"].isdecimal()}
    raised = scores.copy()
    if len(set(labels.values())) >= FEWEST_CLOSING_LABELS:
        raised[list(labels)] = np.maximum(raised[list(labels)], LABELLED_IS_SURE)
    return raised


def with_items_under_recommendations(blocks: Sequence[Block], of: Structure, scores: Floats) -> Floats:
    """Return the scores, raised for the items of a list that stands right under "Recommendations for councils:".

    Most of them ask, each in so many words or with a command: argument may stand under such a heading too.
    """
    raised = scores.copy()
    for series in of.series:
        items = [index for index in series if blocks[index].label is not None and not of.headings[index]]
        over = of.lead_ins[series[0]] if of.lead_ins[series[0]] >= 0 else (of.paths[series[0]] or [-1])[-1]
        if len(items) < 2 or over < 0 or not HEADS_RECOMMENDATIONS.match(blocks[over].text):
            continue
        openings = [SENTENCE_END.split(text_after_label(blocks[index]))[0] for index in items]
        if sum(map(_asks, openings)) >= MOST_ITEMS * len(items):
            raised[items] = np.maximum(raised[items], ITEM_IS_SURE)
    return raised


def _chosen(blocks: Sequence[Block], shared: Floats, least: float, of_earlier: set[int]) -> list[int]:
    """Return the blocks at which a recommendation begins: scored above `least`, and able to hold one.

    For those `of_earlier` reports the heading speaks, and any score is enough that is not the least.
    """
    pages_of_contents = contents_pages(blocks)
    return [
        index
        for index, block in enumerate(blocks)
        if shared[index] > (LEAST_SCORE if index in of_earlier else least)
        and block.page not in pages_of_contents
        and len(text_after_label(block).split()) >= MIN_WORDS
        and not _only_leads_in(blocks, index)
        and not SAYS_CONCLUSION.search(block.text)
    ]


def _asking_part(text: str) -> str:
    """Return a paragraph that opens with what it asks, to its last sentence that asks: argument follows in essays.

    >>> _asking_part("Ministers should count the boats. They have not yet done so.")
    'Ministers should count the boats.'
    """
    sentences = SENTENCE_END.split(text)
    asking = [number for number, sentence in enumerate(sentences) if _asks(sentence)]
    return " ".join(sentences[: asking[-1] + 1]) if asking and asking[0] == 0 else text


def _asks(sentence: str) -> bool:
    """Return whether a sentence asks somebody, or begins with a command."""
    return wording.asks_somebody(sentence) or first_word(sentence) in COMMAND_WORDS


def _comparable(text: str) -> str:
    """Return the letters and figures of a text in one manner of writing."""
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def _is_part_of(block: Block, texts: Sequence[str]) -> bool:
    """Return whether the words of a block stand in one of the texts, or begin like it."""
    words = _comparable(text_after_label(block))
    return any(
        words in text or text[:OPENING] in words or fuzz.token_set_ratio(words, text) >= SAME_WORDS
        for text in texts
        if text
    )


def _only_leads_in(blocks: Sequence[Block], index: int) -> bool:
    """Return whether a block without a label only leads in to what follows: "We recommend that:"."""
    return blocks[index].label is None and blocks[index].text.rstrip().endswith(":")


def _end(blocks: Sequence[Block], start: int, starts: set[int], body: float) -> int:
    """Return the index after the last block of an item: its parts and what runs over a page belong to it."""
    first = blocks[start]
    latest = boundaries.by_layout(start, blocks, body, starts, False)
    for index in range(start + 1, len(blocks)):
        block, previous = blocks[index], blocks[index - 1]
        is_lettered = _is_lettered(block)
        is_introduced = is_lettered and index not in starts and OPEN_LIST.search(previous.text.rstrip())
        is_part = index < latest and is_lettered and block.x0 > first.x0 - 3
        carries_on = index < latest and block.label is None and previous.text.rstrip()[-1:] not in '.:;?!)”"'
        if not is_introduced and not is_part and not carries_on:
            return index
    return len(blocks)


def _occurrence(blocks: Sequence[Block], of: Structure, start: int, end: int) -> Occurrence:
    """Return the occurrence that the blocks from `start` to before `end` make."""
    first, others = blocks[start], blocks[start + 1 : end]
    text = "\n".join([text_after_label(first), *(block.text for block in others)])
    closing = CLOSING_LABEL.search(text)
    if closing and closing["label"].isdecimal():
        text = text[: closing.start()]
    elif not closing and first.label is None and not others and of.lead_ins[start] < 0:
        text = _asking_part(text)
    label = first.label if first.label and first.label.form != "bullet" else None
    lead_in = blocks[of.lead_ins[start]].text if of.lead_ins[start] >= 0 else ""
    return Occurrence(
        form="scored",
        numbers=label.numbers if label and not closing else (),
        label=closing["label"] if closing else label.printed if label else "",
        title="",
        text=text,
        page=first.page,
        end_page=blocks[end - 1].end_page,
        items=tuple(block.label.printed for block in others if block.label and block.label.form == "item"),
        layout="scored",
        headings=" / ".join(blocks[heading].text for heading in of.paths[start]),
        lead_in=lead_in,
        box=first.box,
        italic=first.italic,
        position=start,
    )
