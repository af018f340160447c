"""Read responses that were collected elsewhere: RESPONSES.csv."""

from reports.answers.offline.faults import ResponsesFileError, RowFault
from reports.answers.offline.reading import OfflineResponses, parse_responses, read_responses
from reports.answers.offline.trees import place_in_tree, read_tree

__all__ = [
    "OfflineResponses",
    "ResponsesFileError",
    "RowFault",
    "parse_responses",
    "place_in_tree",
    "read_responses",
    "read_tree",
]
