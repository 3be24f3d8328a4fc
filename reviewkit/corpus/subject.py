"""Load what the reviews of a corpus are about, and which of its themes it marks."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from reviewkit.base.errors import TableError
from reviewkit.base.files import read_toml

NOT_SAID = "not named: subject.toml does not say who they are"


class Highlight(NamedTuple):
    """How the themes are called that the code frame marks `highlight`."""

    label: str = "Highlighted themes"
    heading: str = "Highlighted themes"  # over a list of them
    title: str = "the highlighted themes"  # as in "Reviews that raise the highlighted themes"
    named_in: str = ""  # the document that names them, as in "the National Audit (2025)"
    place: str = ""  # where in that document they are named, as in "foreword, page 7"


class Subject(NamedTuple):
    """What the reviews of a corpus are about; what the corpus does not say is empty."""

    name: str = ""  # as it stands in titles
    place: str = ""  # of what places the reviews are, as in "in England and Wales"
    words: tuple[str, ...] = ()  # by which a document on it is recognised
    scope: str = ""  # the word for it in the column `scope` of the catalogue
    abbreviations: tuple[tuple[str, str], ...] = ()  # phrases that ids have short, in the order in which they are tried
    highlight: Highlight = Highlight()
    coders: str = ""  # who the two coders of coded.csv and pairs.csv are, as it stands behind "The coders are"
    claim: str = ""  # the claim under study, as it stands behind "The claim:"
    gathered_until: str = ""  # until when reviews and facts were looked for, in words: "December 2025"


def load_subject(corpus: Path) -> Subject:
    """Load the subject of a corpus from its `subject.toml`; it is empty where there is no such file.

    Raises: `TableError` for a file that is not TOML, or where an entry is not what it should be.
    """
    path = corpus / "subject.toml"
    if not path.is_file():
        return Subject()
    entry = read_toml(path)
    words = entry.get("words", [])
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise TableError(f"{path.name}: words are not a list of texts", 'write words = ["...", "..."]')
    for name in ("name", "place", "scope", "coders", "claim", "gathered_until"):
        if not isinstance(entry.get(name, ""), str):
            raise TableError(f"{path.name}: {name} is not a text", f'write {name} = "..."')
    return Subject(
        entry.get("name", ""),
        entry.get("place", ""),
        tuple(words),
        entry.get("scope", ""),
        tuple(_texts(entry, "abbreviations", path).items()),
        Highlight(
            **{name: text for name, text in _texts(entry, "highlight", path).items() if name in Highlight._fields}
        ),
        entry.get("coders", ""),
        entry.get("claim", ""),
        entry.get("gathered_until", ""),
    )


def coders_sentence(subject: Subject) -> str:
    """Say who the coders of a corpus are, as its `subject.toml` does.

    >>> coders_sentence(Subject(coders="two readers of the harbour board"))
    'The coders are two readers of the harbour board.'
    """
    return f"The coders are {subject.coders or NOT_SAID}."


def gathered_sentence(subject: Subject) -> str:
    """Say until when the facts of a corpus were gathered; "" where its `subject.toml` does not.

    >>> gathered_sentence(Subject(gathered_until="May 2031"))
    'Facts were gathered until May 2031: what was published since is not in them.'
    """
    until = subject.gathered_until
    return f"Facts were gathered until {until}: what was published since is not in them." if until else ""


def named_sentence(highlight: Highlight) -> str:
    """Say where the marked themes are named; "" where no document names them.

    >>> named_sentence(Highlight(named_in="the audit", place="page 7"))
    'The marked issues are named in the audit, page 7.'
    """
    if not highlight.named_in:
        return ""
    place = f", {highlight.place}" if highlight.place else "; on which of its pages is not known yet"
    return f"The marked issues are named in {highlight.named_in}{place}."


def _texts(entry: dict[str, Any], name: str, path: Path) -> dict[str, str]:
    """Return a section of texts by name; raise `TableError` where it is something else."""
    section = entry.get(name, {})
    if not isinstance(section, dict) or not all(isinstance(text, str) for text in section.values()):
        raise TableError(f"{path.name}: [{name}] does not hold texts", 'write lines of the form name = "..."')
    return section
