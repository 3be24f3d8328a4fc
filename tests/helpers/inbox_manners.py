# ruff: noqa: E501 - covers stand here as they are printed
"""Documents made of any row of the catalogue in many manners: as the document itself, and as what is only about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from helpers.dropping import SENTENCE, full_page, pdf, web
from reviewkit.acquisition.inbox.scoring import plain_title

Row = Mapping[str, object]
MONTHS = "January February March April May June July August September October November December".split()  # noqa: SIM905


def day(row: Row) -> str:
    """The date of publication as covers print it."""
    year, *rest = str(row["date_published"]).split("-")
    month = [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*([str(int(rest[1]))] if len(rest) > 1 else []), *month, year])


def typed(text: object) -> str:
    """Words as Typst prints them."""
    return "".join(f"\\{letter}" if letter in "#$*_`<>@[]\\~" else letter for letter in str(text))


def author(row: Row) -> str:
    """The first author."""
    return typed(str(row["authors"]).partition(";")[0])


def pages(row: Row) -> int:
    """How long it is, where that is known."""
    return int(str(row["pages"])) if str(row["pages"]).isdigit() else 40


def cover(row: Row, line: str = "", title: str = "", long: int = 20) -> bytes:
    """A report with a cover, and a line below its title."""
    head, _, rest = typed(title or plain_title(row)).partition(": ")
    below = f"\n\n#text(size: 16pt)[{rest}]" if rest else ""
    line = f"#text(size: 16pt)[{typed(line)}]" if line else ""
    return pdf(
        f"#text(size: 12pt)[{typed(row['publisher'])}]\n#v(3cm)\n#text(size: 25pt)[{head}]{below}\n#v(1cm)\n{line}\n"
        f"#v(2cm)\n{author(row)}\n\n{day(row)}",
        long,
    )


def page(row: Row, words: str) -> bytes:
    """Some full pages that begin with words on the report."""
    return full_page(words.format(t=typed(plain_title(row)), d=day(row), p=typed(row["publisher"])), 4)


def saved(row: Row, heading: str, rest: str) -> bytes:
    """A web page."""
    return web(f"{heading} - {row['publisher']}", f"<h1>{heading}</h1><p>Published {day(row)}</p>{rest}")


ITSELF: dict[str, Callable[[Row], bytes]] = {
    "cover": lambda row: cover(row, long=pages(row)),
    "no cover": lambda row: full_page(
        f"#text(size: 17pt)[*{typed(plain_title(row))}*]\n\n{typed(row['publisher'])}\n\n{author(row)}\n\n{day(row)}\n\n*1. Introduction*",
        pages(row),
    ),
    "web page": lambda row: saved(row, plain_title(row), "<h2>Introduction</h2>" + f"<p>{SENTENCE}</p>" * 30),
}
ABOUT_IT: dict[str, Callable[[Row], bytes]] = {
    "executive summary": lambda row: cover(row, "Executive summary"),
    "summary": lambda row: cover(row, "Summary"),
    "council's response": lambda row: cover(row, "The council’s response"),
    "press release": lambda row: page(row, "*PRESS RELEASE*\n\n{d}\n\n#text(size: 16pt)[{t} published today]\n\n{p}"),
    "minutes": lambda row: page(row, "#text(size: 16pt)[{p}]\n\n*MINUTES OF THE MEETING held on {d}*\n\nThe board received {t}."),
    "cabinet paper": lambda row: page(row, "#text(size: 16pt)[{p}]\n\nREPORT TO CABINET\n\n{d}\n\n*Subject:* {t}"),
    "easy read": lambda row: cover(row, "Easy Read version"),
    "young people's version": lambda row: cover(row, "Young people’s version"),
    "years on": lambda row: cover(row, "Four years on"),
    "volume 2": lambda row: cover(row, "Volume 2: Appendices"),
    "second edition": lambda row: cover(row, "Second edition"),
    "draft": lambda row: cover(row, "Consultation draft"),
    "slides": lambda row: cover(row, "Presentation to the board"),
    "briefing note": lambda row: cover(row, title=f"Briefing note on {plain_title(row)}"),
    "letter": lambda row: cover(row, title=f"Letter from the Chair: {plain_title(row)}"),
    "technical report": lambda row: cover(row, "Technical report"),
    "methodology": lambda row: cover(row, title=f"{plain_title(row)}: methodology"),
    "appendix": lambda row: cover(row, "Appendix B"),
    "terms of reference": lambda row: cover(row, "Terms of reference"),
    "written evidence": lambda row: cover(row, "Written evidence"),
    "news": lambda row: saved(row, f"{plain_title(row)} finds failings", f"<p>{SENTENCE}</p>" * 4),
    "landing page": lambda row: saved(
        row, plain_title(row), '<a href="/x/report.pdf">Download the report (PDF)</a>' + f"<p>{SENTENCE}</p>" * 3
    ),
}  # fmt: skip
