"""Read responses that were collected elsewhere: RESPONSES.csv."""

from reports.answers.offline.faults import ResponsesFileError, RowFault
from reports.answers.offline.reading import OfflineResponses, parse_responses, read_responses

__all__ = [
    "OfflineResponses",
    "ResponsesFileError",
    "RowFault",
    "parse_responses",
    "read_responses",
]
