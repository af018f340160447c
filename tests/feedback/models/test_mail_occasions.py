"""An occasion is made of parts, kept as text, and given back as the same parts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import Column, MetaData, Table, create_engine, insert, select

from feedback.models import MailOccasion
from feedback.models.mail_occasions import OccasionText

SUBJECT = UUID("0b0c3f5e-4a0b-4a35-9f0c-3a1c4a6f8b11")


def test_an_occasion_tells_what_it_is_about_and_all_that_it_was_made_of() -> None:
    occasion = MailOccasion.of(SUBJECT, date(2026, 12, 4), 3)

    assert occasion == f"{SUBJECT}/2026-12-04/3"
    assert occasion.about == SUBJECT
    assert occasion.parts == (str(SUBJECT), "2026-12-04", "3")


def test_an_occasion_may_be_what_it_is_about_alone() -> None:
    assert MailOccasion.of(SUBJECT).about == SUBJECT
    assert MailOccasion.of(SUBJECT).parts == (str(SUBJECT),)


def test_a_column_gives_an_occasion_back() -> None:
    table = Table("mail", MetaData(), Column("occasion", OccasionText()))
    engine = create_engine("sqlite://")

    with engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table).values(occasion=MailOccasion.of(SUBJECT, 1)))
        kept = connection.scalars(select(table.c.occasion)).one()

    assert isinstance(kept, MailOccasion)
    assert kept.about == SUBJECT
