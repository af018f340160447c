"""The JSON Schema of survey files, which editors use to complete and to warn."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pydantic.json_schema import GenerateJsonSchema

from surveys.model import Survey

if TYPE_CHECKING:
    from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue
    from pydantic_core import CoreSchema
    from pydantic_core.core_schema import DictSchema


def schema_json() -> str:
    """Return the JSON Schema of a survey file, generated from the model."""
    schema = Survey.model_json_schema(by_alias=True, schema_generator=_ForEditors)
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


class _ForEditors(GenerateJsonSchema):
    """Pydantic's schema, without titles that only repeat keys, and as strict as the loader."""

    def generate(self, schema: CoreSchema, mode: JsonSchemaMode = "validation") -> JsonSchemaValue:
        """Name the dialect, so that editors need not guess it."""
        return {"$schema": self.schema_dialect, **super().generate(schema, mode)}

    def dict_schema(self, schema: DictSchema) -> JsonSchemaValue:
        """Refuse keys of another form, which pydantic's schema would let through."""
        made = super().dict_schema(schema)
        if "patternProperties" in made:
            return {**made, "additionalProperties": False}
        return {**made, "propertyNames": {"pattern": "^[0-9]+$"}}

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002 — pydantic's signature
        """Leave out titles that would only repeat the key."""
        return False
