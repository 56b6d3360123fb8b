"""Checks what the bot sent against Discord's published OpenAPI description.

The description is not part of this repository; the environment variable `DISCORD_OPENAPI` holds
its path. It is close to Discord but not exact; `_tolerant` says where it is bent.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError
from pydantic import JsonValue
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from tests.support.sandbox_views import SeenRequest

VARIABLE = "DISCORD_OPENAPI"
"""Names the file with the description."""

_ROOT = "urn:description"
_ANSWERS = "urn:answers"
_FILE_PART = re.compile(r"^files\[(\d+)\]$")
_BIG = 2**32
# Asks for a forum post's first message beside the thread; Discord takes it.
_UNDESCRIBED_QUERY = frozenset({"use_nested_fields"})


@dataclass(frozen=True, slots=True)
class _Operation:
    method: str
    template: str
    pattern: re.Pattern[str]
    body: Draft202012Validator | None
    answers: Mapping[str, Draft202012Validator | None]
    query: frozenset[str]


class Description:
    """An OpenAPI description, ready to check requests."""

    def __init__(self, document: Mapping[str, JsonValue]) -> None:
        bent = _tolerant(document, within_all_of=False)
        registry: Registry[Any] = Registry().with_resources(
            [
                (_ROOT, DRAFT202012.create_resource(bent)),
                (_ANSWERS, DRAFT202012.create_resource(_joined(document))),
            ]
        )
        self._operations = sorted(
            _operations(bent, registry), key=lambda operation: operation.template.count("{")
        )

    def problems(self, request: SeenRequest) -> list[str]:
        """Say what is wrong with a request, in one readable line each."""
        operation = self._find(request)
        name = f"{request.method} {request.route}"
        if operation is None:
            return [f"{name}: Discord describes no such route"]
        found = [
            f"{name}: query parameter {key} is not described"
            for key in request.query
            if key not in operation.query and key not in _UNDESCRIBED_QUERY
        ]
        if request.body is not None or request.parts:
            if operation.body is None:
                found.append(f"{name}: a body is sent where none is described")
            else:
                errors = operation.body.iter_errors({} if request.body is None else request.body)
                found += [f"{name}: {_sentence(error)}" for error in errors]
        return found + [f"{name}: {problem}" for problem in _part_problems(request)]

    def answer_problems(self, request: SeenRequest) -> list[str]:
        """Say what is wrong with the answer that a successful request got."""
        operation = self._find(request)
        status = str(request.status)
        if operation is None or not status.startswith("2"):
            return []
        name = f"the answer to {request.method} {request.route}"
        if status not in operation.answers:
            return [f"{name}: {status} is not described"]
        validator = operation.answers[status]
        if validator is None:
            return []
        return [f"{name}: {_sentence(error)}" for error in validator.iter_errors(request.answer)]

    def check(self, requests: Iterable[SeenRequest]) -> None:
        """Raise `AssertionError` with every problem of every request.

        Requests that the sandbox answered with 404 for want of a route count as problems too.
        """
        found = [problem for request in requests for problem in self.problems(request)]
        if found:
            raise AssertionError("\n".join(dict.fromkeys(found)))

    def _find(self, request: SeenRequest) -> _Operation | None:
        for operation in self._operations:
            if operation.method == request.method and operation.pattern.match(request.path):
                return operation
        return None


def description() -> Description:
    """Give Discord's description; skips the test, saying why, when there is none."""
    path = os.environ.get(VARIABLE)
    if not path:
        pytest.skip(f"{VARIABLE} does not name Discord's OpenAPI description")
    if path not in _LOADED:
        _LOADED[path] = Description(json.loads(Path(path).read_text(encoding="utf-8")))
    return _LOADED[path]


_LOADED: dict[str, Description] = {}


def _operations(document: Mapping[str, JsonValue], registry: Registry[Any]) -> Iterator[_Operation]:
    paths = document["paths"]
    assert isinstance(paths, dict)
    for template, item in paths.items():
        assert isinstance(item, dict)
        for method, operation in item.items():
            if method not in ("get", "put", "post", "patch", "delete"):
                continue
            assert isinstance(operation, dict)
            escaped = re.sub(r"\\\{[^/]+?\\\}", "[^/]+", re.escape(template))
            yield _Operation(
                method.upper(),
                template,
                re.compile(f"^{escaped}$"),
                _body_validator(template, method, operation, registry),
                _answer_validators(template, method, operation, registry),
                frozenset(_query_names(item) + _query_names(operation)),
            )


def _query_names(holder: Mapping[str, JsonValue]) -> list[str]:
    parameters = holder.get("parameters", [])
    assert isinstance(parameters, list)
    return [
        str(parameter["name"])
        for parameter in parameters
        if isinstance(parameter, dict) and parameter.get("in") == "query"
    ]


def _body_validator(
    template: str, method: str, operation: Mapping[str, JsonValue], registry: Registry[Any]
) -> Draft202012Validator | None:
    body = operation.get("requestBody")
    content = body.get("content") if isinstance(body, dict) else None
    if not isinstance(content, dict):
        return None
    # The JSON form also stands for `payload_json` of a multipart body.
    kind = "application/json" if "application/json" in content else next(iter(content))
    return _validator(
        _ROOT, ("paths", template, method, "requestBody", "content", kind, "schema"), registry
    )


def _answer_validators(
    template: str, method: str, operation: Mapping[str, JsonValue], registry: Registry[Any]
) -> dict[str, Draft202012Validator | None]:
    responses = operation.get("responses", {})
    assert isinstance(responses, dict)
    found: dict[str, Draft202012Validator | None] = {}
    for status, response in responses.items():
        has_body = isinstance(response, dict) and "content" in response
        place = ("responses", status, "content", "application/json", "schema")
        found[status] = (
            _validator(_ANSWERS, ("paths", template, method, *place), registry)
            if has_body and status != "204"
            else None
        )
    return found


def _validator(root: str, place: tuple[str, ...], registry: Registry[Any]) -> Draft202012Validator:
    pointer = "/".join(part.replace("~", "~0").replace("/", "~1") for part in place)
    quoted = pointer.replace("{", "%7B").replace("}", "%7D").replace("@", "%40")
    return Draft202012Validator({"$ref": f"{root}#/{quoted}"}, registry=registry)


def _joined(schema: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """Copy a description with unions whose branches may overlap, as they do for answers."""
    copy: dict[str, JsonValue] = {}
    for key, value in schema.items():
        name = "anyOf" if key == "oneOf" else key
        if isinstance(value, dict):
            copy[name] = _joined(value)
        elif isinstance(value, list):
            copy[name] = [_joined(item) if isinstance(item, dict) else item for item in value]
        else:
            copy[name] = value
    return copy


def _part_problems(request: SeenRequest) -> Iterator[str]:
    declared = _declared(request.body)
    for part in request.parts:
        match = _FILE_PART.match(part.name)
        if match is None:
            yield f"the part {part.name!r} is no files[n]"
        elif match[1] not in declared:
            yield f"the part {part.name!r} is not declared in attachments"


def _declared(value: JsonValue) -> set[str]:
    found: set[str] = set()
    if isinstance(value, dict):
        attachments = value.get("attachments")
        if isinstance(attachments, list):
            found |= {str(item.get("id")) for item in attachments if isinstance(item, dict)}
        for key in ("data", "message"):
            found |= _declared(value.get(key))
    return found


def _tolerant(schema: Mapping[str, JsonValue], *, within_all_of: bool) -> dict[str, JsonValue]:
    """Copy a description, bent to what Discord really takes.

    Ids may be numbers and big numbers text; fields not described are mistakes, but for a few that
    Discord takes and does not describe.
    """
    copy: dict[str, JsonValue] = {}
    for key, value in schema.items():
        if isinstance(value, dict):
            copy[key] = _tolerant(value, within_all_of=False)
        elif isinstance(value, list):
            # Bent branches overlap: an id may fit two of them.
            copy["anyOf" if key == "oneOf" else key] = [
                _tolerant(item, within_all_of=key == "allOf") if isinstance(item, dict) else item
                for item in value
            ]
        else:
            copy[key] = value
    if copy.get("format") == "snowflake":
        return {"anyOf": [{"type": "integer"}, copy]}
    largest = copy.get("maximum")
    if copy.get("format") == "int64" or (isinstance(largest, int) and largest > _BIG):
        return {"anyOf": [copy, {"type": "string", "pattern": "^-?[0-9]+$"}]}
    properties = copy.get("properties")
    if isinstance(properties, dict) and (copy.get("type") == "object" or "type" not in copy):
        _add_undescribed(properties)
        if not within_all_of:
            copy.setdefault("additionalProperties", False)
    return copy


def _add_undescribed(properties: dict[str, JsonValue]) -> None:
    names = set(properties)
    if {"name", "description", "default_member_permissions"} <= names:
        properties.setdefault("nsfw", {"type": "boolean"})
    if {"title", "description", "fields"} <= names:
        properties.setdefault("flags", {"type": "integer"})
    if {"id", "filename", "description"} <= names:
        # A kept attachment is sent back as it was received.
        for name in ("content_type", "height", "proxy_url", "size", "spoiler", "url", "width"):
            properties.setdefault(name, {})
    if {"name", "message", "auto_archive_duration"} <= names:
        properties.setdefault("type", {"type": "integer"})
    if {"content", "embeds"} <= names:
        properties.setdefault("tts", {"type": ["boolean", "null"]})


def _sentence(error: ValidationError) -> str:
    deepest = _furthest(error)
    place = ".".join(str(part) for part in deepest.absolute_path) or "the body"
    return f"{place}: {deepest.message[:300]}"


def _furthest(error: ValidationError) -> ValidationError:
    """Go down into the branch of a union that got furthest: the fewest, deepest complaints."""
    while error.context:
        branches: dict[object, list[ValidationError]] = {}
        for inner in error.context:
            branches.setdefault(inner.schema_path[0], []).append(inner)
        best = max(branches.values(), key=_progress)
        error = max(best, key=lambda inner: len(inner.absolute_path))
    return error


def _progress(errors: list[ValidationError]) -> tuple[int, int, int]:
    depth = max(len(error.absolute_path) for error in errors)
    wrong_kind = any(list(error.absolute_path)[-1:] == ["type"] for error in errors)
    wrong_type = any(error.validator == "type" and not error.context for error in errors)
    return (0 if wrong_kind else 1, 0 if wrong_type and depth == 0 else depth, -len(errors))


__all__ = ["VARIABLE", "Description", "description"]
