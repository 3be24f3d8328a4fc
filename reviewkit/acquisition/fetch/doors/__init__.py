"""What each publisher's site does with a document: an answer of the site in, the next step out.

A door is chosen by the host of an address and by what the page is. Each is a pure function: `read` takes a page that
has come and the review that is wanted, and says which addresses to look at next, that the document is here, that it is
a web edition of many pages, or that a person has to look.

    steps.py        what a door is given, and what it may say
    links.py        the links of a page
    choice.py       which of them is clearly the review
    all_doors.py    which door an address goes through
    govuk.py        gov.uk: the content API
    parliament.py   reports of committees: contents page, chapters, PDFs
    inquiry.py      the inquiry into child sexual abuse: contents trees
    inspectorate.py the police inspectorate: pages, PDFs, the old host
    meetings.py     meeting papers of councils (ModernGov)
    downloads.py    download pages of councils
    scotland.py     the Scottish Government: numbered pages, documents
    landing.py      any other page: its links, weighed against the review's title and year

Limitations: a publisher may change its site; then a door finds nothing, and the address is for a person to open.
"""
