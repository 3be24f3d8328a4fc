# ruff: noqa: E501 - covers stand here as they are printed
"""What people drop: the outsides of real documents of the catalogue, as published, around text that never was.

`LOOKED_AT` was tried while the matching was being written; the other third, in `inbox_drops_unseen`, was not.
"""

from __future__ import annotations

from helpers.dropping import (
    ASKS,
    SENTENCE,
    Drop,
    file,
    files,
    full_page,
    mht,
    paragraphs,
    pdf,
    scan,
    web,
    word,
    zipped,
)


def _jay(extra: str = "") -> str:
    return (
        f'#v(6cm)\n#text(size: 26pt, weight: "bold")[Independent Inquiry into Child Sexual Exploitation in Rotherham'
        f"\n1997 – 2013]\n#v(1cm)\n{extra}\n#v(1cm)\n#text(size: 14pt)[Alexis Jay OBE]"
    )


def _audit(extra: str = "") -> str:
    return (
        "#text(size: 12pt)[Home Office]\n#v(5cm)\n#text(size: 30pt)[National Audit on Group-based Child Sexual "
        f"Exploitation and Abuse]\n\n{extra}\n\n#text(size: 15pt)[Baroness Casey of Blackstock DBE CB]\n#v(8cm)\nJune 2025"
    )


def _committee(title: str, report: str, number: str, ordered: str, published: str, extra: str = "") -> str:
    return (
        "#text(size: 16pt)[House of Commons]\n\n#text(size: 16pt)[Home Affairs Committee]\n#v(2cm)\n"
        f'#text(size: 28pt, weight: "bold")[{title}]\n#v(1cm)\n#text(size: 13pt)[{report}]\n\n{extra}\n#v(4cm)\n'
        f"#emph[Ordered by the House of Commons to be printed {ordered}]\n\n#text(size: 13pt)[{number}]\n\n"
        f"Published on {published}\nby authority of the House of Commons\nLondon: The Stationery Office Limited\n£20.00"
    )


def _govuk(title: str, body: str, published: str, kind: str = "Research and analysis") -> bytes:
    before = '<header><a class="govuk-header__link">GOV.UK</a></header>'
    head = f'<meta property="og:site_name" content="GOV.UK"><meta property="og:title" content="{title}">'
    main = (
        f'<a class="gem-c-organisation-logo__link">Home Office</a><p>{kind}</p><h1>{title}</h1>'
        f"<p>Published {published}</p><p>© Crown copyright 2020</p>{body}"
    )
    return web(f"{title} - GOV.UK", main, head, before)


def _hmicfrs(title: str, published: str, body: str) -> bytes:
    head = '<meta property="og:site_name" content="HMICFRS"><link rel="canonical" href="https://hmicfrs.justiceinspectorates.gov.uk/publication-html/x/">'
    main = f"<h1>{title}</h1><p>Published on: {published}</p><h2>Contents</h2><p>Print this document</p>{body}"
    return web(f"{title} - His Majesty’s Inspectorate of Constabulary and Fire &amp; Rescue Services", main, head)


def _telford(number: int) -> bytes:
    return pdf(
        '#v(4cm)\n#text(size: 24pt, weight: "bold")[Report of the Independent Inquiry into Telford Child Sexual '
        f"Exploitation]\n#v(1cm)\n#text(size: 18pt)[Volume {['One', 'Two', 'Three', 'Four'][number - 1]}]\n#v(3cm)\n"
        "Chair: Tom Crowther QC\n\nJuly 2022",
        pages=8,
        body=ASKS if number == 1 else SENTENCE * 4,
    )


def _chapter(title: str, body: str) -> bytes:
    head = (
        '<link rel="canonical" href="https://publications.parliament.uk/pa/cm201415/cmselect/cmcomloc/1114/111404.htm">'
    )
    report = "Child sexual exploitation in Rotherham: Ofsted and further government issues"
    return web(
        f"House of Commons - {report} - Communities and Local Government Committee",
        f"<p>{report} - Communities and Local Government Committee</p><h2>{title}</h2>{body}<p>Prepared 17 March 2015</p>",
        head,
    )


LOOKED_AT: tuple[Drop, ...] = (
    file("download (3).pdf", "rotherham-jay-2014", True, lambda: pdf(_jay(), 159, title="Report")),
    file("Final_v7 web.pdf", "casey-national-audit-2025", True, lambda: pdf(_audit(), 197)),
    file(
        "characteristics.html",
        "home-office-group-based-cse-2020",
        True,
        lambda: _govuk(
            "Group-based child sexual exploitation characteristics of offending (accessible version)",
            "<h2>Executive summary</h2>" + paragraphs(20),
            "15 December 2020",
        ),
    ),
    files(
        "An inspection of the effectiveness - HMICFRS.html",
        "hmicfrs-group-based-cse-2023",
        True,
        lambda: {
            "An inspection of the effectiveness - HMICFRS.html": _hmicfrs(
                "An inspection of the effectiveness of the police and law enforcement bodies’ response to group-based "
                "child sexual exploitation in England and Wales",
                "8 December 2023",
                paragraphs(30),
            ),
            "An inspection of the effectiveness - HMICFRS_files/style.css": b"body { color: black; }",
            "An inspection of the effectiveness - HMICFRS_files/saved_resource.html": b"<html><body>frame</body></html>",
        },
    ),
    file(
        "68i.pdf",
        "hac-localised-grooming-2013",
        True,
        lambda: pdf(
            _committee(
                "Child sexual exploitation and the response to localised grooming",
                "Second Report of Session 2013–14",
                "HC 68-I",
                "5 June 2013",
                "10 June 2013",
                "_Volume I: Report, together with formal minutes_",
            ),
            90,
        ),
    ),
    file(
        "telford.zip",
        "telford-iitcse-2022",
        True,
        lambda: zipped({f"report/IITCSE Volume {number}.pdf": _telford(number) for number in (2, 1, 4, 3)}),
    ),
    file(
        "140157.pdf",
        "ofsted-couldnt-happen-here-2014",
        True,
        lambda: pdf(
            '#text(size: 20pt)[Ofsted]\n#v(3cm)\n#text(size: 26pt, weight: "bold")[The sexual exploitation of children: '
            "it couldn’t happen here, could it?]\n#v(1cm)\nThis report describes the findings of a thematic inspection."
            "\n#v(8cm)\nAge group: 0–18\n\nPublished: November 2014\n\nReference no: 140157",
            38,
        ),
    ),
    file(
        "Met exploitation.mht",
        "hmicfrs-mps-exploitation-2024",
        True,
        lambda: mht(
            _hmicfrs(
                "The Metropolitan Police Service’s handling of the sexual and criminal exploitation of children",
                "9 February 2024",
                paragraphs(25),
            ),
            "https://hmicfrs.justiceinspectorates.gov.uk/publication-html/x/",
        ),
    ),
    file(
        "78.pdf",
        "coffey-real-voices-2014",
        True,
        lambda: pdf(
            '#align(center)[#text(size: 36pt)[Real Voices]\n\n#text(size: 20pt)[Child sexual exploitation in Greater '
            "Manchester]\n\n#v(2cm)\nAn independent report by Ann Coffey, MP\n\nOctober 2014]",
            148,
            title="Microsoft Word - real voices FINAL 28 oct.docx",
        ),
    ),
    file(
        "If_only.pdf",
        "occe-if-only-2013",
        True,
        lambda: pdf(
            '#text(size: 11pt)[Office of the Children’s Commissioner]\n#v(3cm)\n#text(size: 34pt)["If only someone had '
            "listened”]\n\n#text(size: 15pt)[Office of the Children’s Commissioner’s Inquiry into Child Sexual "
            "Exploitation in Gangs and Groups]\n\n#text(size: 15pt)[Final Report]\n\nNovember 2013\n\nSue Berelowitz, "
            "Jenny Clifton, Carlene Firmin, Sandra Gulyurtlu, Gareth Edwards",
            123,
        ),
    ),
    file(
        "view-report.pdf",
        "iicsa-organised-networks-2022",
        True,
        lambda: pdf(
            '#text(size: 12pt)[IICSA Independent Inquiry into Child Sexual Abuse]\n#v(4cm)\n#text(size: 28pt)[Child '
            "sexual exploitation by organised networks]\n\n#text(size: 18pt)[Investigation Report]\n\n#text(size: 14pt)"
            "[February 2022]\n\nProfessor Alexis Jay OBE (Chair)",
            194,
        ),
    ),
    file(
        "SCR-into-CSE-in-Oxfordshire-FINAL-FOR-WEBSITE.pdf",
        "oxfordshire-scr-2015",
        True,
        lambda: pdf(
            '#text(size: 14pt)[Oxfordshire Safeguarding Children Board]\n#v(3cm)\n#text(size: 24pt, weight: "bold")[Serious '
            "Case Review into Child Sexual Exploitation in Oxfordshire: from the experiences of Children A, B, C, D, E, "
            "and F]\n#v(1cm)\nApproved by the OSCB February 26th 2015\n\nIndependent Reviewer: Alan Bedford",
            114,
        ),
    ),
    file(
        "ctf_puppetonastring_report_final.pdf",
        "barnardos-puppet-2011",
        True,
        lambda: pdf(
            "#v(9cm)\n#text(size: 40pt)[PUPPET ON A STRING]\n\n#text(size: 18pt)[The urgent need to cut children free "
            "from sexual exploitation]\n#v(6cm)\nBelieve in children\n\nBarnardo’s",
            30,
            body="© Barnardo’s 2011\n\nPublished by Barnardo’s, January 2011\n\n" + ASKS,
        ),
    ),
    file(
        "648.pdf",
        "clg-rotherham-2014",
        True,
        lambda: pdf(
            _committee(
                "Child sexual exploitation in Rotherham: some issues for local government",
                "Third Report of Session 2014–15",
                "HC 648",
                "10 November 2014",
                "18 November 2014",
            ).replace("Home Affairs", "Communities and Local Government"),
            44,
        ),
    ),
    file(
        "CSE Thematic Review.docx",
        "bradford-thematic-2021",
        True,
        lambda: word("Child Sexual Exploitation Thematic Review 2021", ["The Bradford Partnership", "27 July 2021"]),
    ),
    file(
        "drew review final.pdf",
        "drew-syp-2016",
        True,
        lambda: full_page(
            '#text(size: 18pt, weight: "bold")[An independent review of South Yorkshire Police’s handling of child sexual '
            "exploitation 1997 – 2016]\n\nProfessor John Drew CBE\n\n23 March 2016\n\n== Introduction",
            140,
        ),
    ),
    files(
        "clg report",
        "clg-ofsted-2015",
        True,
        lambda: {
            "clg report/111402.htm": _chapter("Contents", "<ul><li>Terms of Reference</li><li>Summary</li></ul>"),
            "clg report/111403.htm": _chapter("Summary", paragraphs(4)),
            "clg report/111404.htm": _chapter("1 Introduction", paragraphs(9)),
            "clg report/111410.htm": _chapter("Conclusions and recommendations", paragraphs(3)),
        },
    ),
    file(
        "response.html",
        "hmg-response-casey-2025",
        True,
        lambda: _govuk(
            "Government response to the National Audit on Group-based Child Sexual Exploitation and Abuse report",
            paragraphs(10),
            "16 June 2025",
            "Policy paper",
        ),
    ),
    file(
        "organised-networks-summary.pdf",
        "iicsa-organised-networks-2022",
        False,
        lambda: pdf(
            '#text(size: 12pt)[IICSA Independent Inquiry into Child Sexual Abuse]\n#v(4cm)\n#text(size: 28pt)[Child '
            "sexual exploitation by organised networks]\n\n#text(size: 18pt)[Investigation Report]\n\n#text(size: 15pt)"
            "[Executive Summary]\n\n#text(size: 14pt)[February 2022]",
            14,
        ),
    ),
    file(
        "jay response.pdf",
        "",
        False,
        lambda: pdf(
            '#text(size: 14pt)[Rotherham Metropolitan Borough Council]\n#v(4cm)\n#text(size: 26pt, weight: "bold")[Response '
            "to the Independent Inquiry into Child Sexual Exploitation in Rotherham 1997-2013]\n\nSeptember 2014",
            9,
        ),
    ),
    file(
        "68ii.pdf",
        "hac-localised-grooming-2013",
        False,
        lambda: pdf(
            _committee(
                "Child sexual exploitation and the response to localised grooming",
                "Second Report of Session 2013–14",
                "HC 68-II",
                "5 June 2013",
                "10 June 2013",
                "_Volume II: Oral and written evidence_",
            ),
            60,
        ),
    ),
    file("jay.pdf", "rotherham-jay-2014", False, lambda: scan("INDEPENDENT INQUIRY INTO\nCHILD SEXUAL EXPLOITATION\nIN ROTHERHAM")),
    file(
        "Grooming gangs audit published.html",
        "casey-national-audit-2025",
        False,
        lambda: _govuk(
            "National Audit on Group-based Child Sexual Exploitation and Abuse published",
            "<p>Press release</p><p>From: Home Office</p>" + f"<p>{SENTENCE}</p>" * 4 + "<h2>Notes to editors</h2>",
            "16 June 2025",
            "News story",
        ),
    ),
    file(
        "young people.pdf",
        "telford-iitcse-2022",
        False,
        lambda: pdf(
            '#v(4cm)\n#text(size: 24pt, weight: "bold")[Report of the Independent Inquiry into Telford Child Sexual '
            "Exploitation]\n\n#text(size: 17pt)[A version for young people]\n\nJuly 2022",
            6,
        ),
    ),
    file(
        "oneyearon.pdf",
        "rotherham-jay-2014",
        False,
        lambda: pdf(_jay("#text(size: 18pt)[One year on: progress against the recommendations]"), 20),
    ),
    file(
        "s97421 Cabinet report.pdf",
        "barnardos-rotherham-practice-review-2013",
        False,
        lambda: full_page(
            "*ROTHERHAM BOROUGH COUNCIL – REPORT TO MEMBERS*\n\n*1. Meeting:* Cabinet\n\n*2. Date:* 11th December 2013"
            "\n\n*3. Title:* Barnardo’s Rotherham Practice Review Report\n\n*4. Directorate:* Children and Young People’s "
            "Services\n\n*5. Summary*",
            4,
        ),
    ),
    file(
        "if only revised.pdf",
        "occe-if-only-2013",
        False,
        lambda: pdf(
            '#text(size: 11pt)[Office of the Children’s Commissioner]\n#v(3cm)\n#text(size: 34pt)["If only someone had '
            "listened”]\n\n#text(size: 15pt)[Office of the Children’s Commissioner’s Inquiry into Child Sexual "
            "Exploitation in Gangs and Groups]\n\n#text(size: 15pt)[Final Report. Revised edition]\n\nMay 2014",
            125,
        ),
    ),
    file(
        "lscpr wren.pdf",
        "",
        False,
        lambda: pdf(
            '#text(size: 14pt)[Elmley Safeguarding Children Partnership]\n#v(4cm)\n#text(size: 26pt, weight: "bold")[Local '
            "Child Safeguarding Practice Review: Child Wren]\n\nPublished 4 March 2026",
            24,
        ),
    ),
    file(
        "boiler.pdf",
        "",
        False,
        lambda: pdf('#text(size: 26pt, weight: "bold")[Combi boiler 24: user manual]\n\nKeep this for later', 6),
    ),
)  # fmt: skip
