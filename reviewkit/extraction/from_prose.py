"""Find recommendations in running text: "We recommend that ...", where a document has no list.

Sentences are found by spaCy's rules inside one paragraph; a list that the sentence introduces belongs to it.

Limitations: what is asked without the word is left out, and so is what is told of others ("they recommended").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import TYPE_CHECKING

from reviewkit.extraction import wording
from reviewkit.extraction.blocks import Block, body_size, is_heading
from reviewkit.extraction.list_items import Occurrence
from reviewkit.extraction.spacy_rules import english_sentences

if TYPE_CHECKING:
    from spacy.language import Language


def occurrences(blocks: Sequence[Block]) -> list[Occurrence]:
    """Return an occurrence for each sentence of a document that recommends."""
    body = body_size(blocks)
    sentences: list[Occurrence] = []
    for first, last, text in _paragraphs(blocks, body):
        if wording.MENTIONS_RECOMMENDING_OR_URGING.search(text) and wording.SENTENCE_RECOMMENDS.search(text):
            sentences += _in_paragraph(blocks, first, last, text)
    return sentences


def _paragraphs(blocks: Sequence[Block], body: float) -> Iterator[tuple[int, int, str]]:
    """Yield the first index, last index and text of each paragraph, pieces over a page end joined."""
    first = 0
    while first < len(blocks):
        last, text = first, blocks[first].text
        while last + 1 < len(blocks) and _continues(blocks[last], blocks[last + 1]):
            last += 1
            text = f"{text} {blocks[last].text}"
        if not is_heading(blocks[first], body):
            yield first, last, text
        first = last + 1


def _continues(previous: Block, block: Block) -> bool:
    """Return whether a paragraph goes on over a page or column end."""
    moved = block.page > previous.end_page or block.top < previous.top
    return moved and previous.text.rstrip()[-1:] not in '.:;?!”"' and block.label is None


def _in_paragraph(blocks: Sequence[Block], first: int, last: int, text: str) -> list[Occurrence]:
    """Return the recommending sentences of one paragraph; the last takes the list that it introduces."""
    recommending = []
    sentences = list(_sentences(text))
    for number, sentence in enumerate(sentences):
        if not wording.SENTENCE_RECOMMENDS.search(sentence) or sentence.count("“") > sentence.count("”"):
            continue
        end = last
        texts = [sentence]
        is_last = number == len(sentences) - 1
        while is_last and end + 1 < len(blocks) and _is_introduced_item(blocks[end + 1], texts[-1]):
            end += 1
            texts.append(blocks[end].text)
        recommending.append(_sentence_occurrence(blocks, first, end, last, text, sentence, texts))
    return recommending


def _is_introduced_item(block: Block, previous_text: str) -> bool:
    """Return whether a block is an item of the list that a sentence introduces."""
    is_item = block.label is not None and block.label.form in ("item", "bullet", "number")
    return is_item and previous_text.rstrip()[-1:] in ":;,"


def _sentence_occurrence(
    blocks: Sequence[Block], first: int, end: int, last: int, text: str, sentence: str, texts: list[str]
) -> Occurrence:
    """Return the occurrence of a sentence and its list; over a page end, its pages come from where it stands."""
    first_length = len(blocks[first].text)
    begins, ends = text.index(sentence), text.index(sentence) + len(sentence)
    page = blocks[first].page if begins < first_length else blocks[last].page
    end_page = blocks[end].end_page if end > last or ends > first_length else blocks[first].end_page
    return Occurrence(
        form="prose",
        text="\n".join(texts),
        page=page,
        end_page=end_page,
        layout="prose",
        box=blocks[first].box,
        italic=blocks[first].italic,
        position=first,
    )


def _sentences(text: str) -> Iterator[str]:
    """Yield the sentences of a paragraph."""
    for sentence in _english()(text).sents:
        yield sentence.text.strip()


@cache
def _english() -> Language:
    """Return the rules by which sentences are found."""
    return english_sentences()
