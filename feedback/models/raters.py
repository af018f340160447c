"""Raters of a campaign, their invitations, and the ballot box.

No table here holds a time, a sequence or an address of a machine. `envelope` has no
column that another table has, so nothing in the schema joins an answer to a person.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Prose
from feedback.models.campaigns import Campaign, Subject
from feedback.models.people import Person


class Rater(Base):
    """A place in a campaign: the number and version that the link is derived from.

    A rater without a person is nameless: whoever draws the code from a box.
    """

    __tablename__ = "rater"
    __table_args__ = (
        UniqueConstraint("campaign_id", "person_id"),
        CheckConstraint("number BETWEEN 0 AND 1099511627775", name="number_has_40_bits"),
    )

    id: Mapped[Id]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    number: Mapped[int] = mapped_column(BigInteger, unique=True)
    link_version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(default="sv")

    campaign: Mapped[Campaign] = relationship()
    person: Mapped[Person | None] = relationship()
    invitations: Mapped[list[Invitation]] = relationship(back_populates="rater")


class RetiredNumber(Base):
    """The number of an erased rater: it finds the page that says why, and nobody's name."""

    __tablename__ = "retired_number"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)


class RetiredLink(Base):
    """What is kept of a link about one subject from close on, for as long as thanks are.

    It is no key of anybody: only whoever has the link itself can find it again.
    """

    __tablename__ = "retired_link"
    __table_args__ = ({"sqlite_with_rowid": False},)

    digest: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), index=True)


class Invitation(Base):
    """One rater's task about one subject."""

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("subject_id", "rater_id"),)

    id: Mapped[Id]
    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"))
    rater_id: Mapped[UUID] = mapped_column(ForeignKey("rater.id"), index=True)
    group: Mapped[str] = mapped_column("rater_group")
    is_withdrawn: Mapped[bool] = mapped_column(default=False)

    subject: Mapped[Subject] = relationship()
    rater: Mapped[Rater] = relationship(back_populates="invitations")


class Draft(Base):
    """A sealed draft; the time of saving lies inside the ciphertext."""

    __tablename__ = "draft"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)
    nonce: Mapped[bytes] = mapped_column(LargeBinary)
    ciphertext: Mapped[bytes] = mapped_column(LargeBinary)


class Answered(Base):
    """The fact that an invitation was answered; deleted at close."""

    __tablename__ = "answered"
    __table_args__ = ({"sqlite_with_rowid": False},)

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    part: Mapped[str] = mapped_column(primary_key=True)


class Declined(Base):
    """The fact that a rater cannot judge the subject, with a reason if one was given."""

    __tablename__ = "declined"

    invitation_id: Mapped[UUID] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(Prose, default="")


class Envelope(Base):
    """A sealed response in the ballot box: a random key, the campaign, and a MAC over them all.

    Only envelopes of older versions lack the MAC, until the worker has vouched for them.
    """

    __tablename__ = "envelope"
    __table_args__ = ({"sqlite_with_rowid": False},)

    id: Mapped[Id]
    campaign_id: Mapped[UUID] = mapped_column(ForeignKey("campaign.id"), index=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    mac: Mapped[bytes | None] = mapped_column(LargeBinary)


class ProgressBand(Base):
    """How many of a protected group have answered, as one of three bands, as of last night."""

    __tablename__ = "progress_band"
    __table_args__ = (CheckConstraint("band IN ('few', 'some', 'many')", name="band_known"),)

    subject_id: Mapped[UUID] = mapped_column(ForeignKey("subject.id"), primary_key=True)
    group: Mapped[str] = mapped_column("rater_group", primary_key=True)
    band: Mapped[str]
