"""The register of people: one row a person, found again by address or slip's number."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import batched
from typing import TYPE_CHECKING, Final

from sqlalchemy import select

from feedback.models import Person, Unit
