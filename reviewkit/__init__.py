"""reviewkit: what reviews of child sexual exploitation asked for, of whom, and how often the same things came back.

The way through the house is the way of the data, one module a doorway, tables between them:

    catalogue   which documents there are, and which edition of each is at hand
    fetch       the official documents, from the web; nothing else uses the network
    propose     what a new document says of itself
    skim        the text of every page, fast
    read        the pages that matter, line by line: place, size, weight, box
    web         both, for a publisher's web page
    segment     lines to recommendations: made, quoted, conclusion
    gate        the pages that were read badly, named before anything is counted
    addressees  which public bodies each of them asks
    vectors     texts to vectors, kept by content
    coding      recommendations to themes of the code frame, with doubts and reasons
    topics      recommendations to groups that emerge, with permanent ids
    echoes      which later recommendation restates which earlier one, and how surely
    cycle       echoes, codes and public moments to the measures of the cycle
    check       the rules that every table must keep
    evidence    the picture of a recommendation's place on the page
    charts      one function a figure
    changes     two runs to what changed between them
    screen      names and dates of birth masked in whatever leaves
    briefing    figures to files, gallery, briefings and the evidence page
    notebooks   run from top to bottom, into web pages

`pipeline` alone knows the order, `cli` gives it to the command line, `lines` reads what other programs give it, and
`console` speaks there. The floor that all stand on: `paths`, `tables` (every column of every table), `documents`
(opening them safely), `workers` and `kept`.
"""

from importlib.metadata import version

__version__ = version("reviewkit")
