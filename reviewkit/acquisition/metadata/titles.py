"""What a document is called: the largest words of its first pages, held against the title that the file carries.

Comes in: the lines of the first pages with their size, the file's own facts, the names of bodies. Goes out: the title,
and where it was taken from.

Limit: a cover that sets the publisher's campaign larger than the title gives the campaign.
"""

from __future__ import annotations

import re
from collections import Counter

from reviewkit.acquisition.metadata import bodies, dates, phrases
from reviewkit.acquisition.metadata.cover import Block, Line, cover_blocks
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
RUNS_ON = re.compile(  # sentences of a cover, which go on in the next line
    r"(?i)presented to|ordered|laid before|by command|(?:a )?report(?: by| to|,)|submitted|this |invented for|©"
)
LISTED = re.compile(r"\s*[•●▪■·‣➢✓]")  # an item of a list
LABEL = re.compile(  # what many documents are called: says too little alone
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
SITE = re.compile(
    r"(?:\s+[-|–]\s+GOV\.UK)+$|\s[-|–]\s[\w.]+\.(?:org|com|uk)$"
    r"|\s*\((?:web\s|fully\s)?accessible(?:\sversion)?\)|\s*\(HTML(?:\sversion)?\)",
    re.I,
)
LONGEST_HEAD = 280  # letters: more is a paragraph
FULL = 200  # words: a page with more is no title page
MOST = 60  # words of the title's size: where a page has more, all its words are of one size
LOWER = 0.5  # of the title's size: what is smaller is no second part of it


def propose_title(lines: list[Line], facts: dict[str, str], texts: list[str], known: dict[str, str]) -> Proposal | None:
    """First pages, the file's facts, the text of all pages and the known bodies in; the title out, or None.

    The file's own title is taken where the first pages bear it out, or where no page could be read.
    """
    written = phrases.habits(texts)
    own = sited(facts.get("Title", ""))
    head, whole = _largest(lines, texts, known, own)
    front = " ".join(texts[:3])
    if not whole:
        return _unread(own, front)
    if is_title(own) and _bears(front, own) and _bears(own, " ".join(block.text for block in head)):
        return Proposal(phrases.ordinary(own, written), "the PDF's own title, which its first pages bear out")
    below = " and those with them" if len(whole) > len(head) else ""
    value = _together([dates.is_undated(phrases.ordinary(block.text, written)) for block in whole])
    return Proposal(value, f"page {whole[0].lines[0].page}, the largest words{below}")


def _largest(lines: list[Line], texts: list[str], known: dict[str, str], own: str) -> tuple[list[Block], list[Block]]:
    """The title's largest block, and all its blocks, on the first page that has one; no full page but the first has."""
    for page in dict.fromkeys(line.page for line in lines):
        if page > 1 and len(texts[page - 1].split()) > FULL:
            continue
        there = [line for line in lines if line.page == page]
        head, whole = _headline(cover_blocks(_material(there, known)), known, own)
        alike = [line for line in there if whole and line.size >= 0.93 * whole[0].size]
        if whole and sum(len(line.text.split()) for line in alike) <= MOST:
            return head, whole
    return [], []


def is_title(text: str) -> bool:
    """Whether what a file carries as its title can be one: no name of a file or of a program."""
    return len(text) > 5 and " " in text and not NO_TITLE.match(text)


def sited(text: str) -> str:
    """A title in; the same without the site's name and without "(accessible version)" out.

    >>> sited("Care of children: a review (accessible version) - GOV.UK")
    'Care of children: a review'
    """
    return phrases.clean(SITE.sub("", phrases.clean(text)))


def _unread(own: str, front: str) -> Proposal | None:
    """The file's own title, where the first pages have none: with a warning where nothing bears it out."""
    if not is_title(own) or (front.strip() and not _bears(front, own)):
        return None
    cut = ", which is cut short ('...')" if re.search(r"\.\.\.|…", own) else ""
    why = "" if front.strip() else "; no words on the first pages"
    return Proposal(own, f"the PDF's own title{cut}{why}")


def _material(lines: list[Line], known: dict[str, str]) -> list[Line]:
    """The lines of a page that can be its title's: without furniture, and without what that runs on into."""
    left: list[Line] = []
    over: list[Line] = []  # lines that the last piece of furniture takes up
    for line in lines:
        runs = over and RUNS_ON.match(over[0].text) and abs(line.size - over[-1].size) < 0.5
        if runs and 0 < over[-1].base - line.base <= 1.6 * line.size and not over[-1].text.endswith("."):
            over.append(line)
        elif _furniture(line.text, known):
            over = [line]
        else:
            left.append(line)
    return left


def _furniture(text: str, known: dict[str, str]) -> bool:
    """Whether a line is none of a title's."""
    name = re.split(r"\s*[·|:]\s", dates.is_undated(text))[0]  # "Elmley Council: a review", "The Harbour Trust · 2027"
    if name != text and bodies.bodies_named(name, known) and not bodies.INQUIRY.fullmatch(name):
        return True
    return bool(
        dates.standalone_date(text) or LISTED.match(text) or FURNITURE.match(text) or bodies.COMMITTEE.fullmatch(text)
    )


def _is_words(text: str) -> bool:
    """Whether a block can be a title by its look: words, not too many, no sentence."""
    letters = sum(sign.isalpha() for sign in text)
    sentence = text.endswith(".") and len(text.split()) > 12
    return 4 <= len(text) <= LONGEST_HEAD and letters >= 0.6 * len(text.replace(" ", "")) and not sentence


def _headline(found: list[Block], known: dict[str, str], own: str) -> tuple[list[Block], list[Block]]:
    """The blocks of a page in; the title's largest block, and all blocks of the title from top to foot, out."""
    found = [block for block in found if _is_words(block.text) or NUMBERED.fullmatch(block.text)]
    tallest = max((block.size for block in found), default=0)
    labels = [block for block in found if LABEL.fullmatch(block.text)]
    names = [block for block in found if bodies.bodies_named(block.text, known) and block not in labels]
    said = [block for block in found if block not in labels + names and not PERSON.search(block.text)]
    said = [block for block in said if block.size >= 0.45 * tallest]
    if not said:
        largest = max(names, key=lambda block: block.size, default=None)
        inquiry = largest is not None and bodies.INQUIRY.fullmatch(largest.text)
        kept = [block for block in labels if block.size >= LOWER * (largest or block).size]
        whole = [block for block in found if block is largest or block in kept]
        return whole[:1], whole if kept or inquiry else []
    head = max(said, key=lambda block: round(block.size))
    beside = [block for block in labels if block.size >= 0.95 * head.size or _numbers(block, head)]
    beside += [block for block in names if _belongs(block, head)]
    whole = [block for block in found if block is head or block in beside]
    under = _subtitle(said, head)
    if under is not None and phrases.plain_text(own) != phrases.plain_text(head.text):
        whole.insert(whole.index(head) + 1, under)
    return [head], whole


def _numbers(label: Block, head: Block) -> bool:
    """Whether a label numbers the title that stands right above it: "Volume 1"."""
    gap = head.lines[-1].base - label.lines[0].base
    return bool(NUMBERED.fullmatch(label.text)) and 0 < gap <= 5 * head.size


def _belongs(name: Block, head: Block) -> bool:
    """Whether a body's name is part of the title: an inquiry's own, or the force that was inspected."""
    if phrases.bare(name.text) in phrases.plain_text(head.text):
        return False
    above = name.lines[0].base > head.lines[0].base
    inquiry = bodies.INQUIRY.fullmatch(name.text) and name.size >= 0.85 * head.size
    inspected = "inspection" in head.text.lower() and name.size > 1.2 * head.size
    return bool(above and (inquiry or inspected))


def _subtitle(said: list[Block], head: Block) -> Block | None:
    """The words right below the title that go on with it, if any."""
    below = [block for block in said if 0 < head.lines[-1].base - block.lines[0].base <= 3.5 * head.size]
    under = max(below, key=lambda block: block.lines[0].base, default=None)
    if under is None or not LOWER * head.size <= under.size < head.size or under.text.endswith("."):
        return None
    aside = min(head.lines[-1].right, under.lines[0].right) - max(head.lines[-1].left, under.lines[0].left)
    return under if aside > 0 and len(head.text) + len(under.text) < LONGEST_HEAD else None


def _together(parts: list[str]) -> str:
    """The parts of a title as one: "Serious Case Review: Child K"."""
    whole = parts[0]
    for at, part in enumerate(parts[1:]):
        goes_on = whole[-1] in ":?!" or part[0].islower()
        whole += (" " if goes_on else ", " if at else ": ") + part
    return phrases.clean(whole)


def _bears(text: str, other: str) -> bool:
    """Whether nearly all words of the other stand in a text."""
    said, wanted = set(phrases.plain_text(text).split()), Counter(phrases.plain_text(other).split())
    held = sum(count for word, count in wanted.items() if word in said)
    return held >= 0.9 * max(wanted.total(), 1)
