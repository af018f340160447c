"""Charts drawn from shapes: each takes figures of a release and gives a Drawing."""

from reports.charts.change import ChangeTexts, change_chart
from reports.charts.map import MapTexts, map_chart
from reports.charts.palette import Series
from reports.charts.profile import ProfileChart
from reports.charts.ranking import RankingChart, RankingHeadings
from reports.charts.rows import Axis, ChangeRow, Mark, Point, RankedRow, Row
from reports.charts.svg import to_svg

__all__ = [
    "Axis",
    "ChangeRow",
    "ChangeTexts",
    "MapTexts",
    "Mark",
    "Point",
    "ProfileChart",
    "RankedRow",
    "RankingChart",
    "RankingHeadings",
    "Row",
    "Series",
    "change_chart",
    "map_chart",
    "to_svg",
]
