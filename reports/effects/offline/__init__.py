"""Read a case that others collected: CASE.json with a CSV beside it."""

from reports.effects.offline.case import EffectCase, read_case
from reports.effects.offline.figures import EffectFigure
from reports.effects.offline.kinds import list_figures
from reports.effects.offline.summaries import summarise

__all__ = ["EffectCase", "EffectFigure", "list_figures", "read_case", "summarise"]
