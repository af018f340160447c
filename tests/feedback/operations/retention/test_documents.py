"""The protocol, a person's data and the letter are tagged documents, judged by veraPDF."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from feedback.models import Erasure
from feedback.operations.audit_chain import BEGINNING, Link
from feedback.operations.people.own_data import OwnData
from feedback.operations.people.own_parts import OwnPart
from feedback.records import letter_pdf, own_data_pdf, protocol_pdf
from feedback.records.documents import Office
from feedback.text.phrases import Phrase
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

NOW = datetime(2027, 3, 5, 3, 30, tzinfo=UTC)
OFFICE = Office("Testköpings kommun", "Eva Holm, 019-21 10 10", "dso@example.se")
AWKWARD = "Barn- och utbildningsnämndens dokumenthanteringsplan § 44 مرحبا 🙂"


@pytest.mark.parametrize("language", ["sv", "en"])
def test_every_document_is_accessible_and_fit_for_archives(language: str) -> None:
    data = _data(rows=120)
    documents = {
        "protocol": protocol_pdf(
            [_line() for _ in range(60)],
            title=AWKWARD,
            head=Link(17, BEGINNING),
            organisation=OFFICE.organisation,
            now=NOW,
            language=language,
        ),
        "data": own_data_pdf(data, office=OFFICE, language=language),
        "letter": letter_pdf(data, office=OFFICE, language=language),
    }

    found = {
        name: [*faults(content, PDF_UA), *faults(content, PDF_A)]
        for name, content in documents.items()
    }

    assert not any(found.values()), found


def test_a_protocol_of_nothing_says_so() -> None:
    content = protocol_pdf(
        [], title="Skola", head=Link(0, BEGINNING), organisation="K", now=NOW, language="sv"
    )

    assert content.startswith(b"%PDF-")


def _line() -> Erasure:
    return Erasure(
        at=NOW,
        actor="worker",
        kind="addresses",
        count=9,
        ended_on=date(2026, 12, 5),
        days=90,
        decision=AWKWARD,
    )


def _data(*, rows: int) -> OwnData:
    part = OwnPart(
        "mail",
        Phrase("Mails to you"),
        (Phrase("Kind"), Phrase("Campaign"), Phrase("State"), Phrase("Day")),
        tuple(("invitation", AWKWARD, "", "2026-11-30") for _ in range(rows)),
    )
    return OwnData("anna@example.se", "Anna Åkerström-Öhrn مرحبا", (part,))
