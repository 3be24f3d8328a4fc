"""Standing asks: how many reviews, publishers and years, counted on fingers."""

from __future__ import annotations

from helpers import six

from reviewkit.measures import standing


def test_reviews_publishers_and_years_are_counted_on_fingers() -> None:
    """Lamps: jetty, buoys, pilots (of the Board again) and tides (of nobody known). Boats: jetty, buoys, pilots and
    ferries. Six reviews of six years are held, the one that makes none among them."""
    of = {"of_reviews": 6, "of_years": 6}
    assert standing.standing(six.held()) == {
        "lamps": {"reviews": 4, "publishers": 2, "years": 4} | of,
        "boats": {"reviews": 4, "publishers": 3, "years": 4} | of,
        "crews": {"reviews": 1, "publishers": 0, "years": 1} | of,
        "ropes": {"reviews": 1, "publishers": 1, "years": 1} | of,
    }


def test_another_list_never_takes_anything_back() -> None:
    """Each review's asks are added in turn."""
    recommendations = six.five_tables()["recommendations"]
    before: dict[str, tuple[int, ...]] = {}
    for count in range(1, len(six.REVIEWS) + 1):
        names = [name for name, *_ in six.REVIEWS[:count]]
        found = standing.standing(six.held(recommendations=recommendations[recommendations["review_id"].isin(names)]))
        now = {theme: (row["reviews"], row["publishers"], row["years"]) for theme, row in found.items()}
        assert all(now[theme] >= extent for theme, extent in before.items())
        before = now


def test_two_reviews_of_one_year_are_one_year() -> None:
    reviews = six.five_tables()["reviews"].replace({"published": {"2013-01-01": "2012-11-01"}})
    lamps = standing.standing(six.held(reviews=reviews))["lamps"]
    assert (lamps["reviews"], lamps["years"], lamps["of_years"]) == (4, 3, 5)
