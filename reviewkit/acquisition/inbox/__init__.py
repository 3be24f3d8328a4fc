"""Match what is dropped into `corpus/inbox/` to the catalogue by what it says of itself.

    drops.py         what lies in the inbox, and what is refused unseen
    unpacking.py     folders and zips as single documents, within bounds
    descriptions.py  what one document says of itself
    volumes.py       volumes of one report, and pages of one web edition, as one document
    web_joining.py   the pages of a web edition as one page
    scoring.py       what speaks for a document of the catalogue, and against it
    signs.py         what shows that a document is not the review itself
    matching.py      sure, doubtful, new, at hand already or unreadable
    placement.py     into `official/`, and the dropped file into `inbox/taken/`
    asking.py        a person's answer on a terminal
    outcomes.py      what became of each document: the table `inbox`, and rows of `problems`
    sorting.py       all of these, in their order

Documents are parsed in processes of their own, with limits. Nothing is written over and nothing is deleted.
"""
