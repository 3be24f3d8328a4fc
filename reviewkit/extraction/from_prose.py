"""Running text -> recommendations: "We recommend that ..." where a document has no list.

Sentences are found by spaCy's rules inside one paragraph; a list that the sentence introduces belongs to it.
Limit: what is asked without the word, or told of others ("they recommended"), is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from reviewkit.extraction.blocks import Block, body_size, is_heading
from reviewkit.extraction.list_items import Occurrence

RECOMMENDS = re.compile(  # "We therefore recommend that", "The Panel recommends that", "I strongly recommend"
    r"\b(we|i|(this|our) (\w+ )?(review|report|audit)"
    r"|(this|the|our) (\w+ )?(panel|inquiry|committee|commission|board|inspectorate))"
    r"( would| also| further| therefore| strongly| hereby| now| again)*,? (recommends?( further| also| strongly)?,?"
    r"( that(?! (you|readers)\b)|:| (a|an|the) [^.]* (be|should)\b)|urges? (the|all|every|each|local)\b"
    r"|calls? (up)?on (the|all|every|each|local)\b)",
    re.I,
)

RECOMMENDING = re.compile(r"recommend|urge|call", re.I)


def occurrences(found: Sequence[Block]) -> list[Occurrence]:
    """The blocks of a document in, a printing for each sentence that recommends out."""
    body = body_size(found)
    made: list[Occurrence] = []
    for place, block, text in _paragraphs(found, body):
        if RECOMMENDING.search(text) and RECOMMENDS.search(text):
            made += _in_paragraph(found, place, block, text)
    return made


def _paragraphs(found: Sequence[Block], body: float) -> Iterator[tuple[int, int, str]]:
    """First place, last place and text of each paragraph, pieces over a page end joined."""
    place = 0
    while place < len(found):
        last, text = place, found[place].text
        while last + 1 < len(found) and _goes_on(found[last], found[last + 1]):
            last += 1
            text = f"{text} {found[last].text}"
        if not is_heading(found[place], body):
            yield place, last, text
        place = last + 1


def _goes_on(before: Block, block: Block) -> bool:
    """Whether a paragraph goes on over a page or column end."""
    moved = block.page > before.end_page or block.top < before.top
    return moved and before.text.rstrip()[-1:] not in '.:;?!”"' and block.label is None


def _in_paragraph(found: Sequence[Block], first: int, last: int, text: str) -> list[Occurrence]:
    """The recommending sentences of one paragraph; the last takes the list that it introduces."""
    made = []
    sentences = list(_sentences(text))
    for number, sentence in enumerate(sentences):
        if not RECOMMENDS.search(sentence) or sentence.count("“") > sentence.count("”"):
            continue
        end = last
        texts = [sentence]
        while number == len(sentences) - 1 and end + 1 < len(found) and _listed(found[end + 1], texts[-1]):
            end += 1
            texts.append(found[end].text)
        made.append(_printing(found, first, end, last, text, sentence, texts))
    return made


def _listed(block: Block, before: str) -> bool:
    """Whether a block is an item of the list that a sentence introduces."""
    item = block.label is not None and block.label.form in ("item", "bullet", "number")
    return item and before.rstrip()[-1:] in ":;,"


def _printing(
    found: Sequence[Block], first: int, end: int, last: int, text: str, sentence: str, texts: list[str]
) -> Occurrence:
    """One sentence and its list in, its printing out; over a page end, by where in the paragraph it stands."""
    over = len(found[first].text)
    begins, ends = text.index(sentence), text.index(sentence) + len(sentence)
    page = found[first].page if begins < over else found[last].page
    end_page = found[end].end_page if end > last or ends > over else found[first].end_page
    return Occurrence(
        form="prose",
        text="\n".join(texts),
        page=page,
        end_page=end_page,
        standing="prose",
        box=found[first].box,
        italic=found[first].italic,
        place=first,
    )


def _sentences(text: str) -> Iterator[str]:
    """A paragraph in, its sentences out."""
    for sentence in _english()(text).sents:
        yield sentence.text.strip()


@cache
def _english() -> object:
    """spaCy's English rules: no model, nothing to download."""
    import spacy  # heavy, and only wanted here

    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return nlp
