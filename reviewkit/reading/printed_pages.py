"""Find the page numbers that are printed on the pages, which seldom are those of the file.

Numbers in the first and last lines that run on from page to page count as printed; elsewhere the labels that the file
gives its pages, where it gives any.

Input: the texts of the pages, and their labels. Output: the printed number of each page, "" where none is known.
Limitations: Roman numbers are known from labels alone; a number that is drawn as a picture is not seen.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

END_LINES = 2  # first and last lines of a page that may hold its number
LONGEST_LINE = 90  # characters
SHORTEST_RUN = 3  # pages
LEAST_SHARE = 0.5  # of the pages from the first to the last of a run
WIDEST_GAP = 4  # pages without a number inside a run: chapter titles, pictures
LABEL = re.compile(r"(?:[a-z]{1,3}-?)?\d{1,4}|[ivxl]{1,7}", re.I)  # "12", "A-4", "iv"
NUMBER_ALONE = re.compile(r"\W{0,3}(?:page |p\. ?)?(?P<number>\d{1,4})(?: ?(?:of|/) ?\d{1,4})?\W{0,3}", re.I)
NUMBER_AT_END = re.compile(
    r"(?:page )?(?P<number>\d{1,4})[ |]{1,6}[^\W\d].*|.*[^\W\d)][ |]{1,6}(?:page )?(?P<last>\d{1,4})", re.I
)


def printed_numbers(texts: Sequence[str], labels: Sequence[str]) -> list[str]:
    r"""Return the printed number of each page.

    >>> printed_numbers(["Ferries\n1", "Boats\n2", "Crews\n3"], ["", "", ""])
    ['1', '2', '3']
    """
    printed = [""] * len(texts)
    pages_by_shift: dict[int, list[int]] = defaultdict(list)
    for page, text in enumerate(texts, start=1):
        for shift in sorted({page - number for number in _numbers(text)}):
            pages_by_shift[shift].append(page)
    runs = [(shift, run) for shift, pages in pages_by_shift.items() for run in _runs(pages)]
    for shift, run in sorted(runs, key=lambda found: (-len(found[1]), found[0])):
        inside = range(run[0], run[-1] + 1)
        if not any(printed[page - 1] for page in inside):
            for page in inside:
                printed[page - 1] = str(page - shift)
    return [number or _label(label, page) for page, (number, label) in enumerate(zip(printed, labels, strict=True), 1)]


def _numbers(text: str) -> Iterator[int]:
    """Yield the numbers that may be the page's own: those at its ends, alone in a line or at an end of it."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    ends = lines if len(lines) <= 2 * END_LINES else [*lines[:END_LINES], *lines[-END_LINES:]]
    for line in ends:
        match = NUMBER_ALONE.fullmatch(line) or (NUMBER_AT_END.fullmatch(line) if len(line) <= LONGEST_LINE else None)
        if match:
            groups = match.groupdict()
            yield int(groups["number"] or groups.get("last") or 0)


def _runs(pages: list[int]) -> Iterator[list[int]]:
    """Yield the runs of pages whose numbers go on from one to the next, with small gaps."""
    starts = [0, *(at for at, (one, after) in enumerate(pairwise(pages), start=1) if after - one > WIDEST_GAP)]
    for start, end in pairwise([*starts, len(pages)]):
        run = pages[start:end]
        if len(run) >= SHORTEST_RUN and len(run) >= LEAST_SHARE * (run[-1] - run[0] + 1):
            yield run


def _label(label: str, page: int) -> str:
    """Return a page's label; "" where it only counts the pages of the file, or is no number."""
    return label if label != str(page) and LABEL.fullmatch(label) else ""
