"""Writes the invented web editions of the tests, and the truth of each beside it.

Comes in: `<slug>.marked` in this folder, a web page with marks around what it recommends. Goes out: `<slug>.html`, the
page without the marks, and `<slug>.json`. Page and truth have one source, and no reader of ours is asked.
Run it as `python tests/data/webpages.py`; a second run gives the same bytes.

The marks, of which nothing is left in the page (`made` may also be `conclusion`, `either` or `quoted from="..."`):

    <?made?>Recommendation 1: <?title?>Visits<?text?></h3><p>The council should<?out?><sup>2</sup><?in?> visit.<?end?>

`label="1."` gives a label that a browser makes, `items="1(a) 1(b)"` the nested items, `anchor="..."` an anchor that the
rule in `anchor` does not find. `<?copy?>Recommendation 1<?end?>` is a further printing.

Limit: a mark opens inside the element that holds the label; bullets, numbers and letters that a browser puts before
the items of a list are not characters of the document, and are not in the truth.
"""

from __future__ import annotations

import html
import json
import re
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
MARK = re.compile(r"<\?(?:made|conclusion|either|quoted|copy|title|text|out|in|end|about)\b[^>]*?\?>")
ABOUT = re.compile(r'<\?about habit="([^"]*)"\?>\n')
ENTRY = re.compile(r"<\?(made|conclusion|either|quoted|copy)\b([^>]*?)\?>(.*?)<\?end\?>", re.S)
LEFT_OUT = re.compile(r"<\?out\?>.*?<\?in\?>", re.S)
CHARSET = re.compile(r"charset=\"?([\w-]+)", re.I)  # <meta charset="utf-8">
UNSEEN = re.compile(r"<!--.*?-->|<(script|style|iframe|template|noscript)\b.*?</\1>", re.S | re.I)
INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|em|font|i|mark|q|small|span|strong|sub|sup|u|wbr)\b[^>]*>", re.I)
PLACE = re.compile(r"<(?:\w+\b[^>]*?\sid|a\b[^>]*?\sname)=\"((?!fn|foot|ref)[^\"]+)\"", re.I)  # not a footnote's mark


def slugs(folder: Path = HERE) -> list[str]:
    """Names of the invented pages in a folder, sorted."""
    return sorted(path.stem for path in folder.glob("*.marked"))


def write(slug: str, folder: Path = HERE, source: Path = HERE) -> None:
    """Write the page and the truth of one marked source into `folder`."""
    marked = (source / f"{slug}.marked").read_text(encoding="utf-8")
    page = MARK.sub("", ABOUT.sub("", marked))
    encoding = CHARSET.search(page)
    (folder / f"{slug}.html").write_bytes(page.encode(encoding[1] if encoding else "utf-8"))
    written = json.dumps(truth(f"{slug}.html", marked), ensure_ascii=False, indent=1)
    (folder / f"{slug}.json").write_text(written + "\n", encoding="utf-8", newline="\n")


def truth(file: str, marked: str) -> dict[str, Any]:
    """What the page holds; further printings go to `also_anchors` of the first of the same label."""
    printings = [entry(match, marked) for match in ENTRY.finditer(marked)]
    made = [found for found in printings if found["kind"] not in ("quoted", "copy")]
    names = ("title", "also_pages", "also_anchors", "kind", "sub_items")
    for found in made:
        copies = [copy["anchor"] for copy in printings if copy["kind"] == "copy" and copy["label"] == found["label"]]
        found["also_anchors"] = copies
    quoted = [found for found in printings if found["kind"] == "quoted"]
    return {
        "file": file,
        "habit": html.unescape(ABOUT.search(marked)[1]),
        "recommendations": [chosen(found, *names) for found in made],
        "quoted": [chosen(found, "from") for found in quoted],
        "problems": [],
    }


def entry(match: re.Match[str], marked: str) -> dict[str, Any]:
    """One marked printing as a record."""
    kind, attributes, body = match.groups()
    said = {name: html.unescape(value) for name, value in re.findall(r'(\w+)="([^"]*)"', attributes)}
    head, _, text = LEFT_OUT.sub("", body).partition("<?text?>")
    label, _, title = head.partition("<?title?>")
    return {
        "label": said.get("label", words(label).rstrip(" :–—-")),
        "title": words(title) or None,
        "text": words(text),
        "page": None,
        "end_page": None,
        "also_pages": [],
        "anchor": said.get("anchor") or anchor(marked[: match.start()]),
        "kind": {"made": "recommendation"}.get(kind, kind),
        "sub_items": said.get("items", "").split(),
        "from": said.get("from"),
    }


def words(markup: str) -> str:
    """The words that a browser shows: tags off, entities opened, spaces single."""
    shown = re.sub(r"<[^>]*>", " ", INLINE.sub("", UNSEEN.sub("", markup)))
    return " ".join(re.sub("[\u00ad\u200b]", "", html.unescape(shown)).split())


def anchor(before: str) -> str | None:
    """The last id, or name of an old anchor, that stands at or above a label; a footnote's is none."""
    found = PLACE.findall(UNSEEN.sub("", before))
    return found[-1] if found else None


def chosen(found: dict[str, Any], *names: str) -> dict[str, Any]:
    """The record in the order of the truth files, with some names beside those that all have."""
    order = ("label", "title", "text", "page", "end_page", "also_pages", "anchor", "also_anchors", "kind", "sub_items")
    kept = {"label", "text", "page", "end_page", "anchor", *names}
    return {name: found[name] for name in (*order, "from") if name in kept}


def main(names: list[str]) -> None:
    """Write the pages named, or all."""
    for slug in names or slugs():
        write(slug)


if __name__ == "__main__":
    main(sys.argv[1:])
