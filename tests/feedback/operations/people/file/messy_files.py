"""A staff system's export as it comes: everything in it that lists of people have gone wrong by."""

from __future__ import annotations

from openpyxl import Workbook

from tests.feedback.operations.people.file.people_files import saved

DOMAIN = "norrvik.example"
HEADINGS = (
    "Förnamn",
    "Efternamn",
    "E-post (arbete)",
    "Befattning enl. AID",
    "Org.enhet nivå 4",
    "Närmaste chef",
    "Chefens e-postadress",
    "Anst.nr",
    "Lön",
)
ERIK = ("Hägg, Erik", f"erik.hagg@{DOMAIN}")
KARIN = ("Lund, Karin", f"karin.lund@{DOMAIN}")
OLLE = ("Sand, Olle", f"olle.sand@{DOMAIN}")
NOBODY = ("", "")


def _row(
    first: str, last: str, email: str, job: str, place: str, boss: tuple[str, str]
) -> list[object]:
    number = sum(map(ord, first + last)) + 100_000
    return [first, last, email, job, place, *boss, number, 31_000]


STAFF = (
    _row("Karin", "Lund", KARIN[1], "Rektor", "Norra skolan", ERIK),
    _row("Olle", "Sand", OLLE[1], "Rektor", "Södra skolan", ERIK),
    _row("Nina", "Vik", f"nina.vik@{DOMAIN}", "Rektor", "Östra skolan", NOBODY),
    _row("Anna", "Berg", f" Anna.Berg@{DOMAIN.upper()} ", "Lärare", "Norra skolan", KARIN),
    _row("Cia", "Dahl", f"cia.dahl@{DOMAIN}", "Lärare", "Norra skolan", KARIN),
    _row("Cia", "Dahl", f"cia.dahl@{DOMAIN}", "Lärare", "Norra skolan", KARIN),
    _row("Dan", "Frid", f"dan.frid@{DOMAIN}", "Fritidspedagog", "Norra skolan", KARIN),
    _row("Lena", "Öberg", f"lena.öberg@{DOMAIN}", "Lärare", "Norra skolan", KARIN),
    _row("Bo", "Ek", f"bo.ek@{DOMAIN}", "Vaktmästare", "Norra skolan", KARIN),
    _row("Bo", "Ek", f"bo.ek@{DOMAIN}", "Vaktmästare", "Södra skolan", OLLE),
    _row("Eva", "Gran", f"eva.gran@{DOMAIN},", "Lärare", "Södra skolan", OLLE),
    _row("Per", "Holm", "per.holm@hemma.example", "Lärare", "Södra skolan", OLLE),
    _row(
        "Ida",
        "Lim",
        f"ida.lim@{DOMAIN}",
        "Lärare",
        "Östra skolan",
        ("Vik, Nina", f"nina.vik@{DOMAIN}"),
    ),
    _row("Ulf", "Moa", "ulf.moa", "Lärare", "Östra skolan", ("Vik, Nina", f"nina.vik@{DOMAIN}")),
)
"""Karin and Olle have a manager without a row; Nina has none; Cia is there twice; Bo has two jobs;
Lena's address has an ö, Eva's a comma, Ulf's no domain; Per's is private."""


def messy_xlsx() -> bytes:
    """Return the export: a merged title over the headings, and an old sheet that is hidden."""
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.title = "Anställda"
    sheet.append(["Personallista utbildning, uttag 2026-11-30"])
    sheet.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(HEADINGS))
    sheet.append([])
    for line in (HEADINGS, *STAFF):
        sheet.append(list(line))
    old = workbook.create_sheet("Gammal")
    for line in (HEADINGS, *STAFF[:2]):
        old.append(list(line))
    old.sheet_state = "hidden"
    return saved(workbook)
