"""Say on what machine figures were measured, and whether it was left alone meanwhile."""

from __future__ import annotations

import os
import platform
import timeit
from dataclasses import dataclass
from pathlib import Path

_STAT, _CPUINFO = Path("/proc/stat"), Path("/proc/cpuinfo")
_IDLE = (3, 4)  # idle and waiting for a disk, in the first line of /proc/stat


MOST_FOREIGN = 0.1
"""Figures measured while others used more of the machine than this go into no README."""


@dataclass(frozen=True, slots=True)
class Usage:
    """Seconds of processor time so far: of the whole machine, its idle part, and our own."""

    total: float
    idle: float
    own: float

    @classmethod
    def now(cls) -> Usage:
        """Read the clocks; a system without /proc counts as left alone."""
        own = sum(os.times()[:4])
        if not _STAT.exists():
            return cls(own, 0.0, own)
        ticks = [int(part) for part in _STAT.read_text().split("\n", 1)[0].split()[1:9]]
        per_second = os.sysconf("SC_CLK_TCK")
        idle = sum(ticks[place] for place in _IDLE) / per_second
        return cls(sum(ticks) / per_second, idle, own)

    def foreign_since(self, start: Usage) -> float:
        """Return the share of the machine that others used since `start`, 0 to 1."""
        total = self.total - start.total
        used = total - (self.idle - start.idle) - (self.own - start.own)
        return max(0.0, used / total) if total else 0.0


def describe() -> str:
    """Return processor, cores, Python and today's pace in one line."""
    names = [platform.processor() or platform.machine()]
    if _CPUINFO.exists():
        lines = _CPUINFO.read_text().splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if "model name" in line] or names
    name = f"{os.cpu_count()} cores ({names[0]}), Python {platform.python_version()}"
    return f"{name}, a million additions in {_seconds_of_additions() * 1000:.0f} ms"


def _seconds_of_additions() -> float:
    """Return what a million additions cost now: rented processors change their pace by half."""
    return min(timeit.repeat("for one in range(1_000_000): total += one", "total = 0", number=1))
