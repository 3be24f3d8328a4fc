"""What numbers rest on: one statement of it, everywhere, made from the tables and the corrections and never by hand."""

from __future__ import annotations

import importlib.util
import io
import json
import re
from pathlib import Path

import docx
import pandas as pd
import pptx
import pytest
from helpers.corpora import TWO_PARTS, Held, corpus_of, written

from reviewkit import notebook, pipeline
from reviewkit.base import paths
from reviewkit.corpus import corrections, provenance, tables
from reviewkit.corpus.corpus import Corpus
from reviewkit.corpus.subject import load_subject
from reviewkit.figures import all_figures, export
from reviewkit.figures.figure import Figure
from reviewkit.figures.names import FIGURES
from reviewkit.redaction.shareable_text import shareable
from reviewkit.reports import (
    briefs,
    change_report,
    deck,
    document,
    evidence_card,
    evidence_page,
    exchange_project,
    page,
    review_summary,
    workbook,
)  # fmt: skip
from reviewkit.reports.liftable import Liftable

OFFICIAL, SECONDARY = "official page", "secondary source"
HARBOUR, PIER = "harbour-2031", "pier-2032"
CODERS = "two trainees of the harbour board"
SUBJECT = f'name = "ferry safety"\ncoders = "{CODERS}"\n[highlight]\nnamed_in = "the ferry audit"\n'
CODEBOOK = (
    '[lamps]\nname = "Lamps"\ndefinition = "Light."\nhighlight = true\n'
    '[crew]\nname = "Crew"\ndefinition = "Who is on board."\n'
)
ADDRESSES = (
    "review_id,role,url,format,seen_in,how,confidence,note\n"
    f"{PIER},landing,https://board.example/pier,html,a list,seen,high,\n"
)
KEPT = "Rests on dates of publication alone"  # of one figure, which counts no recommendation
BY_HAND = re.compile(
    r"two people (?:alike|cod|agree|differ|gave|judg)|by two people|people alike|coded by people|people (?:have )?coded"
    r"|like-minded|read from the documents|in our own words \(digests\)|digests of ours|rests? on (?:our )?digests"
    r"|hand cod|(?:with|and) the page to prove",
    re.IGNORECASE,
)
TEXTS = ("README.md", "METHOD.md", "CONTRIBUTING.md", "reviewkit/**/*.py", "reviewkit/data/**/*.html",
         "reviewkit/data/**/*.js", "notebooks/*.ipynb", "corpus/*.md", "corpus/*.py", "corpus/*.toml", "figures/*.md",
         "benchmarks/*.py")  # fmt: skip


def recommendation(rec_id: str, seen_in: str, edition: str = "digest") -> dict[str, object]:
    """One invented recommendation, as a digest or a published text has it."""
    seen_at = f"https://www.{'board' if seen_in == OFFICIAL else 'gazette'}.example/{rec_id}" if seen_in else ""
    return {"rec_id": rec_id, "review_id": rec_id.partition("/")[0], "label": f"Recommendation {rec_id[-1]}",
            "text": "The board should light every pier.", "kind": "recommendation", "edition": edition, "page": 2,
            "end_page": 2, "seen_in": seen_in, "seen_at": seen_at}  # fmt: skip


def review(review_id: str, edition: str = "digest", checked: str = "") -> dict[str, object]:
    """One invented review."""
    return {"review_id": review_id, "title": f"A review, {review_id}", "short_title": review_id.capitalize(),
            "published": f"{review_id[-4:]}-05", "publisher": "Ferry board", "kind": "inquiry",
            "in_denominator": "yes", "held": 1, "edition": edition, "checked": checked,
            "document": "x.pdf"}  # fmt: skip


ROWS = (
    recommendation(f"{HARBOUR}/r1", OFFICIAL),
    recommendation(f"{HARBOUR}/r2", SECONDARY),
    recommendation(f"{PIER}/r1", SECONDARY),
)
REVIEWS = (review(HARBOUR), review(PIER))
CASES = {
    "all ours": (ROWS, REVIEWS, "All 3 recommendations counted are our paraphrase (1 seen on an official page, 2 in "
                 "secondary sources: news, law firms' notes and the like), none was read from a published text, and a "
                 "person has checked none of the 2 lists."),
    "another page": ((ROWS[0], recommendation(f"{HARBOUR}/r2", OFFICIAL), ROWS[2]), REVIEWS,
                     "All 3 recommendations counted are our paraphrase (2 seen on an official page, 1 in a secondary "
                     "source: news, law firms' notes and the like), none was read from a published text, and a person "
                     "has checked none of the 2 lists."),
    "published": ((*ROWS[:2], recommendation(f"{PIER}/r1", "", "official")), (REVIEWS[0], review(PIER, "official")),
                  "Of 3 recommendations counted 1 was read from a published text and 2 are our paraphrase (1 seen on "
                  "an official page, 1 in a secondary source: news, law firms' notes and the like), and a person has "
                  "checked none of the 2 lists."),
    "checked": (ROWS, (review(HARBOUR, checked="yes"), REVIEWS[1]),
                "All 3 recommendations counted are our paraphrase (1 seen on an official page, 2 in secondary sources: "
                "news, law firms' notes and the like), none was read from a published text, and a person has checked 1 "
                "of the 2 lists."),
}  # fmt: skip


def corpus_with(folder: Path, rows: tuple[dict, ...], reviews: tuple[dict, ...]) -> Corpus:
    """Put an invented corpus into a folder and into the hand, with its own coders and addresses."""
    folder.mkdir(exist_ok=True)
    for name, text in {"subject.toml": SUBJECT, "codebook.toml": CODEBOOK, "addresses.csv": ADDRESSES}.items():
        (folder / name).write_text(text, encoding="utf-8")
    codes = [{"rec_id": row["rec_id"], "theme": "lamps", "by": "coders"} for row in rows]
    themes = pd.DataFrame([("lamps", "Lamps", "Light.", True, "Lamps"), ("crew", "Crew", "Who.", False, "")],
                          columns=["theme", "name", "definition", "highlight", "issue"])  # fmt: skip
    made = {"reviews": reviews, "recommendations": rows, "codes": codes}
    made = {name: tables.build(list(each), name) for name, each in made.items()}
    return corpus_of(folder, **made).with_tables(themes=themes)


@pytest.fixture(params=CASES, name="case", scope="module")
def _case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, str]:
    rows, reviews, said = CASES[request.param]
    return corpus_with(tmp_path_factory.mktemp("case") / "corpus", rows, reviews), said


@pytest.fixture(scope="module")
def figures(case: tuple[Corpus, str]) -> dict[str, Figure]:
    return all_figures.draw_all(case[0])


def script() -> object:
    """The script that writes the head of the README, as a module."""
    spec = importlib.util.spec_from_file_location("corpus_evidence", paths.ROOT / "corpus" / "evidence.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def one_line(text: str) -> str:
    return " ".join(text.split())


# --- every place that it leaves by


def test_figures_say_what_they_rest_on_inside_and_in_their_captions(
    case: tuple[Corpus, str], figures: dict[str, Figure], tmp_path: Path
) -> None:
    corpus, said = case
    short = provenance.short(provenance.weigh(corpus.recommendations, corpus.reviews))
    assert sorted(figures) == sorted(FIGURES)
    for slug in (
        "themes-raised",
        "who-is-asked",
        "reviews-and-moments",
        "lineages",
        "repeats-per-thousand",
        "issues-by-review",
    ):
        drawn = one_line(" ".join(text.get_text() for text in figures[slug].drawing.texts))
        assert figures[slug].rests_on == said
        assert short in drawn or "Nothing was found" in drawn, slug
    (caption,) = [each for each in export.export(figures["themes-raised"], tmp_path) if each.suffix == ".md"]
    assert said in caption.read_text(encoding="utf-8").replace("\\", "")
    assert all(figure.rests_on for figure in figures.values())
    assert figures["after-a-moment"].rests_on.startswith(KEPT)


def test_briefs_say_it_first_in_every_form(case: tuple[Corpus, str], figures: dict[str, Figure]) -> None:
    corpus, said = case
    brief = briefs.make_brief(corpus, figures)
    assert brief.caveat.startswith(f"{said} The coders are ")
    assert CODERS in " ".join(brief.methods)
    brief = brief._replace(findings=[])
    slides = pptx.Presentation(io.BytesIO(deck.deck(brief))).slides
    assert any(said in shape.text_frame.text for shape in slides[0].shapes if shape.has_text_frame)
    first = docx.Document(io.BytesIO(document.document(brief))).paragraphs[: 3 + len(brief.in_short)]
    assert brief.caveat in [paragraph.text for paragraph in first]  # under the title and what is said in short
    assert said in page.page(brief).decode().replace("&#39;", "'")
    assert briefs.make_brief(corpus, figures, theme="lamps").caveat == brief.caveat
    own = briefs.make_brief(corpus, figures, review=PIER)
    assert own.caveat == provenance.of_review(corpus.recommendations, corpus.reviews, PIER)


def test_notebooks_the_log_and_the_readme_say_it(case: tuple[Corpus, str]) -> None:
    """The words are those of the tables; the first cells of each notebook show them."""
    corpus, said = case
    assert notebook.evidence_note(corpus) == said
    assert CODERS in notebook.coders(corpus)
    written_block = one_line(script().renewed("# x\n<!-- evidence -->\nstale words\n<!-- evidence -->\n", corpus))
    assert said in written_block and "stale words" not in written_block and CODERS in written_block
    assert (
        "2 of 2 reviews, 2031 to 2032, were found in whole or part, and all recommendations of none of these"
        in written_block
    )


def test_a_cell_of_a_notebook_shows_it(case: tuple[Corpus, str]) -> None:
    corpus, said = case
    shown = notebook.opening(corpus, Liftable("Two piers have no light.", "a table."))
    assert said in shown.data


@pytest.mark.parametrize("path", sorted((paths.ROOT / "notebooks").glob("*.ipynb")), ids=lambda path: path.stem)
def test_every_notebook_shows_it_before_any_number(path: Path) -> None:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    assert "nb.opening(corpus, answer)" in code[1] or "nb.evidence_note(corpus)" in code[1]


def test_the_evidence_page_the_table_and_the_exchange_say_it_of_what_they_show(case: tuple[Corpus, str]) -> None:
    corpus, _ = case
    weighed = provenance.weigh_rows(corpus.recommendations, corpus.reviews, each_part=True)
    passages = shareable(corpus)["passages"]
    shown = evidence_page.evidence_page(corpus, passages).decode().replace("&#39;", "'")
    assert provenance.sentence(weighed, provenance.ASKED_OR_PROMISED) in shown and CODERS in shown
    table = pd.DataFrame({"id": [f"{HARBOUR}/r1", f"{HARBOUR}/r2"]})
    assert workbook.evidence_of(corpus, table).startswith("All 2 recommendations shown are our paraphrase")
    assert CODERS in exchange_project.project_of(corpus).description


def test_the_changes_and_the_words_on_one_review_say_it(case: tuple[Corpus, str]) -> None:
    corpus, said = case
    of_one = provenance.of_review(corpus.recommendations, corpus.reviews, PIER)
    assert review_summary.summary(corpus, PIER, review_summary.asks_of(corpus, PIER)).startswith(of_one)
    changes = tables.empty("changes")
    assert said in change_report._to_markdown(changes, [], {}, said)
    is_published = corpus.reviews["edition"].iloc[1] == "official"
    assert ("was read from a published text" in of_one and "paraphrase" not in of_one) is is_published


# --- one recommendation, one document


def test_a_paraphrase_names_the_page_it_was_seen_on_and_not_a_page_of_ours(tmp_path: Path) -> None:
    corpus = corpus_with(tmp_path / "corpus", ROWS, REVIEWS)
    passages = shareable(corpus)["passages"].set_index("rec_id")
    where = passages.loc[f"{PIER}/r1", "where"]
    assert where == f"our paraphrase, seen at gazette.example, secondary source; https://www.gazette.example/{PIER}/r1"
    row, source = corpus.recommendations.iloc[2], corpus.reviews.iloc[1].copy()
    source["address"] = "https://board.example/pier"
    note = evidence_card._note(row, source)
    assert note == (
        f"Our paraphrase, seen at gazette.example, secondary source: https://www.gazette.example/{PIER}/r1\n"
        f"It is not the review's words. The review: A review, {PIER}. Ferry board. 2032-05. https://board.example/pier"
    )
    brief = briefs.make_brief(corpus, {}, review=PIER)
    assert brief.findings[0].table.rows["No."].tolist() == ["1"]
    assert brief.sources[-1].endswith("https://board.example/pier Seen at gazette.example.")


def test_sources_of_a_brief_can_be_looked_up(tmp_path: Path) -> None:
    """Title, publisher, date and link of every review counted: its publisher's page, else the page it was seen on."""
    corpus = corpus_with(tmp_path / "corpus", ROWS, REVIEWS)
    sources = briefs.make_brief(corpus, all_figures.draw_all(corpus)).sources
    assert sources == [
        "Words shown: our paraphrase, CC BY 4.0. Seen at: where what a review asks for was seen, if not at its link.",
        f"Harbour-2031: A review, {HARBOUR}. Ferry board. 2031-05. https://www.board.example/{HARBOUR}/r1 "
        "Seen at board.example, gazette.example.",
        f"Pier-2032: A review, {PIER}. Ferry board. 2032-05. https://board.example/pier Seen at gazette.example.",
    ]


def test_a_persons_tick_reaches_the_words(tmp_path: Path) -> None:
    """From a row of corrections.csv through a run to the sentence; taken back, it says none again."""
    folder = written(tmp_path / "corpus", (Held("harbour-digest-2033", digest=TWO_PARTS),))
    said = notebook.evidence_note(pipeline.run(folder).corpus)
    assert said.endswith("no person has checked the list.")
    for value, expected in (("yes", "a person has checked the list."), ("no", "no person has checked the list.")):
        row = {"what": "list", "id": "harbour-digest-2033", "field": "checked", "value": value, "by": "AB"}
        corrections.append(paths.folders(folder), [row])
        assert notebook.evidence_note(pipeline.run(folder).corpus).endswith(expected)


# --- our own documents


def test_the_readme_says_what_the_tables_say(our_run: Path) -> None:
    """Else: reviewkit run, and then python corpus/evidence.py."""
    readme = (paths.ROOT / "README.md").read_text(encoding="utf-8")
    assert script().renewed(readme, pipeline.open_corpus(our_run)) == readme


def test_our_documents_say_of_the_coders_what_the_subject_says() -> None:
    coders = load_subject(paths.ROOT / "corpus").coders
    for name in ("README.md", "METHOD.md", "corpus/README.md"):
        assert coders in one_line((paths.ROOT / name).read_text(encoding="utf-8")), name


def test_no_sentence_of_the_kind_is_written_by_hand() -> None:
    """Neither of people who coded nor of what is held: `corpus/provenance.py` and `subject.toml` make these."""
    found = {path for pattern in TEXTS for path in paths.ROOT.glob(pattern)}
    assert len(found) > 200
    said = [
        f"{path.relative_to(paths.ROOT)}: {match[0]}"
        for path in sorted(found)
        for match in BY_HAND.finditer(one_line(path.read_text(encoding="utf-8")))
    ]
    assert said == []
