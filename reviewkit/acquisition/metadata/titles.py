"""Tell what a document is called: the largest words of its first pages, compared with the title that the file carries.

Input: the lines of the first pages with their size, the file's properties, the names of bodies. Output: the title, and
where it was taken from.

Limitations: a cover that sets the publisher's campaign larger than the title gives the campaign.
"""

from __future__ import annotations

import re
from collections import Counter

from reviewkit.acquisition.metadata import bodies, dates, phrases
from reviewkit.acquisition.metadata.cover import FULL_PAGE, Block, Line, cover_blocks
from reviewkit.acquisition.metadata.phrases import Proposal

FURNITURE = re.compile(  # how lines begin that stand on first pages and are no title
    r"""(?ix)^\W*(?:
    presented\ to | ordered\ (?:by|to)\b | by\ (?:order|command|authority)\b | laid\ before | submitted\ to
    | (?:(?:first\ )?published|(?:last\ )?updated):?\s+(?:on|in|by|\d|[a-z]+\ \d)
    | by\ (?:the\ )?(?:[A-Z]|secretary|minister|chancellor) | (?:a\ )?report\ (?:by|to)\b
    | report\ of\ (?:the\ )?.*\bcommittee$ | report\ of\ .*\b(?:[QK]C|[OCMD]BE|MP)\b          # Report of A Hill QC
    | report\ of\ (?:the\ )?(?:rt|right|dame|sir|lord|lady|baroness|dr|prof|auditor|comptroller)\w*\b
    | (?:a\ )?report\ of\ the\ (?:inquiry\ )?panel$ | (?:approved|agreed|endorsed|accepted)\b.*\b(?:by|on)\b
    | (?:report|volume\ \w+)[,:].*\bformal\ minutes | (?:\w+\ )?(?:special\ )?report\ of\ session\b
    | session\ \d{4}\S*\ · | H[CL]\ (?:paper\ )?\d | C[PM]d?\.?\ ?\d{3,} | \w+\ paper\ \d+$ | number\ \w+\ \d | £
    | (?:chair|convener|authors?|editors?|version|status|isbn|issn|contacts?|tel|e-?mail|date)\b\W*(?::|\d|no\b|of\b)
    | (?:[a-z]+\ ){0,3}(?:chair|authors?|reviewers?|date|by)\ ?:                              # Lead reviewer: A Hill
    | (?:prepared|written|commissioned|produced|edited|compiled|completed)\ (?:by|for|in|on)\b
    | london\ ?: | © | \(c\) | .*\bcopyright\b | .*(?:https?://|www\.|\S@\S|\.(?:gov|org|parliament|police|co)\.uk\b)
    | (?:table\ of\ )?contents\b | (?:executive\ |\w+['’]s\ |ministerial\ )?(?:foreword|summary|introduction)(?:\ \d+)?$
    | (?!\W*\d{4}\s?[–-]\s?\d{4}\W*$)[\W\d]*$
    | page\ \d | .*\b\d{1,2}:\d\d\b | applies\ to\b | this\ (?:was\ published|document|report|publication)\b
    | (?:policy\ paper|independent\ report|research\ and\ analysis|(?:statutory\ |practice\ )?guidance|corporate\ report
      |correspondence|(?:research\ |policy\ )?briefing(?:\ paper)?|research\ report|consultation(?:\ outcome)?)
      (?:\ [\d/]+)?$
    | (?:draft|confidential|restricted|embargoed|official|for\ publication|not\ protectively\ marked).{0,20}$
    | final(?:\ version|\ draft|\ for\ publication)?$
    | house\ of\ (?:commons|lords)$
    )"""
)
SENTENCE_START = re.compile(  # sentences of a cover, which go on in the next line
    r"(?i)presented to|ordered|laid before|by command|(?:a )?report(?: by| to|,)|submitted|this |invented for|©"
)
BULLET = re.compile(r"\s*[•●▪■·‣➢✓]")  # an item of a list
LABEL = re.compile(  # what many documents are called: says too little by itself
    r"""(?ix)(?:the\ |an?\ )?(?:
    (?:(?:final|interim|full|main|overview|summary|progress|inspection|annual|independent|investigation|special)\ )*
    (?:report|review|overview)(?:\ (?:19|20)\d\d(?:\W\d+)?)?
    | (?:volume|part|module)\ \w+ | \d+\ of\ \d+ | (?:thematic\ )?(?:inspection|review) | overview\ and\ recommendations
    | (?:joint\ )?serious\ case\ review | (?:local\ )?child\ safeguarding\ practice\ review
    | (?:(?:child|adult)\ practice|domestic\ homicide|safeguarding\ adults?|learning|thematic)\ review
    )"""
)
NUMBERED = re.compile(r"(?i)(?:volume|part|module) \w+|\d+ of \d+")
PERSON = re.compile(  # "Dame Janet Hill", "A. Hill OBE"
    r"\b(?:[OCMD]BE|[QK]C|MP|QPM)\b\W*$"
    r"|^(?:(?:The )?(?:Rt|Right) Hon|Dame|Sir|Lord|Lady|Baroness|Dr|Prof|Professor|Mrs?|Ms)\b"
)
NO_TITLE = re.compile(  # "Microsoft Word - final.docx", "untitled", "HC_802_v3", "20241216- Response- FINAL"
    r"(?i)microsoft |untitled|(?:document|doc|slide|presentation|layout)\W?\d*$|.*_|\d{6}|\W*$|.*[\\/]\w+[\\/]"
    r"|.*\.(?:docx?|pdf|indd|rtf|qxp|qxd|pub|pptx?|odt|html?)$"
    r"|.*\b(?:template|v\d|version \d|final draft|print ready|cover)\b|.*\bfinal\W*(?:\(|$)"
)
SITE_NAME = re.compile(  # and the form: "(accessible version) - GOV.UK"
    r"(?:\s+[-|–]\s+GOV\.UK)+$|\s[-|–]\s[\w.]+\.(?:org|com|uk)$"
    r"|\s*\((?:web\s|fully\s)?accessible(?:\sversion)?\)|\s*\(HTML(?:\sversion)?\)",
    re.I,
)
LONGEST_TITLE = 280  # letters: more is a paragraph
MOST_LARGE_WORDS = 60  # words of the title's size: where a page has more, all its words are of one size
LARGE = 0.93  # of the title's size: what is at least so large counts as such a word
LEAST_OF_TALLEST = 0.45  # of the page's largest words: what is smaller is no title
LEAST_OF_TITLE = 0.5  # of the title's size: what is smaller is no second part of it
LABEL_SIZE = 0.95  # of the title's size: a label at least so large is part of it
LEAST_SHARE = 0.9  # of the words of a title that another text has to have, to agree with it


def propose_title(
    lines: list[Line], properties: dict[str, str], texts: list[str], names: dict[str, str]
) -> Proposal | None:
    """Propose the title from the first pages and the file's own; None where neither tells one.

    The file's own title is taken where the first pages agree with it, or where no page could be read. `texts` are all
    pages, `names` those of `bodies.known_bodies`.
    """
    spellings = phrases.habits(texts)
    own = remove_site_name(properties.get("Title", ""))
    headline, title = _largest_words(lines, texts, names, own)
    front = " ".join(texts[:3])
    if not title:
        return _own_title(own, front)
    if is_title(own) and _has_words(front, own) and _has_words(own, " ".join(block.text for block in headline)):
        return Proposal(phrases.ordinary(own, spellings), "the PDF's own title, which its first pages bear out")
    others = " and those with them" if len(title) > len(headline) else ""
    value = _join_parts([dates.is_undated(phrases.ordinary(block.text, spellings)) for block in title])
    return Proposal(value, f"page {title[0].lines[0].page}, the largest words{others}")


def _largest_words(
    lines: list[Line], texts: list[str], names: dict[str, str], own: str
) -> tuple[list[Block], list[Block]]:
    """Return the title's largest block, and all its blocks, on the first page that has one.

    Of full pages only the first is looked at.
    """
    for page in dict.fromkeys(line.page for line in lines):
        if page > 1 and len(texts[page - 1].split()) > FULL_PAGE:
            continue
        page_lines = [line for line in lines if line.page == page]
        headline, title = _headline(cover_blocks(_without_furniture(page_lines, names)), names, own)
        large = [line for line in page_lines if title and line.size >= LARGE * title[0].size]
        if title and sum(len(line.text.split()) for line in large) <= MOST_LARGE_WORDS:
            return headline, title
    return [], []


def is_title(text: str) -> bool:
    """Return whether what a file carries as its title can be one: no name of a file or of a program."""
    return len(text) > 5 and " " in text and not NO_TITLE.match(text)


def remove_site_name(text: str) -> str:
    """Return a title without the site's name and without "(accessible version)".

    >>> remove_site_name("Care of children: a review (accessible version) - GOV.UK")
    'Care of children: a review'
    """
    return phrases.clean(SITE_NAME.sub("", phrases.clean(text)))


def _own_title(own: str, front: str) -> Proposal | None:
    """Propose the file's own title where the first pages have none; with a warning where no words agree with it."""
    if not is_title(own) or (front.strip() and not _has_words(front, own)):
        return None
    cut = ", which is cut short ('...')" if re.search(r"\.\.\.|…", own) else ""
    warning = "" if front.strip() else "; no words on the first pages"
    return Proposal(own, f"the PDF's own title{cut}{warning}")


def _without_furniture(lines: list[Line], names: dict[str, str]) -> list[Line]:
    """Return the lines of a page that can be its title's: no furniture, and no line that its sentences run on into."""
    remaining: list[Line] = []
    sentence: list[Line] = []  # the last piece of furniture, and the lines that it runs on into
    for line in lines:
        if sentence and _runs_on(sentence, line):
            sentence.append(line)
        elif _furniture(line.text, names):
            sentence = [line]
        else:
            remaining.append(line)
    return remaining


def _runs_on(sentence: list[Line], line: Line) -> bool:
    """Return whether a sentence of a cover goes on in a line: right below, of its size, and it has not ended."""
    last = sentence[-1]
    same_size = abs(line.size - last.size) < 0.5
    right_below = 0 < last.base - line.base <= 1.6 * line.size
    return bool(SENTENCE_START.match(sentence[0].text)) and same_size and right_below and not last.text.endswith(".")


def _furniture(text: str, names: dict[str, str]) -> bool:
    """Return whether a line belongs to no title."""
    name = re.split(r"\s*[·|:]\s", dates.is_undated(text))[0]  # "Elmley Council: a review", "The Harbour Trust · 2027"
    if name != text and bodies.body_named(name, names) and not bodies.INQUIRY.fullmatch(name):
        return True
    return bool(
        dates.standalone_date(text) or BULLET.match(text) or FURNITURE.match(text) or bodies.COMMITTEE.fullmatch(text)
    )


def _looks_like_title(text: str) -> bool:
    """Return whether a block can be a title by its look: words, not too many, no sentence."""
    letters = sum(character.isalpha() for character in text)
    sentence = text.endswith(".") and len(text.split()) > 12
    return 4 <= len(text) <= LONGEST_TITLE and letters >= 0.6 * len(text.replace(" ", "")) and not sentence


def _headline(blocks: list[Block], names: dict[str, str], own: str) -> tuple[list[Block], list[Block]]:
    """Return the title's largest block on a page, and all blocks of the title from top to foot."""
    blocks = [block for block in blocks if _looks_like_title(block.text) or NUMBERED.fullmatch(block.text)]
    tallest = max((block.size for block in blocks), default=0)
    labels = [block for block in blocks if LABEL.fullmatch(block.text)]
    named = [block for block in blocks if bodies.body_named(block.text, names) and block not in labels]
    words = [block for block in blocks if block not in labels + named and not PERSON.search(block.text)]
    words = [block for block in words if block.size >= LEAST_OF_TALLEST * tallest]
    if not words:
        return _name_as_headline(blocks, labels, named)
    headline = max(words, key=lambda block: round(block.size))
    parts = [block for block in labels if block.size >= LABEL_SIZE * headline.size or _is_number_of(block, headline)]
    parts += [block for block in named if _belongs(block, headline)]
    title = [block for block in blocks if block is headline or block in parts]
    subtitle = _subtitle(words, headline)
    if subtitle is not None and phrases.normalise(own) != phrases.normalise(headline.text):
        title.insert(title.index(headline) + 1, subtitle)
    return [headline], title


def _name_as_headline(blocks: list[Block], labels: list[Block], named: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return the headline and the title of a page that has only labels and names of bodies.

    A name is a title with a label ("Elmley Board: Serious Case Review"), or where it is an inquiry's.
    """
    largest = max(named, key=lambda block: block.size, default=None)
    large_labels = [block for block in labels if block.size >= LEAST_OF_TITLE * (largest or block).size]
    title = [block for block in blocks if block is largest or block in large_labels]
    inquiry = largest is not None and bodies.INQUIRY.fullmatch(largest.text)
    return title[:1], title if large_labels or inquiry else []


def _is_number_of(label: Block, headline: Block) -> bool:
    """Return whether a label numbers the title that stands right above it: "Volume 1"."""
    gap = headline.lines[-1].base - label.lines[0].base
    return bool(NUMBERED.fullmatch(label.text)) and 0 < gap <= 5 * headline.size


def _belongs(name: Block, headline: Block) -> bool:
    """Return whether a body's name is part of the title: an inquiry's own, or the force that was inspected."""
    if phrases.normalise_name(name.text) in phrases.normalise(headline.text):
        return False
    above = name.lines[0].base > headline.lines[0].base
    inquiry = bodies.INQUIRY.fullmatch(name.text) and name.size >= 0.85 * headline.size
    inspected = "inspection" in headline.text.lower() and name.size > 1.2 * headline.size
    return bool(above and (inquiry or inspected))


def _subtitle(words: list[Block], headline: Block) -> Block | None:
    """Return the block right below the title that goes on with it, if any."""
    close = [block for block in words if 0 < headline.lines[-1].base - block.lines[0].base <= 3.5 * headline.size]
    below = max(close, key=lambda block: block.lines[0].base, default=None)
    if below is None or not LEAST_OF_TITLE * headline.size <= below.size < headline.size or below.text.endswith("."):
        return None
    above, first = headline.lines[-1], below.lines[0]
    overlap = min(above.right, first.right) - max(above.left, first.left)
    return below if overlap > 0 and len(headline.text) + len(below.text) < LONGEST_TITLE else None


def _join_parts(parts: list[str]) -> str:
    """Return the parts of a title as one: "Serious Case Review: Child K"."""
    joined = parts[0]
    for index, part in enumerate(parts[1:]):
        goes_on = joined[-1] in ":?!" or part[0].islower()
        joined += (" " if goes_on else ", " if index else ": ") + part
    return phrases.clean(joined)


def _has_words(text: str, title: str) -> bool:
    """Return whether a text has nearly all words of a title."""
    words, wanted = set(phrases.normalise(text).split()), Counter(phrases.normalise(title).split())
    present = sum(count for word, count in wanted.items() if word in words)
    return present >= LEAST_SHARE * max(wanted.total(), 1)
