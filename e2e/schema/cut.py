"""Cuts openai.json and anthropic.json, the schemas that the answers are held against, out of packages of the registry
(README.md).

usage: cut.py --document openai_chat.json      with the packages of e2e/sdk/python installed
"""
import argparse
import json
from pathlib import Path
from typing import Any

import anthropic
import openai
from anthropic.types import Message, MessageTokensCount, ModelInfo, RawMessageStreamEvent
from anthropic.types.shared import ErrorResponse
from openai.types import (
    Batch,
    Completion,
    FileDeleted,
    FileObject,
    ImageEditStreamEvent,
    ImageGenStreamEvent,
    ImagesResponse,
    ModerationCreateResponse,
)
from openai.types.audio import Transcription, TranscriptionStreamEvent, TranscriptionVerbose, Translation, TranslationVerbose
from openai.types.chat import ChatCompletion, ChatCompletionChunk
from openai.types.realtime import RealtimeServerEvent
from openai.types.responses import ResponseStreamEvent
from pydantic import TypeAdapter

# What an answer must satisfy: the document's schema and the SDK's model, where each of them has one.
DOCUMENT = {
    "chat": "CreateChatCompletionResponse",
    "chat.chunk": "CreateChatCompletionStreamResponse",
    "completion": "CreateCompletionResponse",
    "embeddings": "CreateEmbeddingResponse",
    "images": "ImagesResponse",
    "transcription": "CreateTranscriptionResponseJson",
    "transcription.verbose": "CreateTranscriptionResponseVerboseJson",
    "translation": "CreateTranslationResponseJson",
    "translation.verbose": "CreateTranslationResponseVerboseJson",
    "moderation": "CreateModerationResponse",
    "models": "ListModelsResponse",
    "model": "Model",
    "error": "ErrorResponse",
}
SDK = {
    "batch": Batch,
    "chat": ChatCompletion,
    "chat.chunk": ChatCompletionChunk,
    "completion": Completion,
    "file": FileObject,
    "file.deleted": FileDeleted,
    "images": ImagesResponse,
    "images.edit.event": ImageEditStreamEvent,
    "images.event": ImageGenStreamEvent,
    "transcription": Transcription,
    "transcription.verbose": TranscriptionVerbose,
    "transcription.event": TranscriptionStreamEvent,
    "translation": Translation,
    "translation.verbose": TranslationVerbose,
    "moderation": ModerationCreateResponse,
    "realtime.event": RealtimeServerEvent,
    "response.event": ResponseStreamEvent,
}
# What is Anthropic's; its SDK has no model of a page as it comes.
ANTHROPIC = {
    "error": ErrorResponse,
    "message": Message,
    "message.event": RawMessageStreamEvent,
    "message.tokens": MessageTokensCount,
    "model": ModelInfo,
}
ANTHROPIC_BY_HAND = {
    "models": {
        "type": "object",
        "required": ["data", "first_id", "has_more", "last_id"],
        "properties": {
            "data": {"type": "array", "items": {"$ref": "#/$defs/model"}},
            "first_id": {"type": ["string", "null"]},
            "has_more": {"type": "boolean"},
            "last_id": {"type": ["string", "null"]},
        },
    },
}
# What is a part of another entry.
PARTS = {"response": "sdk.response.event.Response"}
SPEECH_USAGE = ["input_tokens", "output_tokens", "total_tokens"]
# Neither package has the events of streamed speech: written by hand from the API's reference.
BY_HAND = {
    "speech.event": {
        "oneOf": [
            {
                "type": "object",
                "required": ["type", "audio"],
                "properties": {"type": {"const": "speech.audio.delta"}, "audio": {"type": "string"}},
            },
            {
                "type": "object",
                "required": ["type", "usage"],
                "properties": {
                    "type": {"const": "speech.audio.done"},
                    "usage": {
                        "type": "object",
                        "required": SPEECH_USAGE,
                        "properties": {name: {"type": "integer"} for name in SPEECH_USAGE},
                    },
                },
            },
        ]
    }
}
WORDS = {
    "$ref", "type", "enum", "const", "properties", "required", "items", "anyOf", "oneOf", "allOf", "not",
    "additionalProperties", "minimum", "maximum", "minItems", "maxItems", "minLength", "maxLength", "pattern",
    "uniqueItems", "prefixItems",
}  # fmt: skip
# What says nothing about a value, or only how a program may read it.
SILENT = {
    "description", "title", "default", "example", "examples", "format", "deprecated", "discriminator", "nullable",
    "readOnly", "writeOnly", "$defs", "externalDocs", "optional",
}  # fmt: skip


def cut(schema: Any, prefix: str) -> Any:
    """The schema in JSON Schema 2020-12: no prose, OpenAPI 3.0's `nullable` as a type or branch of its own."""
    if isinstance(schema, bool):
        return schema
    kept: dict[str, Any] = {}
    for word, value in schema.items():
        if word in SILENT or word.startswith("x-"):
            continue
        if word not in WORDS:
            raise SystemExit(f"a word of schemas that is not known here: {word}")
        if word == "$ref":
            kept[word] = f"#/$defs/{prefix}{value.rsplit('/', 1)[-1]}"
        elif word == "properties":
            kept[word] = {name: cut(one, prefix) for name, one in value.items()}
        elif word in ("items", "not", "additionalProperties"):
            kept[word] = cut(value, prefix)
        elif word in ("anyOf", "oneOf", "allOf", "prefixItems"):
            kept[word] = [cut(one, prefix) for one in value]
        else:
            kept[word] = value
    return nullable(kept) if schema.get("nullable") is True else kept


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if isinstance(schema.get("type"), str) and "enum" not in schema:
        return schema | {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}


def named(schema: Any, found: set[str]) -> set[str]:
    """The names that a schema refers to."""
    if isinstance(schema, dict):
        if isinstance(schema.get("$ref"), str):
            found.add(schema["$ref"].rsplit("/", 1)[-1])
        for value in schema.values():
            named(value, found)
    elif isinstance(schema, list):
        for value in schema:
            named(value, found)
    return found


def from_document(document: dict[str, Any], definitions: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    todo = set(DOCUMENT.values())
    while todo:
        name = todo.pop()
        definitions[f"document.{name}"] = cut(schemas[name], "document.")
        todo |= {one for one in named(schemas[name], set()) if f"document.{one}" not in definitions}


def from_sdk(models: dict[str, Any], definitions: dict[str, Any]) -> None:
    for entry, model in models.items():
        schema = TypeAdapter(model).json_schema()
        for name, one in schema.get("$defs", {}).items():
            definitions[f"sdk.{entry}.{name}"] = cut(one, f"sdk.{entry}.")
        definitions[f"sdk.{entry}"] = cut(schema, f"sdk.{entry}.")


def openai_definitions(document: dict[str, Any]) -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    from_document(document, definitions)
    from_sdk(SDK, definitions)
    for entry in sorted({*DOCUMENT, *SDK}):
        both = [f"document.{DOCUMENT[entry]}"] if entry in DOCUMENT else []
        both += [f"sdk.{entry}"] if entry in SDK else []
        definitions[entry] = {"allOf": [{"$ref": f"#/$defs/{one}"} for one in both]}
    for entry, part in PARTS.items():
        definitions[entry] = {"$ref": f"#/$defs/{part}"}
    return definitions | BY_HAND


def anthropic_definitions() -> dict[str, Any]:
    definitions: dict[str, Any] = {}
    from_sdk(ANTHROPIC, definitions)
    for entry in ANTHROPIC:
        definitions[entry] = {"$ref": f"#/$defs/sdk.{entry}"}
    return definitions | ANTHROPIC_BY_HAND


def write(name: str, source: str, definitions: dict[str, Any]) -> None:
    bundle = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$comment": f"{source}; cut by cut.py, licences in README.md",
        "$defs": dict(sorted(definitions.items())),
    }
    Path(__file__).with_name(name).write_text(json.dumps(bundle, indent=1, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--document", type=Path, required=True)
    document = json.loads(parser.parse_args().document.read_text())
    write(
        "openai.json",
        f"OpenAI's OpenAPI document {document['info']['version']} (revision 498c71d) and the models of"
        f" its Python SDK {openai.VERSION}",
        openai_definitions(document))
    write(
        "anthropic.json",
        f"the models of Anthropic's Python SDK {anthropic.__version__}",
        anthropic_definitions())


if __name__ == "__main__":
    main()
