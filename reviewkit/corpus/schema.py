"""Declare every column of every table: its name, type, meaning and origin.

The data dictionary in `corpus/README.md` is generated from this module.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Column(NamedTuple):
    """One column; `values` lists the values allowed, where they are limited."""

    name: str
    type: str  # text, id, date, integer, number, score (0 to 1), yes/no or list (divided by semicolons)
    meaning: str
    origin: str
    values: tuple[str, ...] = ()


KINDS_OF_REVIEW = (
    "audit", "government-response", "government-strategy", "guidance", "inquiry", "local-review", "research",
    "select-committee", "serious-case-review", "statutory-guidance", "thematic-inspection",
)  # fmt: skip
KINDS_OF_EVENT = (
    "conviction", "government-response", "inquiry-announced", "legislation", "media", "review-published", "scandal",
)  # fmt: skip
KINDS = ("recommendation", "conclusion", "quoted", "commitment", "duty")
RELATIONS = ("restates", "related", "unrelated")
PAIR_SOURCES = ("chosen", "sampled", "likely", "checked")
CODED_BY = ("correction", "coders", "model")
ANSWERS = ("accepted", "in principle", "in part", "rejected", "none")
RESULTS = ("worked", "by hand", "refused", "failed")
ROLES_OF_ADDRESS = ("document", "html_edition", "landing")
THREAD_EVENTS = ("asked", "promised", "accepted", "done")
STATUS_FROM = ("response", "hand", "correction")
UNSURE_WHY = (
    "the score is near the threshold", "the two coders differ", "the coders say yes and the model no",
    "the coders say no and the model yes",
)  # fmt: skip
CLASSES_OF_BODY = (
    "national government", "council or safeguarding partnership", "police", "inspectorate", "regulator",
    "courts and prosecutors", "industry", "health", "other",
)  # fmt: skip
ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")  # casey-national-audit-2025
NUMBER = re.compile(r"\d+(\.\d+)?")  # 3.4
SCORE = re.compile(r"0(\.\d+)?|1(\.0+)?")  # 0.62
DECIMALS = 2  # of a score: more would be noise, and could differ between machines
REVIEW_ID = Column("review_id", "id", "The review's permanent name", "catalogue")
TABLES: dict[str, tuple[Column, ...]] = {
    "catalogue": (
        REVIEW_ID,
        Column("title", "text", "Title as published", "title page or publisher's page"),
        Column("short_title", "text", "Title for tables and figures", "ours"),
        Column("authors", "text", "Authors, chair or body", "title page"),
        Column("commissioned_by", "text", "Who asked for it", "document or public page"),
        Column("publisher", "text", "Who published it", "title page"),
        Column("date_published", "date", "Day, month or year, as far as it is known", "publisher's page"),
        Column("area", "text", "Place or nations it covers", "title"),
        Column("kind", "text", "What sort of document it is", "ours", KINDS_OF_REVIEW),
        Column("pages", "integer", "Pages of the published document", "document or public page"),
        Column("n_recommendations", "integer", "Recommendations it makes, where a source gives a total", "as seen"),
        Column("licence", "text", "Publisher's usual terms; to be checked on the document", "publisher"),
        Column("evidence_url", "text", "Where the facts of this row were seen", "as seen"),
        Column("scope", "id", "The subject's word in subject.toml, or related: a wider subject", "ours"),
        Column("in_denominator", "yes/no", "Counted as a review of CSE in England and Wales", "the inclusion rule"),
        Column("responds_to", "list", "Reviews that it answers", "document"),
        Column("date_commissioned", "date", "When it was asked for", "public page"),
        Column("licence_basis", "text", "What the licence rests on", "ours"),
    ),
    "addresses": (
        REVIEW_ID,
        Column("role", "text", "What stands there: the document itself, its web edition, or a page that leads to it",
               "ours", ROLES_OF_ADDRESS),
        Column("url", "text", "The address; never that of a third party's copy", "publisher's own host only"),
        Column("format", "text", "What is expected there", "as seen", ("pdf", "html", "doc", "docx")),
        Column("seen_in", "text", "Where the address was seen", "as seen"),
        Column("how", "text", "Seen as it stands, or derived: by which rule", "ours"),
        Column("confidence", "text", "How likely it is the right one", "ours", ("high", "medium", "low")),
        Column("note", "text", "What is special about it", "ours"),
    ),
    "fetched": (
        REVIEW_ID,
        Column("document", "text", "Name of the file inside `official/`; after an @: an edition beside the one in use",
               "fetch"),
        Column("address", "text", "The address that was asked for it", "addresses, or the publisher's page"),
        Column("sha256", "text", "What it is, byte for byte", "fetch"),
        Column("bytes", "integer", "How long it is", "fetch"),
        Column("etag", "text", "The server's name for this edition", "publisher's server"),
        Column("last_modified", "text", "When the server says it was changed", "publisher's server"),
    ),
    "attempts": (
        REVIEW_ID,
        Column("address", "text", "An address of `addresses.csv` that `fetch` has tried", "addresses"),
        Column("result", "text", "What came of it: worked (the document is there), by hand (a person has to choose, or "
               "the site wants a person), refused (against the rules of fetching) or failed", "fetch", RESULTS),
        Column("what", "text", "What was found there, in a few words", "fetch"),
        Column("led_to", "text", "The address of the document in the end; empty where none was reached", "fetch"),
    ),
    "events": (
        Column("date", "date", "Day, month or year, as far as it is known", "public page"),
        Column("event", "text", "The public moment, in a few words", "ours"),
        Column("kind", "text", "What sort of moment it is", "ours", KINDS_OF_EVENT),
        Column("description", "text", "What happened, in our own words", "ours"),
        Column("evidence_url", "text", "Where it was seen", "as seen"),
        Column("review_id", "id", "The document whose publication the moment is", "ours"),
        Column("led_to", "id", "The review that the moment led to", "public page"),
        Column("exogenous", "yes/no", "Neither a review, nor a response, nor a commissioning", "ours"),
    ),
    "bodies": (
        Column("body_id", "id", "The public body's permanent name", "ours"),
        Column("name", "text", "Its name in figures and tables", "the body's own usage"),
        Column("class", "text", "The kind of body it is", "ours; see Bodies in corpus/README.md", CLASSES_OF_BODY),
        Column("aliases", "list", "Other names it is asked by; earlier names of the same body", "as seen"),
    ),
    "coded": (
        Column("rec_id", "text", "The recommendation", "digest"),
        Column("themes_a", "list", "Themes by the first coder", "coding by the codebook"),
        Column("themes_b", "list", "Themes by the second coder, blind to the first", "coding by the codebook"),
        Column("sure_a", "yes/no", "Whether the first coder was sure", "coding by the codebook"),
        Column("sure_b", "yes/no", "Whether the second coder was sure", "coding by the codebook"),
    ),
    "examples": (
        Column("example_id", "text", "The invented example's permanent name", "ours"),
        Column("text", "text", "What it asks: invented, from the codebook alone", "ours"),
        Column("addressed_to", "list", "Bodies asked", "ours"),
        Column("themes_a", "list", "Themes by its author", "coding by the codebook"),
        Column("themes_b", "list", "Themes by a coder who saw the text alone", "coding by the codebook"),
        Column("near_miss", "id", "A theme that it nearly has, by its author", "ours"),
    ),
    "coded_subthemes": (
        Column("id", "text", "The recommendation (`rec_id`) or the invented example", "digest; ours"),
        Column("subthemes", "list", "The distinct asks of `subthemes.toml` that it makes; empty where it makes none of "
               "these", "one coder, who saw the text alone"),
    ),
    "corrections": (
        Column("what", "text", "What it is about: recommendation, add, drop, merge, split, theme, link, status, list "
               "or review", "a person"),
        Column("id", "text", "The `rec_id`, or the `review_id` of a list or a review", "a person"),
        Column("field", "text", "What of it: a column, a theme, the earlier `rec_id` of a link", "a person"),
        Column("value", "text", "The new value; see Corrections", "a person"),
        Column("by", "text", "Who says so: initials, or a role", "a person"),
        Column("why", "text", "Why, in a few words", "a person"),
        Column("date", "date", "When", "a person"),
    ),
    "aliases": (
        Column("earlier_id", "text", "A `rec_id` that is no longer used", "ours"),
        Column("rec_id", "text", "The `rec_id` that stands for it now", "ours"),
        Column("date", "date", "Since when", "ours"),
        Column("why", "text", "Why it changed", "ours"),
    ),
    "responses": (
        Column("rec_id", "text", "The recommendation that is answered; it need not be held", "the review"),
        *(STATUS := (
            Column("answer", "text", "What the answer says: accepted; in principle; in part; rejected; none: answered "
                   "and neither accepted nor refused. Empty where nothing is known of it", "as seen", ANSWERS),
            Column("by", "text", "Whose answer it is", "as seen"),
            Column("date", "date", "When it was given, as far as it is known", "as seen"),
            Column("document", "id", "The response, by its `review_id`, where it is in the catalogue", "catalogue"),
            Column("page", "integer", "Page of the response on which the answer stands, where it was read", "as seen"),
            Column("done", "yes/no", "Whether it was done; empty where nothing is known of it", "as seen"),
            Column("done_seen_at", "text", "Where it was seen that it was done, or was not", "as seen"),
            Column("sure", "yes/no", "Whether the words leave no doubt", "as seen"),
            Column("seen_at", "text", "Where the answer was seen", "as seen"),
            Column("note", "text", "What is doubtful in it, or special about it", "ours"),
        )),
    ),
    "answers": (
        REVIEW_ID,
        Column("document", "text", "The file of the response", "corpus folder"),
        Column("number", "text", "The number that is answered, as ids have it: 4, 8.12, 4-aii; empty where the "
               "response repeats a recommendation without its number", "extraction"),
        Column("label", "text", "The label as printed", "extraction"),
        Column("asked", "text", "The words of the recommendation that the response repeats", "extraction"),
        Column("page", "integer", "Page of the response on which the answer begins", "extraction"),
        Column("answer", "text", "What it says; as in `responses`", "extraction", ANSWERS),
        Column("sure", "yes/no", "Whether its words leave no doubt", "extraction"),
        Column("words", "text", "The sentence that says so", "extraction"),
        Column("doubt", "text", "Why it is unsure", "extraction"),
    ),
    "statuses": (
        Column("rec_id", "text", "The recommendation", "recommendations"),
        *STATUS,
        Column("known_from", "text", "Who says so: a response as it was read, a row of `responses.csv`, or a person's "
               "correction; a later one in this list wins", "joined", STATUS_FROM),
    ),
    "digests": (
        REVIEW_ID,
        Column("number", "text", "The number in the original, where seen", "as seen"),
        Column("part", "text", "Which part of that number", "ours"),
        Column("short_name", "text", "A name, where there is no number", "ours"),
        Column("kind", "text", "Asked by a review, promised by a government, or laid down by guidance", "ours",
               ("recommendation", "commitment", "duty")),
        Column("summary", "text", "Its substance, in our own words", "ours"),
        Column("addressed_to", "list", "Bodies asked", "as seen"),
        Column("seen_in", "text", "Where its substance was seen", "ours", ("official page", "secondary source")),
        Column("seen_at", "text", "The page it was seen on", "as seen"),
    ),
    "reviews": (
        REVIEW_ID,
        Column("title", "text", "Title as published", "catalogue"),
        Column("short_title", "text", "Title for tables and figures", "catalogue"),
        Column("authors", "text", "Authors, chair or body", "catalogue"),
        Column("publisher", "text", "Who published it", "catalogue"),
        Column("publisher_body", "text", "The same by its name of today, where `bodies.csv` knows it: a body that was "
               "renamed is one publisher", "bodies"),
        Column("commissioned", "date", "When it was commissioned, as far as that is known", "catalogue"),
        Column("published", "date", "Day, month or year, as far as it is known", "catalogue: date_published"),
        Column("area", "text", "Place or nations it covers", "catalogue"),
        Column("kind", "text", "What sort of document it is", "catalogue", KINDS_OF_REVIEW),
        Column("scope", "id", "The subject's word in subject.toml, or related: a wider subject", "catalogue"),
        Column("in_denominator", "yes/no", "Counted as a review of CSE in England and Wales", "catalogue"),
        Column("n_recommendations", "integer", "Recommendations it makes, where a source gives a total", "catalogue"),
        Column("held", "integer", "Of those, how many are in `recommendations`; parts of one number count once",
               "counted"),
        Column("complete", "yes/no", "Whether the whole list is held", "held against n_recommendations; or an official "
               "text whose list a person ticked"),
        Column("checked", "yes/no", "Whether a person ticked its list as checked; empty where nobody said",
               "corrections"),
        Column("edition", "text", "What was read: the published document, our digest, or nothing", "corpus folder",
               ("official", "digest", "none")),
        Column("document", "text", "The file that was read, inside the corpus folder", "corpus folder"),
        Column("pages", "integer", "Pages of that file", "reading"),
        Column("licence", "text", "Publisher's usual terms; to be checked on the document", "catalogue"),
        Column("address", "text", "The publisher's page about it, else its web edition or document", "addresses"),
        Column("responds_to", "list", "Reviews that it answers", "catalogue"),
    ),
    "pages": (
        Column("document", "text", "The file", "corpus folder"),
        Column("page", "integer", "Page of the file, from 1 (not the printed number); of a web page, its section",
               "skim"),
        Column("width", "integer", "Width in points", "reading"),
        Column("height", "integer", "Height in points", "reading"),
        Column("characters", "integer", "Characters of text, spaces not counted", "reading"),
        Column("pictures", "integer", "Of a page with hardly any text: per cent of it that pictures cover", "reading"),
        Column("closely", "yes/no", "Whether it was read line by line", "reading"),
        Column("text", "text", "The text of the page, as PDFium gives it", "reading"),
        Column("anchor", "text", "Of what has no pages (web page, Word file): the anchor of the section",
               "reading"),
        Column("printed_page", "text", "The number printed on the page, or that the file gives it as its label",
               "reading"),
        Column("recognised", "yes/no", "Whether a program recognised the text from a picture of the page", "reading"),
    ),
    "recommendations": (
        Column("rec_id", "text", "Review, number or name: permanent", "extraction"),
        REVIEW_ID,
        Column("label", "text", "The label as printed", "extraction"),
        Column("title", "text", "The heading printed with it", "extraction"),
        Column("text", "text", "The recommendation: words of the document, or of our digest", "extraction"),
        Column("kind", "text", "What it is", "extraction", KINDS),
        Column("reason", "text", "Why it was taken for that", "extraction"),
        Column("quoted_from", "text", "The report it was made in, where the document says so", "extraction"),
        Column("page", "integer", "Page of the file on which it starts, from 1", "extraction"),
        Column("end_page", "integer", "Page on which it ends", "extraction"),
        Column("also_pages", "list", "Other pages that print it", "extraction"),
        Column("anchor", "text", "Of what has no pages (web page, Word file): the anchor that leads to it", "reading"),
        Column("printed_page", "text", "The number printed on the page on which it starts, where that is known",
               "reading"),
        Column("items", "list", "Labels of its nested items", "extraction"),
        Column("addressed_to", "list", "Bodies asked, in the document's words", "addressees"),
        Column("bodies", "list", "Bodies asked, by `body_id`", "addressees"),
        Column("classes", "list", "Classes of the bodies asked", "bodies"),
        Column("edition", "text", "What it rests on", "corpus folder", ("official", "digest")),
        Column("seen_in", "text", "For a digest: where its substance was seen", "digest"),
        Column("seen_at", "text", "For a digest: the page it was seen on", "digest"),
        Column("confidence", "score", "How surely it is one: of rows with 0.8, eight in ten; empty in a digest",
               "extraction"),
        Column("checked", "yes/no", "Whether a person checked it against its page; empty where nobody said",
               "corrections"),
        Column("corrected", "list", "What of it a person put right: text, label, title, kind, bodies; or that a "
               "person added, split or merged it", "corrections"),
    ),
    "dropped": (
        Column("rec_id", "text", "A recommendation that a person took out", "recommendations"),
        REVIEW_ID,
        Column("label", "text", "The label as printed", "extraction"),
        Column("text", "text", "Its words", "extraction"),
        Column("kind", "text", "What it was taken for", "extraction", KINDS),
        Column("page", "integer", "Page of the file on which it starts, from 1", "extraction"),
        Column("end_page", "integer", "Page on which it ends", "extraction"),
        Column("merged_into", "text", "The `rec_id` that holds its words now; empty where it was dropped",
               "corrections"),
        Column("by", "text", "Who says so", "corrections"),
        Column("why", "text", "Why, in a few words", "corrections"),
    ),
    "codes": (
        Column("rec_id", "text", "The recommendation", "recommendations"),
        Column("theme", "id", "A theme of the codebook that holds", "coding"),
        Column("by", "text", "Who says so", "coding", CODED_BY),
        Column("score", "score", "The model's score; of what the coders coded, with its review left out", "coding"),
        Column("phrases", "list", "Words that carried the score, strongest first", "coding"),
        Column("nearest", "list", "Coded entries and invented examples with the theme, nearest first", "coding"),
    ),
    "unsure": (
        Column("rec_id", "text", "The recommendation", "recommendations"),
        Column("theme", "id", "A theme that a person should decide on", "coding"),
        Column("why", "text", "Why it is here", "coding", UNSURE_WHY),
        Column("score", "score", "As in `codes`", "coding"),
        Column("coded", "yes/no", "Whether it stands in `codes` until then", "coding"),
        Column("phrases", "list", "As in `codes`", "coding"),
        Column("nearest", "list", "As in `codes`", "coding"),
    ),
    "pairs": (
        Column("pair_id", "text", "The pair's permanent name", "ours"),
        Column("earlier_ref", "text", "`rec_id` of the earlier one", "recommendations"),
        Column("earlier", "text", "The earlier one, in our own words", "digest"),
        Column("earlier_to", "list", "Who is asked", "digest"),
        Column("later_ref", "text", "`rec_id` of the later one", "recommendations"),
        Column("later", "text", "The later one, in our own words", "digest"),
        Column("later_to", "list", "Who is asked", "digest"),
        Column("source", "text", "chosen: picked to be hard; sampled: drawn by strata of likeness from all pairs; "
               "likely: among the most alike of all others; checked: linked by the model and then coded, from which "
               "nothing is learned", "ours", PAIR_SOURCES),
        Column("code_a", "text", "The first coder's relation", "coding by the codebook", RELATIONS),
        Column("code_b", "text", "The second coder's, blind to the first", "coding by the codebook", RELATIONS),
    ),
    "training_pairs": (
        Column("pair_id", "text", "The pair's permanent name", "ours"),
        Column("earlier_ref", "text", "`rec_id` of the first one", "recommendations"),
        Column("earlier", "text", "Its words, our own", "digest"),
        Column("earlier_to", "list", "Who is asked", "digest"),
        Column("later_ref", "text", "`rec_id` of the other; of an invented review where it begins so", "ours"),
        Column("later", "text", "Its words: our own, or invented", "ours"),
        Column("later_to", "list", "Who is asked", "ours"),
        Column("code_a", "text", "The first coder's relation", "coding by the rules", RELATIONS),
        Column("code_b", "text", "The second coder's, blind to the first", "coding by the rules", RELATIONS),
        Column("code_c", "text", "A third reader's, where the two differ", "coding by the rules", RELATIONS),
    ),
    "pairs_strata": (
        Column("pair_id", "text", "The pair's permanent name", "ours"),
        Column("earlier_ref", "text", "`rec_id` of the earlier one", "recommendations"),
        Column("earlier", "text", "The earlier one, in our own words", "digest"),
        Column("earlier_to", "list", "Who is asked", "digest"),
        Column("later_ref", "text", "`rec_id` of the later one", "recommendations"),
        Column("later", "text", "The later one, in our own words", "digest"),
        Column("later_to", "list", "Who is asked", "digest"),
        Column("stratum", "integer", "The stratum of the matcher's score from which it was drawn at random", "drawn"),
        Column("stratum_pairs", "integer", "How many pairs, coded by nobody, the stratum held when it was drawn from",
               "drawn"),
        Column("code_a", "text", "The first coder's relation", "coding by the codebook", RELATIONS),
        Column("code_b", "text", "The second coder's, blind to the first", "coding by the codebook", RELATIONS),
    ),
    "masked": (
        Column("rec_id", "text", "The recommendation", "recommendations"),
        Column("kind", "text", "What was masked in its words", "redaction", ("name", "date of birth")),
        Column("words", "text", "What stood there: stays on this machine", "redaction"),
    ),
    "echoes": (
        Column("rec_id", "text", "The later recommendation", "recommendations"),
        Column("earlier_rec_id", "text", "The earlier one, of another review", "recommendations"),
        Column("relation", "text", "What the later does to the earlier", "echoes", RELATIONS[:2]),
        Column("score", "score", "The matcher's probability that it restates it, among all pairs of the corpus; "
               "1 where it does so nearly word for word", "echoes"),
        Column("by", "text", "Who says so", "echoes", CODED_BY),
        Column("years", "number", "Years between the two reviews", "reviews"),
        Column("text", "text", "Words of the later", "recommendations"),
        Column("earlier_text", "text", "Words of the earlier", "recommendations"),
        Column("why", "text", "What speaks for it: the ask that both make, the kind of body that both ask, what both "
               "name; empty where there is no matcher", "echoes"),
    ),
    "threads": (
        Column("rec_id", "text", "A recommendation of the thread: best its first; any member finds the name",
               "recommendations"),
        Column("name", "text", "What it asks, in plain words of ours", "ours"),
        Column("by", "text", "Who named it", "ours"),
    ),
    "thread_events": (
        Column("thread", "text", "The thread, by the `rec_id` of its first recommendation", "threads"),
        Column("name", "text", "Its name in `threads`; else the first words of its first recommendation", "threads"),
        Column("event", "text", "What happened: a review asked, a government promised, an answer accepted what was "
               "asked (in principle too), it was reported done", "echoes; statuses", THREAD_EVENTS),
        Column("date", "date", "When, as far as it is known: publication, or the answer; empty for done", "reviews; "
               "statuses"),
        Column("rec_id", "text", "The recommendation or the promise", "recommendations"),
        REVIEW_ID,
        Column("title", "text", "The document's title for tables and figures", "reviews"),
        Column("sure", "yes/no", "Whether the words of the answer leave no doubt; empty for other events", "statuses"),
    ),
    "thread_lives": (
        Column("thread", "text", "The thread, by the `rec_id` of its first recommendation", "threads"),
        Column("name", "text", "As in `thread_events`", "threads"),
        Column("first_asked", "date", "When it was first asked for", "reviews"),
        Column("latest", "date", "When it was last asked for or promised", "reviews"),
        Column("times_asked", "integer", "Recommendations in it; parts of one number count once", "counted"),
        Column("reviews", "integer", "Reviews that asked for it", "counted"),
        Column("publishers", "integer", "Publishers of these: the first that each names; a renamed body is one",
               "counted"),
        Column("asked_again", "integer", "Recommendations that restate one of an earlier review in it", "counted"),
        Column("times_promised", "integer", "Governments' commitments in it", "counted"),
        Column("promised_before", "integer", "Of these, those that a later recommendation restates", "counted"),
        Column("longest_gap", "number", "The longest time, in years, in which nobody asked or promised, between two "
               "who did", "counted"),
        Column("gap_from", "date", "When that began", "reviews"),
        Column("gap_to", "date", "When that ended", "reviews"),
        Column("state", "text", "Where it stands, as far as is known: done; accepted; silent since a year (nothing for "
               "five years or more); promised; promised and asked again; asked again; asked", "counted"),
    ),
    "nearest": (
        Column("rec_id", "text", "A recommendation", "recommendations"),
        Column("rank", "integer", "1 for the nearest of the earlier asks, 2 for the next, up to 5", "echoes"),
        Column("earlier_id", "text", "The earlier ask, of a review that counts and was certainly published before it",
               "recommendations"),
        Column("score", "score", "The matcher's probability that it is restated, however far apart in meaning; empty "
               "where too few pairs are coded for a matcher", "echoes"),
        Column("relation", "text", "What `echoes` or whoever judged the pair says of it; empty where nobody did",
               "echoes", RELATIONS),
    ),
    "accuracy": (
        Column("what", "id", "The theme; `restates` for links between recommendations", "benchmarks/accuracy.py"),
        Column("right", "integer", "Rows it had not learned from of which the model says so, and the coders too",
               "benchmarks/accuracy.py"),
        Column("wrong", "integer", "The model says so, and the coders do not", "benchmarks/accuracy.py"),
        Column("missed", "integer", "The coders say so, and the model does not", "benchmarks/accuracy.py"),
        Column("absent", "integer", "Neither says so", "benchmarks/accuracy.py"),
    ),
    "register": (
        Column("topic_id", "id", "The topic's permanent id", "topics"),
        Column("name", "text", "A name that a person gave it; where empty, its label stands", "a person"),
        Column("label", "text", "Its most telling words", "topics"),
        Column("state", "text", "Whether the last run found it", "topics", ("live", "ended")),
        Column("typical", "list", "The three recommendations nearest its middle", "topics"),
        Column("members", "list", "All its recommendations at the last run that found it", "topics"),
        Column("first_members", "list", "All its recommendations at the first run that found it", "topics"),
    ),
    "topics": (
        Column("rec_id", "text", "The recommendation", "recommendations"),
        Column("topic_id", "id", "Its topic", "topics"),
        Column("nearness", "score", "How near the topic's middle it lies (cosine)", "topics"),
        Column("next_id", "id", "The topic that is next nearest", "topics"),
        Column("next_nearness", "score", "How near that one's middle", "topics"),
    ),
    "changes": (
        Column("about", "text", "What changed", "compared", ("review", "recommendation", "code", "echo", "topic",
               "status", "number", "figure")),
        Column("id", "text", "Its `review_id` or `rec_id`, or its name", "compared"),
        Column("change", "text", "How", "compared", ("new", "gone", "moved", "changed", "given", "lost")),
        Column("before", "text", "What it was at the end of the run before", "the run before"),
        Column("after", "text", "What it is now", "this run"),
        Column("why", "text", "Why, or in what, as far as it can be told", "compared"),
    ),
    "differences": (
        Column("rec_id", "text", "The recommendation", "recommendations"),
        Column("topic_id", "id", "Its topic", "topics"),
        Column("themes", "list", "Its themes", "coding"),
        Column("topic_theme", "id", "The commonest theme of its topic, which it has not; empty for none", "compared"),
        Column("theme_topics", "list", "Topics where most with its themes are, and it is not", "compared"),
    ),
    "inbox": (
        Column("dropped", "text", "What was dropped, by its name in the inbox; of a zip or a folder: the document "
               "in it", "inbox"),
        Column("state", "text", "What became of it: taken as the published text; put beside one that is there; held: "
               "the same bytes are there; doubtful: a person is asked; new: no document of the catalogue; unreadable",
               "inbox", ("taken", "beside", "held", "doubtful", "new", "unreadable")),
        Column("review_id", "id", "The document of the catalogue that it is, or is most likely", "matched"),
        Column("document", "text", "Where it went, inside the corpus folder", "inbox"),
        Column("score", "score", "What speaks for the match less what speaks against it; sure from 0.7, where nothing "
               "in `against` makes it doubtful", "matched"),
        Column("reasons", "list", "What speaks for the match", "matched"),
        Column("against", "list", "What speaks against it, or why it could not be used", "matched"),
        Column("others", "list", "Other documents of the catalogue that it may be, each with its score", "matched"),
        Column("sha256", "text", "What it is, byte for byte; of volumes: what they were joined to", "inbox"),
        Column("next_step", "text", "What to do about it", "inbox"),
    ),
    "problems": (
        Column("document", "text", "The file", "any stage"),
        Column("page", "integer", "The page, where it is one page's problem", "any stage"),
        Column("what", "text", "What could not be done", "any stage"),
        Column("text", "text", "The words in question, shortened", "any stage"),
        Column("next_step", "text", "What to do about it", "any stage"),
    ),
}  # fmt: skip

# No two rows of a table share its key: by default the first column; an empty key allows any rows.
KEYS: dict[str, tuple[str, ...]] = {
    "changes": (),
    "events": (),
    "inbox": (),
    "masked": (),
    "problems": (),
    "codes": ("rec_id", "theme"),
    "corrections": (),
    "answers": (),
    "responses": ("rec_id", "by", "date"),
    "unsure": ("rec_id", "theme"),
    "digests": ("review_id", "number", "part", "short_name"),
    "echoes": ("rec_id", "earlier_rec_id"),
    "thread_events": ("thread", "event", "rec_id"),
    "nearest": ("rec_id", "rank"),
    "addresses": ("review_id", "url"),
    "attempts": ("review_id", "address"),
    "fetched": ("document",),
    "pages": ("document", "page"),
}

# What to do about columns that a table of an earlier version had.
MOVED_COLUMNS: dict[tuple[str, str], str] = {
    (
        "catalogue",
        name,
    ): "addresses stand in addresses.csv now: move each there as a row of its own (review_id, role, url), "
    "with role document for a document and landing for a page about it, and take the columns official_url and "
    "document_url out of catalogue.csv"
    for name in ("official_url", "document_url")
}
