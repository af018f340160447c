"""Read responses that were collected elsewhere: RESPONSES.csv."""

from reports.answers.offline.faults import Fault, ResponsesFileError
from reports.answers.offline.reading import OfflineResponses, parse_responses, read_responses

__all__ = [
    "Fault",
    "OfflineResponses",
    "ResponsesFileError",
    "parse_responses",
    "read_responses",
]
