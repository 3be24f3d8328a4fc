"""Sort the inbox: take what is sure, ask or name what is doubtful, propose what is new.

Input: the folders of a corpus. Output: the table `inbox`, a row a document, and the documents in `official/`. What was
taken is moved to `inbox/taken/`; all else stays where it is. Nothing is written over or deleted.

Limitations: those of `matching`; a zip is moved only once each document in it is taken or at hand.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from reviewkit.acquisition.inbox import (
    asking,
    descriptions,
    drops,
    matching,
    outcomes,
    placement,
    unpacking,
    volumes,
    web_joining,
)
from reviewkit.acquisition.inbox.descriptions import Description
from reviewkit.acquisition.inbox.drops import Drop
from reviewkit.acquisition.inbox.matching import Match
from reviewkit.acquisition.inbox.outcomes import Outcome
from reviewkit.acquisition.inbox.volumes import Report
from reviewkit.base import file_types, paths, workers
from reviewkit.base.errors import DocumentError, InputError
from reviewkit.base.progress import Progress
from reviewkit.corpus import tables
from reviewkit.corpus.subject import load_subject

SECONDS = 120  # of one document: only its first pages matter, and the longest report takes two
SAID_SO = "a person said so"
WORK = "inbox"  # the folder of copies inside build/, emptied each time
Ask = Callable[[str], str]


class Document(NamedTuple):
    """One document of the inbox, the drops that it came in, and what it says of itself."""

    drops: tuple[Drop, ...]
    described: Description
    missing: str = ""  # of its volumes, in words

    @property
    def drop_names(self) -> tuple[str, ...]:
        """The names of its drops."""
        return tuple(dict.fromkeys(drop.name for drop in self.drops))


def sort_inbox(folders: paths.Folders, tell: Progress, ask: Ask | None = None) -> pd.DataFrame:
    """Sort what lies in the inbox, write the table `inbox`, and return its rows of now; the folder is made.

    `ask` puts a question to a person; without it, what is doubtful is named and stays.
    Raises: `InputError` where a folder leads out of the corpus.
    """
    placement.check_folder(folders)
    folders.inbox.mkdir(parents=True, exist_ok=True)
    listed = drops.list_drops(folders.inbox)
    if not listed:
        return outcomes.save_outcomes(folders, [])
    catalogue = tables.load(folders.corpus / paths.CATALOGUE, "catalogue")
    with _work_folder(folders) as work:
        read, faults = read_drops(folders, work.path, listed, catalogue, tell)
        settled = _settle(folders, read, catalogue, ask)
    at_hand = [one for one in settled if one.state in outcomes.AT_HAND]
    waiting = [one for one in [*settled, *faults] if one.state not in outcomes.AT_HAND]
    _move(folders, listed, _drop_names(at_hand), _drop_names(waiting))
    return outcomes.save_outcomes(folders, [*settled, *faults])


def take(folders: paths.Folders, name: str, review_id: str, tell: Progress) -> pd.DataFrame:
    """Take one document of the inbox as a person says, whatever speaks against it; return its row of the table `inbox`.

    Raises: `InputError` where the inbox has no such document, the catalogue no such review, or the document cannot be
    read.
    """
    placement.check_folder(folders)
    catalogue = tables.load(folders.corpus / paths.CATALOGUE, "catalogue")
    if review_id not in set(catalogue["review_id"]):
        raise InputError(f"catalogue.csv has no review '{review_id}'", "look at its column review_id")
    listed = drops.list_drops(folders.inbox) if folders.inbox.is_dir() else []
    with _work_folder(folders) as work:
        read, faults = read_drops(folders, work.path, listed, catalogue, tell)
        chosen = _named(name, read, faults)
        held = placement.held_documents(folders)
        found = matching.match(chosen.described, catalogue, held)
        settled = _taken(folders, chosen, found, review_id, SAID_SO)
    if settled.state == matching.UNREADABLE:
        raise InputError(f"{settled.dropped}: {'; '.join(settled.against)}", settled.next_step)
    waiting = {
        drop.name for one in read if one is not chosen and one.described.sha256 not in held for drop in one.drops
    }
    _move(folders, listed, set(settled.drops), waiting | _drop_names(faults))
    return outcomes.save_outcomes(folders, [settled], replace=False)


def read_drops(
    folders: paths.Folders, work: Path, listed: Sequence[Drop], catalogue: pd.DataFrame, tell: Progress
) -> tuple[list[Document], list[Outcome]]:
    """Return the documents in some drops, each described, and what could not be used."""
    unpacked, faults = _unpack(work, listed, tell)
    names = {part.path: part.name for parts in unpacked.values() for part in parts}
    subject = load_subject(folders.corpus)
    describe = partial(descriptions.describe, names=names, listed=catalogue, subject=subject)
    described: dict[Path, Description] = {}
    for done, (path, result) in enumerate(workers.map_documents(describe, list(names), SECONDS)):
        tell("inbox", done, len(names))
        if isinstance(result, workers.Failure):
            result = Description(names[path], path, descriptions.hash_of(path), fault=result.what,
                                 next_step=result.next_step)  # fmt: skip
        described[path] = result
    tell("inbox", max(len(names), 1), max(len(names), 1))
    listed_volumes = descriptions.listed_volumes(catalogue)
    documents: list[Document] = []
    loose: dict[str, Drop] = {}
    for drop, parts in unpacked.items():
        own = [described[part.path] for part in parts]
        if drop.path.is_dir() or len(parts) > 1:
            documents += [_document(work, report, (drop,)) for report in volumes.group_drop(own, listed_volumes)]
        else:
            loose |= {part.name: drop for part in parts}
    singles = [described[part.path] for parts in unpacked.values() for part in parts if part.name in loose]
    for report in volumes.group_loose(singles, listed_volumes):
        documents.append(_document(work, report, tuple(loose[part.name] for part in report.parts)))
    return documents, faults


class _WorkFolder(NamedTuple):
    """The folder of copies, which is emptied before and after."""

    path: Path

    def __enter__(self) -> _WorkFolder:
        shutil.rmtree(self.path, ignore_errors=True)
        self.path.mkdir(parents=True)
        return self

    def __exit__(self, *exception: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


def _work_folder(folders: paths.Folders) -> _WorkFolder:
    """Return the folder of copies of a corpus."""
    return _WorkFolder(folders.build / WORK)


def _unpack(
    work: Path, listed: Sequence[Drop], tell: Progress
) -> tuple[dict[Drop, list[unpacking.Part]], list[Outcome]]:
    """Take each drop apart in a process of its own, and return its documents, and what could not be used."""
    faults, sound = [], {}
    for drop in listed:
        try:
            drops.check_drop(drop)
            sound[drop.path] = drop
        except DocumentError as error:
            faults.append(
                outcomes.unreadable(drop.name, (drop.name,), error.what.removeprefix(f"{drop.name}: "), error.next_step)
            )
    unpacked: dict[Drop, list[unpacking.Part]] = {}
    for path, result in workers.map_documents(partial(_unpack_in_worker, work=work), list(sound), SECONDS):
        drop = sound[path]
        if isinstance(result, workers.Failure):
            faults.append(outcomes.unreadable(drop.name, (drop.name,), result.what, result.next_step))
            continue
        faults += [outcomes.unreadable(name, (drop.name,), what, step) for name, what, step in result.faults]
        if not result.parts and not result.faults:
            faults.append(
                outcomes.unreadable(drop.name, (drop.name,), "holds no document", "drop the documents themselves")
            )
        unpacked[drop] = result.parts
    tell("inbox", 0, max(len(listed), 1))
    return unpacked, faults


def _unpack_in_worker(path: Path, work: Path) -> unpacking.Unpacked:
    """Take a drop apart; one that cannot be is a fault."""
    folder = work / hashlib.sha256(path.name.encode("utf-8", "surrogateescape")).hexdigest()[:16]
    try:
        return unpacking.unpack(path, folder)
    except DocumentError as error:
        fault = (path.name, error.what.removeprefix(f"{path.name}: "), error.next_step)
        return unpacking.Unpacked([], [fault])


def _document(work: Path, report: Report, own_drops: tuple[Drop, ...]) -> Document:
    """Return a report as one document, its volumes or pages joined in a process of their own."""
    if not report.is_joined:
        return Document(own_drops, report.parts[0], report.missing)
    files = [part.file for part in report.parts]
    form = report.parts[0].form
    target = work / f"{descriptions.hash_of(files[0])[:16]}-joined.{form}"
    title = volumes.without_volume(report.parts[0].title)
    join = (
        partial(volumes.join_pdfs, files=files, target=target)
        if form == "pdf"
        else partial(web_joining.join_pages, files=files, title=title, target=target)
    )
    ((_, result),) = workers.map_documents(join, files[:1], SECONDS)
    unjoined = volumes.joined_description(report, target, "")
    if isinstance(result, workers.Failure):
        what = f"is {len(files)} parts that could not be joined: {result.what}"
        return Document(own_drops, unjoined._replace(fault=what, next_step=result.next_step))
    return Document(own_drops, unjoined._replace(sha256=result))


def _settle(
    folders: paths.Folders, read: Sequence[Document], catalogue: pd.DataFrame, ask: Ask | None
) -> list[Outcome]:
    """Match the documents, best first, take what is sure or what a person says, and return what became of each."""
    held = placement.held_documents(folders)
    matched = [(document, _match(document, catalogue, held)) for document in read]
    matched.sort(key=lambda pair: (-(pair[1].best.score if pair[1].best else 0), pair[0].described.form != "pdf",
                                   pair[0].described.name))  # fmt: skip
    settled = []
    for document, match in matched:
        if document.described.sha256 in held:
            match = match._replace(state=matching.HELD, held_as=held[document.described.sha256])
        outcome = _one(folders, document, match, set(catalogue["review_id"]), ask)
        if outcome.state in outcomes.PLACED:
            held[document.described.sha256] = outcome.document
        settled.append(outcome)
    return settled


def _match(document: Document, catalogue: pd.DataFrame, held: dict[str, str]) -> Match:
    """Match a document; one whose other volumes are missing is never sure."""
    match = matching.match(document.described, catalogue, held)
    if not document.missing or match.state not in (matching.SURELY, matching.PERHAPS):
        return match
    return match._replace(state=matching.PERHAPS, against=(*match.against, document.missing))


def _one(folders: paths.Folders, document: Document, match: Match, catalogued: set[str], ask: Ask | None) -> Outcome:
    """Return what became of one document: taken where it is sure, or where a person says which review it is."""
    if match.state == matching.SURELY and match.best is not None:
        return _taken(folders, document, match, match.best.review_id, "")
    if match.state == matching.PERHAPS and ask is not None:
        answer = asking.ask_person(match, catalogued, ask)
        if answer == asking.NONE:
            return outcomes.of_match(folders, document.drop_names, match._replace(state=matching.NEW))
        if answer:
            return _taken(folders, document, match, answer, SAID_SO)
    return outcomes.of_match(folders, document.drop_names, match)


def _taken(folders: paths.Folders, document: Document, match: Match, review_id: str, why: str) -> Outcome:
    """Put a document into `official/`, unless it cannot be read or is there already, and say what became of it."""
    if match.state == matching.HELD:
        return outcomes.of_match(folders, document.drop_names, match)
    described = document.described
    if match.state == matching.UNREADABLE or described.form not in file_types.ENDINGS:
        what = described.fault or f"is a .{described.form} document, which cannot be read yet"
        return outcomes.unreadable(
            described.name, document.drop_names, what, described.next_step or "save it as PDF, and drop that"
        )
    name = placement.place(folders, described.file, review_id, described.sha256)
    return outcomes.placed(match, document.drop_names, review_id, name, why)


def _named(name: str, read: Sequence[Document], faults: Sequence[Outcome]) -> Document:
    """Return the document that a person names: by the name in the table, or by that of the dropped file."""
    wanted = name.rstrip("/").rpartition("inbox/")[2]
    fault = next((one for one in faults if one.dropped == wanted), None)
    if fault is not None:
        raise InputError(f"{wanted}: {'; '.join(fault.against)}", fault.next_step)
    exact = [one for one in read if outcomes.shown_name(one.described.name) == outcomes.shown_name(wanted)]
    found = exact or [one for one in read if any(drop.name == wanted for drop in one.drops)]
    if len(found) != 1:
        what = f"the inbox has no '{wanted}'" if not found else f"'{wanted}' holds {len(found)} documents"
        raise InputError(what, "reviewkit inbox lists what it has, by the names that --take understands")
    return found[0]


def _move(folders: paths.Folders, listed: Sequence[Drop], settled: set[str], waiting: set[str]) -> None:
    """Move each drop to `taken/` of which every document is in `official/`."""
    for drop in listed:
        if drop.name in settled - waiting:
            placement.move_to_taken(folders, drop)


def _drop_names(settled: Sequence[Outcome]) -> set[str]:
    """Return the names of the drops of some outcomes."""
    return {name for outcome in settled for name in outcome.drops}
