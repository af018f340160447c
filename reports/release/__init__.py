"""What may be shown about one subject: its types, reading it back, and its exact arithmetic."""

from reports.release.model import (
    DECLARED,
    FORMAT,
    Agreement,
    Block,
    Cell,
    Comments,
    Figures,
    Identified,
    Norm,
    OthersCell,
    Previous,
    PreviousTrait,
    Release,
    SigmaW,
)
from reports.release.reading import read_release

__all__ = [
    "DECLARED",
    "FORMAT",
    "Agreement",
    "Block",
    "Cell",
    "Comments",
    "Figures",
    "Identified",
    "Norm",
    "OthersCell",
    "Previous",
    "PreviousTrait",
    "Release",
    "SigmaW",
    "read_release",
]
