"""What a programme gave, for those who pay for it: a report, and four pages for a council."""

from reports.sections.effects.council import COUNCIL_PAGES, council_sections
from reports.sections.effects.report import effect_sections, effect_title

__all__ = ["COUNCIL_PAGES", "council_sections", "effect_sections", "effect_title"]
