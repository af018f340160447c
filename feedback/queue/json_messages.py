"""Messages of the queue as JSON: reading one can only ever name a job and a campaign.

Huey's own way is pickle. Whoever could write into such a queue could run anything in the
worker, which alone holds the seal keys.
"""

from __future__ import annotations

import json
from typing import Any

from huey.registry import Message
from huey.serializer import Serializer


class JsonSerializer(Serializer):
    """Writes messages and plain values as JSON."""

    def _serialize(self, data: object) -> bytes:
        if isinstance(data, Message):
            return json.dumps({"message": data._asdict()}).encode()
        return json.dumps({"value": data}).encode()

    def _deserialize(self, data: bytes) -> object:
        content: dict[str, Any] = json.loads(data)
        if "message" not in content:
            return content["value"]
        fields = content["message"]
        return Message(**{**fields, "args": tuple(fields["args"])})
