"""Accounts of staff and leaders, as Flask-Security keeps them. Raters have none.

Only what signing in by a mailed code needs: no password, no address of a machine, no
count of visits.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from flask_security import AsaList, RoleMixin, UserMixin
from sqlalchemy import CheckConstraint, Column, ForeignKey, Table
from sqlalchemy.ext.mutable import MutableList
from sqlalchemy.orm import Mapped, mapped_column, relationship

from feedback.models.base import Base, Id
from feedback.models.people import Department

account_roles = Table(
    "account_role",
    Base.metadata,
    Column("account_id", ForeignKey("account.id"), primary_key=True),
    Column("role_id", ForeignKey("role.id"), primary_key=True),
)


class Role(Base, RoleMixin):
    """A granted role: organiser or admin. Leader and coach follow from the campaign itself."""

    __tablename__ = "role"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    description: Mapped[str] = mapped_column(default="")
    permissions: Mapped[list[str] | None] = mapped_column(MutableList.as_mutable(AsaList()))


class Account(Base, UserMixin):
    """Somebody who can sign in; the same person everywhere, by address."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True)
    active: Mapped[bool] = mapped_column(default=True)
    fs_uniquifier: Mapped[str] = mapped_column(unique=True)

    roles: Mapped[list[Role]] = relationship(secondary=account_roles)  # type: ignore[assignment] # the mixin's list is of its own mixin
    grants: Mapped[list[OrganiserGrant]] = relationship(back_populates="account")


class OrganiserGrant(Base):
    """An organiser's right to run the campaigns of one department."""

    __tablename__ = "organiser_grant"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    department_id: Mapped[UUID] = mapped_column(ForeignKey("department.id"), primary_key=True)

    account: Mapped[Account] = relationship(back_populates="grants")
    department: Mapped[Department] = relationship()


class SignInCode(Base):
    """That a code was mailed, and what became of it; the code itself is stored nowhere.

    `browser` is a hash of what only the browser that asked holds. Without it the code is
    good in each browser that has asked for this address.
    """

    __tablename__ = "sign_in_code"
    __table_args__ = (CheckConstraint("failures >= 0", name="failures_counted"),)

    id: Mapped[Id]
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    issued_at: Mapped[datetime]
    browser: Mapped[str | None]
    failures: Mapped[int] = mapped_column(default=0)
    is_used: Mapped[bool] = mapped_column(default=False)


class UsedAssertion(Base):
    """That an identity provider's assertion signed somebody in, until it would have expired.

    A digest of its own random id: nothing in it says whose it was.
    """

    __tablename__ = "used_assertion"

    digest: Mapped[str] = mapped_column(primary_key=True)
    until: Mapped[datetime] = mapped_column(index=True)
