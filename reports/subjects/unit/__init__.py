"""A unit: the people of a part of a tree of workplaces, read by its head.

It has no row in the register yet: a part has a release of its own kind, and a report that is
written from it and from the parts above.
"""

from reports.subjects.unit.material import PartMaterial
from reports.subjects.unit.notice import notice
from reports.subjects.unit.report import part_sections

__all__ = ["PartMaterial", "notice", "part_sections"]
