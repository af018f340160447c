"""Departments and the people of one register: a person is an e-mail address."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id, Name, Prose


class Department(Base):
    """A department or company: what a campaign belongs to, with its contact and controller."""

    __tablename__ = "department"

    id: Mapped[Id]
    name: Mapped[Name] = mapped_column(unique=True)
    controller: Mapped[Name] = mapped_column(default="")
    contact_name: Mapped[Name] = mapped_column(default="")
    contact_phone: Mapped[Name] = mapped_column(default="")
    contact_email: Mapped[Name] = mapped_column(default="")
    data_protection_contact: Mapped[Name] = mapped_column(default="")
    legal_basis: Mapped[str] = mapped_column(Prose, default="")  # the usual one where none is set


class Person(Base):
    """Somebody who leads, rates, coaches or organises; known by an address or a slip's number."""

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("email = lower(email)", name="email_is_folded"),
        CheckConstraint("email IS NOT NULL OR own_number IS NOT NULL", name="can_be_told_apart"),
        UniqueConstraint("department_id", "own_number"),
    )

    id: Mapped[Id]
    email: Mapped[str | None] = mapped_column(unique=True)
    own_number: Mapped[str | None]
    department_id: Mapped[UUID | None] = mapped_column(ForeignKey("department.id"))
    name: Mapped[Name]
    workplace_name: Mapped[Name] = mapped_column(default="")  # tells two of one name apart
    language: Mapped[str] = mapped_column(default="sv")

    department: Mapped[Department | None] = relationship()
