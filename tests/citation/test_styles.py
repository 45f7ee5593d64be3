"""APA 7 and GB/T 7714-2015: the expected form, character for character, of datasets and pieces."""

from __future__ import annotations

import pytest

from xiangqu.citation.styles import Item, Name, render

BODY: Name = {"literal": "The Makers"}
ADA: Name = {
    "family": "Berg",
    "given": "Ada Eva",
    "non-dropping-particle": "van den",
    "suffix": "Jr.",
}
JEAN: Name = {"family": "Sartre", "given": "Jean-Paul"}
LI: Name = {"literal": "李明"}

DOI, URL = {"DOI": "10.1234/x_1"}, {"URL": "https://example.org/a_b%20c"}
ISSUED = {"issued": {"date-parts": [[2030, 1, 2]]}}
OUT = {"available-date": ISSUED["issued"]}
INFERRED = {"issued": {"date-parts": [[2021]], "circa": True}}


def dataset(*authors: Name, **more: object) -> Item:
    fields = {"id": "x", "type": "dataset", "title": "A corpus", "version": "1.0"}
    return {**fields, "author": [*authors] or [BODY], **more}


def piece(*editors: Name, authors: list[Name] | None = None, **more: object) -> Item:
    fields = {"id": "x-2021.p001.c01", "type": "chapter", "title": "题: 「增长8.1%」"}
    whole = {"container-title": "A corpus", "version": "1.0", "editor": [*editors] or [BODY]}
    about = {"genre": "Numeric claim 「8.1%」", "number": "x-2021.p001.c01"}
    return {**fields, **whole, **about, "author": [LI] if authors is None else authors, **more}


def people(number: int) -> list[Name]:
    return [{"literal": f"甲{n}"} for n in range(1, number + 1)]


WORK = "题: 「增长8.1%」 [Numeric claim 「8.1%」, x-2021.p001.c01]"
NINETEEN = ", ".join(f"甲{n}" for n in range(1, 20))

APA = {
    "the dataset": (dataset(), "The Makers. (n.d.). A corpus (Version 1.0) [Data set]."),
    "released": (dataset(**ISSUED), "The Makers. (2030). A corpus (Version 1.0) [Data set]."),
    "a DOI": (
        dataset(**DOI),
        "The Makers. (n.d.). A corpus (Version 1.0) [Data set]. https://doi.org/10.1234/x_1",
    ),
    "an address": (
        dataset(**URL),
        "The Makers. (n.d.). A corpus (Version 1.0) [Data set]. https://example.org/a_b%20c",
    ),
    "a DOI counts before an address": (
        dataset(**DOI, **URL, **ISSUED),
        "The Makers. (2030). A corpus (Version 1.0) [Data set]. https://doi.org/10.1234/x_1",
    ),
    "persons": (
        dataset(ADA, JEAN, BODY),
        "van den Berg, A. E., Jr., Sartre, J.-P., & The Makers. (n.d.). "
        "A corpus (Version 1.0) [Data set].",
    ),
    "a name that ends in a full stop": (
        dataset({"literal": "Acme Inc."}),
        "Acme Inc. (n.d.). A corpus (Version 1.0) [Data set].",
    ),
    "lower case and other scripts are not abbreviated": (
        dataset({"family": "hooks", "given": "bell"}, {"family": "Li", "given": "明"}),
        "hooks, bell, & Li, 明. (n.d.). A corpus (Version 1.0) [Data set].",
    ),
    "initials that are given": (
        dataset({"family": "Knuth", "given": "D.E."}, {"family": "Plato"}),
        "Knuth, D. E., & Plato. (n.d.). A corpus (Version 1.0) [Data set].",
    ),
    "a piece": (
        piece(**INFERRED),
        f"李明. ([2021]). {WORK}. In The Makers (Ed.), A corpus (Version 1.0).",
    ),
    "a piece of a released dataset": (
        piece(**INFERRED, **OUT, **DOI),
        f"李明. ([2021]). {WORK}. In The Makers (Ed.), A corpus (Version 1.0, 2030). "
        "https://doi.org/10.1234/x_1",
    ),
    "a piece with two editors": (
        piece(ADA, JEAN, **INFERRED),
        f"李明. ([2021]). {WORK}. In A. E. van den Berg Jr. & J.-P. Sartre (Eds.), "
        "A corpus (Version 1.0).",
    ),
    "a piece with three editors": (
        piece(ADA, LI, BODY, **INFERRED),
        f"李明. ([2021]). {WORK}. In A. E. van den Berg Jr., 李明, & The Makers (Eds.), "
        "A corpus (Version 1.0).",
    ),
    "a piece of two authors": (
        piece(authors=people(2)),
        f"甲1, & 甲2. (n.d.). {WORK}. In The Makers (Ed.), A corpus (Version 1.0).",
    ),
    "a piece of no author": (
        piece(authors=[], **INFERRED),
        f"{WORK}. ([2021]). In The Makers (Ed.), A corpus (Version 1.0).",
    ),
    "an interval": (
        piece(issued={"date-parts": [[2021], [2022]]}),
        f"李明. (2021–2022). {WORK}. In The Makers (Ed.), A corpus (Version 1.0).",
    ),
    "twenty authors": (
        dataset(*people(20)),
        f"{NINETEEN}, & 甲20. (n.d.). A corpus (Version 1.0) [Data set].",
    ),
    "more than twenty authors": (
        dataset(*people(21)),
        f"{NINETEEN}, … 甲21. (n.d.). A corpus (Version 1.0) [Data set].",
    ),
}

PART = "题: 「增长8.1%」: [2021], Numeric claim 「8.1%」, x-2021.p001.c01"

GBT = {
    "the dataset": (dataset(), "The Makers. A corpus: Version 1.0[DS]."),
    "released": (dataset(**ISSUED), "The Makers. A corpus: Version 1.0[DS]. 2030."),
    "a DOI": (dataset(**DOI), "The Makers. A corpus: Version 1.0[DS/OL]. DOI:10.1234/x_1."),
    "an address": (
        dataset(**URL),
        "The Makers. A corpus: Version 1.0[DS/OL]. https://example.org/a_b%20c.",
    ),
    "released, with an address and a DOI": (
        dataset(**ISSUED, **DOI, **URL),
        "The Makers. A corpus: Version 1.0[DS/OL]. (2030-01-02). https://example.org/a_b%20c. "
        "DOI:10.1234/x_1.",
    ),
    "persons": (
        dataset(ADA, JEAN, LI),
        "van den BERG A E Jr., SARTRE J P, 李明. A corpus: Version 1.0[DS].",
    ),
    "a suffix before the full stop": (
        dataset(ADA),
        "van den BERG A E Jr. A corpus: Version 1.0[DS].",
    ),
    "lower case and other scripts are not abbreviated": (
        dataset({"family": "hooks", "given": "bell"}, {"family": "Li", "given": "明"}),
        "HOOKS bell, LI 明. A corpus: Version 1.0[DS].",
    ),
    "four authors": (dataset(*people(4)), "甲1, 甲2, 甲3, 等. A corpus: Version 1.0[DS]."),
    "a piece": (piece(**INFERRED), f"李明. {PART}[DS]//The Makers. A corpus. Version 1.0."),
    "a piece of a released dataset": (
        piece(**INFERRED, **OUT),
        f"李明. {PART}[DS]//The Makers. A corpus. Version 1.0. 2030.",
    ),
    "a piece that is online": (
        piece(**INFERRED, **OUT, **DOI, **URL),
        f"李明. {PART}[DS/OL]//The Makers. A corpus. Version 1.0. 2030. "
        "https://example.org/a_b%20c. DOI:10.1234/x_1.",
    ),
    "a piece with four editors": (
        piece(*people(4), **INFERRED),
        f"李明. {PART}[DS]//甲1, 甲2, 甲3, 等. A corpus. Version 1.0.",
    ),
    "a piece of no author": (
        piece(authors=[], **INFERRED),
        f"{PART}[DS]//The Makers. A corpus. Version 1.0.",
    ),
    "a piece without a date": (
        piece(),
        f"李明. {PART.replace('[2021]', '[n.d.]')}[DS]//The Makers. A corpus. Version 1.0.",
    ),
    "an interval": (
        piece(issued={"date-parts": [[2021], [2022]]}),
        f"李明. {PART.replace('[2021]', '2021–2022')}[DS]//The Makers. A corpus. Version 1.0.",
    ),
    "a year before 1000": (
        dataset(issued={"date-parts": [[999, 1, 1]]}, **URL),
        "The Makers. A corpus: Version 1.0[DS/OL]. (0999-01-01). https://example.org/a_b%20c.",
    ),
}


@pytest.mark.parametrize("case", APA)
def test_apa(case: str) -> None:
    item, wanted = APA[case]
    assert render(item, "apa") == wanted


@pytest.mark.parametrize("case", GBT)
def test_gbt7714(case: str) -> None:
    item, wanted = GBT[case]
    assert render(item, "gbt7714") == wanted


def test_bibtex() -> None:
    assert render(dataset(ADA, BODY, **ISSUED, **DOI, **URL), "bibtex") == (
        "@misc{x,\n"
        "  author = {{van den Berg}, {Jr.}, {Ada Eva} and {The Makers}},\n"
        "  title = {{A corpus}},\n"
        "  howpublished = {Data set, version 1.0},\n"
        "  year = {2030},\n"
        "  doi = {10.1234/x_1},\n"
        "  url = {https://example.org/a_b%20c}\n"
        "}"
    )
    assert render(piece(**INFERRED), "bibtex") == (
        "@incollection{x-2021.p001.c01,\n"
        "  author = {{李明}},\n"
        "  title = {{题: 「增长8.1\\%」 [x-2021.p001.c01, version 1.0]}},\n"
        "  booktitle = {{A corpus}},\n"
        "  editor = {{The Makers}},\n"
        "  year = {2021}\n"
        "}"
    )


def test_ris() -> None:
    assert render(piece(ADA, **INFERRED, **DOI, **URL), "ris") == (
        "TY  - CHAP\n"
        "ID  - x-2021.p001.c01\n"
        "AU  - 李明\n"
        "A2  - van den Berg, Ada Eva, Jr.\n"
        "TI  - 题: 「增长8.1%」 [x-2021.p001.c01, version 1.0]\n"
        "T2  - A corpus\n"
        "ET  - Version 1.0\n"
        "PY  - 2021\n"
        "DO  - 10.1234/x_1\n"
        "UR  - https://example.org/a_b%20c\n"
        "ER  - "
    )
