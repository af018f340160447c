"""Charts drawn from shapes: each takes figures of a release and gives a Drawing."""

from reports.charts.change import ChangeTexts, change_chart
from reports.charts.intervals import IntervalRow, IntervalTexts, interval_charts
from reports.charts.map import MapTexts, map_chart
from reports.charts.palette import Voice
from reports.charts.profile import ProfileChart
from reports.charts.ranking import RankingChart, RankingHeadings
from reports.charts.rows import Axis, ChangeRow, ChartMark, ChartPoint, ChartRow, RankedRow
from reports.charts.strips import StripChart
from reports.charts.svg import to_svg

__all__ = [
    "Axis",
    "ChangeRow",
    "ChangeTexts",
    "ChartMark",
    "ChartPoint",
    "ChartRow",
    "IntervalRow",
    "IntervalTexts",
    "MapTexts",
    "ProfileChart",
    "RankedRow",
    "RankingChart",
    "RankingHeadings",
    "StripChart",
    "Voice",
    "change_chart",
    "interval_charts",
    "map_chart",
    "to_svg",
]
