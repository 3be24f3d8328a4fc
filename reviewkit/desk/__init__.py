"""The desk: a page on this machine on which a person checks a review's list against its pages.

    words        the words of a page, each with its place
    document     a document as the page shows it: images, words, and where texts stand
    near_misses  what was nearly taken for a recommendation
    listing      a review's list as the page shows it, and how far each is checked
    state        the corpus with what people said since its last run
    acts         what a person does, as rows of `corrections.csv`
    server       the addresses under which the page asks for all this

The page itself (HTML, style, scripts) is in `reviewkit/data/desk`. No run is started here: `reviewkit run` applies what
was said to tables and figures.
"""
