"""How the installation looks: one row, once an administrator has said it."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from feedback.models.base import Base, Name


class StoredAppearance(Base):
    """Name, accent colour and logo; without the row, settings say name and logo."""

    __tablename__ = "appearance"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=1)
    name: Mapped[Name]
    accent: Mapped[str]  # "#1f5c57", lower case; empty for the product's own
    logo: Mapped[bytes] = mapped_column(LargeBinary)  # PNG; empty for none
