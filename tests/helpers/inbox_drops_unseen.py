# ruff: noqa: E501 - covers stand here as they are printed
"""The third of the drops that was written with the others and not tried until the matching was done."""

from __future__ import annotations

from helpers.dropping import ASKS, SENTENCE, Drop, file, files, full_page, mht, paragraphs, pdf, web, zipped


def _spicer(extra: str = "") -> str:
    return (
        "#grid(columns: (1fr, 1fr), [Newcastle Safeguarding Children Board], [Newcastle Safeguarding Adults Board])\n"
        '#v(3cm)\n#align(center)[#text(size: 22pt, weight: "bold")[Joint Serious Case Review Concerning Sexual '
        f"Exploitation of Children and Adults with Needs for Care and Support in Newcastle-upon-Tyne]\n\n{extra}\n\n"
        "#text(size: 13pt)[February 2018]\n\nDavid Spicer LLB Barrister]"
    )


UNSEEN: tuple[Drop, ...] = (
    file("Final JSCR Report 160218 PW.pdf", "newcastle-spicer-jscr-2018", True, lambda: pdf(_spicer(), 150)),
    file(
        "f0a1b2c3-brooke.pdf",
        "bristol-brooke-scr-2016",
        True,
        lambda: full_page(
            "Bristol Safeguarding Children Board\n\n#text(size: 16pt)[*Operation Brooke Serious Case Review*]\n\n"
            "24 March 2016\n\n*1. Why this review was undertaken*",
            52,
            title="The Brooke Serious Case Review into Child Sexual Exploitation",
        ),
    ),
    file(
        "publication-html.htm",
        "hmicfrs-group-based-progress-2025",
        True,
        lambda: web(
            "Inspection of the effectiveness of police and law enforcement bodies’ response to group-based child sexual "
            "exploitation: a progress report - HMICFRS",
            "<h1>Inspection of the effectiveness of police and law enforcement bodies’ response to group-based child "
            "sexual exploitation: a progress report</h1><p>Published on: 24 October 2025</p><h2>Foreword</h2>"
            + paragraphs(18),
        ),
    ),
    file(
        "gmca_rochdale_4a.pdf",
        "rochdale-span-2024",
        True,
        lambda: pdf(
            "#place(top + right)[GMCA]\n#v(2cm)\n#text(size: 20pt)[Independent assurance review of the effectiveness of "
            "multi-agency responses to child sexual exploitation in Greater Manchester]\n\n#text(size: 16pt)[Part Three: "
            "The review into Operation Span and the investigation of non-recent child sexual exploitation in Rochdale]"
            "\n#v(2cm)\nMalcolm Newsam CBE and Gary Ridgway\n\nJanuary 2024",
            173,
        ),
    ),
    file(
        "Operation_Linden_Report.pdf",
        "iopc-linden-2022",
        True,
        lambda: pdf(
            "#text(size: 44pt)[Operation Linden]\n\n#text(size: 20pt)[Overarching report on the police response to child "
            "sexual abuse and exploitation in Rotherham 1997–2013]\n#v(5cm)\nIndependent Office for Police Conduct\n\n"
            "June 2022",
            62,
        ),
    ),
    file(
        "JTAI_time_to_listen.pdf",
        "jtai-time-to-listen-2016",
        True,
        lambda: pdf(
            "#v(2cm)\n#text(size: 24pt)[‘Time to listen’ – a joined up response to child sexual exploitation and missing "
            "children]\n#v(2cm)\nThis report describes the findings of the first of a series of joint targeted area "
            "inspections.\n#v(4cm)\nPublished: September 2016\n\nReference no: 160045\n\nOfsted, Care Quality Commission, "
            "HM Inspectorate of Constabulary, HM Inspectorate of Probation",
            28,
        ),
    ),
    file(
        "bscb.zip",
        "buckinghamshire-scr-2017",
        True,
        lambda: zipped(
            {
                "CSE-SCR-Published.pdf": pdf(
                    "#text(size: 13pt)[Buckinghamshire Safeguarding Children Board]\n#v(4cm)\n#text(size: 25pt)[Serious "
                    "Case Review: Child Sexual Exploitation in Buckinghamshire 1998–2016]\n#v(2cm)\nApril 2017",
                    58,
                )
            }
        ),
    ),
    file(
        "full-interim-report-independent-inquiry-into-child-sexual-abuse.pdf",
        "iicsa-interim-2018",
        True,
        lambda: pdf(
            "#v(5cm)\n#text(size: 30pt)[Interim Report of the Independent Inquiry into Child Sexual Abuse]\n#v(3cm)\n"
            "April 2018",
            128,
            body="Presented to Parliament pursuant to Section 26 of the Inquiries Act 2005\n\nOrdered by the House of "
            "Commons to be printed on 25 April 2018\n\nHC 954-I\n\n" + ASKS,
        ),
    ),
    file(
        "taxi.mhtml",
        "south-ribble-taxi-2016",
        True,
        lambda: mht(
            web(
                "Review of taxi licensing - South Ribble Borough Council",
                "<h1>Review of South Ribble Borough Council’s taxi licensing service</h1><p>Published: June 2016</p>"
                "<h2>1. Background</h2>" + paragraphs(22),
            ),
            "https://www.southribble.gov.uk/x",
        ),
    ),
    file("spicer exec.pdf", "newcastle-spicer-jscr-2018", False, lambda: pdf(_spicer("Executive Summary and Recommendations"), 11)),
    file(
        "cm8900.pdf",
        "",
        False,
        lambda: pdf(
            "#align(center)[#text(size: 20pt)[Government Response to the Sixth Report from the Home Affairs Committee "
            "Session 2014–15 HC 203]\n\n#text(size: 17pt)[Child sexual exploitation and the response to localised "
            "grooming: follow-up]]\n#v(5cm)\nPresented to Parliament by the Secretary of State for the Home Department "
            "by Command of Her Majesty\n\nMarch 2015\n\nCm 9012",
            10,
        ),
    ),
    file(
        "easy.pdf",
        "iicsa-final-2022",
        False,
        lambda: pdf(
            "#v(3cm)\n#text(size: 28pt)[The Report of the Independent Inquiry into Child Sexual Abuse]\n\n#text(size: 20pt)"
            "[Easy Read]\n\nOctober 2022",
            34,
        ),
    ),
    files(
        "National Audit - GOV.UK.html",
        "casey-national-audit-2025",
        False,
        lambda: {
            "National Audit - GOV.UK.html": web(
                "National Audit on Group-based Child Sexual Exploitation and Abuse - GOV.UK",
                "<p>Independent report</p><h1>National Audit on Group-based Child Sexual Exploitation and Abuse</h1>"
                "<p>An audit by Baroness Casey.</p><p>From: Home Office</p><p>Published 16 June 2025</p><h2>Documents</h2>"
                '<p><a href="https://assets.publishing.service.gov.uk/media/x/audit.pdf">National Audit (PDF, 3.1 MB, 197 '
                'pages)</a></p><p>This file may not be suitable for users of assistive technology. <a href="#">Request an '
                "accessible format</a>.</p><h2>Details</h2><p>The audit was asked for by the Prime Minister.</p>",
            ),
            "National Audit - GOV.UK_files/logo.svg": b"<svg/>",
        },
    ),
    file(
        "northpool scrutiny.pdf",
        "",
        False,
        lambda: pdf(
            "#text(size: 13pt)[Northpool City Council]\n#v(3cm)\n#text(size: 26pt)[Scrutiny review of child sexual "
            f"exploitation in Northpool]\n#v(2cm)\nNovember 2025\n\n{SENTENCE}",
            30,
        ),
    ),
)  # fmt: skip
