"""The checker of requests, with a small description of our own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import JsonValue

from tests.support.openapi import VARIABLE, Description, description
from tests.support.sandbox_views import SeenPart, SeenRequest

_MESSAGE: dict[str, JsonValue] = {
    "type": "object",
    "properties": {
        "content": {"type": ["string", "null"], "maxLength": 5},
        "embeds": {"type": "array", "items": {"$ref": "#/components/schemas/Embed"}},
        "attachments": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"id": {"$ref": "#/components/schemas/Snowflake"}},
                "required": ["id"],
            },
        },
        "components": {
            "type": "array",
            "items": {
                "oneOf": [
                    {"$ref": "#/components/schemas/Row"},
                    {"$ref": "#/components/schemas/Text"},
                ]
            },
        },
    },
}
_DOCUMENT: dict[str, JsonValue] = {
    "openapi": "3.1.0",
    "paths": {
        "/channels/{channel_id}/messages": {
            "parameters": [{"name": "channel_id", "in": "path"}],
            "post": {
                "parameters": [{"name": "wait", "in": "query"}],
                "requestBody": {
                    "content": {
                        "application/json": {"schema": {"$ref": "#/components/schemas/Message"}},
                        "multipart/form-data": {"schema": {"type": "object"}},
                    }
                },
            },
            "get": {},
        },
        "/users/@me": {
            "get": {
                "responses": {
                    "200": {
                        "content": {
                            "application/json": {
                                "schema": {"type": "object", "required": ["username"]}
                            }
                        }
                    }
                }
            }
        },
        "/users/{user_id}": {"delete": {}},
    },
    "components": {
        "schemas": {
            "Snowflake": {"type": "string", "pattern": "^[0-9]+$", "format": "snowflake"},
            "Message": _MESSAGE,
            "Embed": {
                "type": "object",
                "properties": {
                    "title": {"type": "string"},
                    "description": {"type": "string"},
                    "fields": {"type": "array"},
                },
            },
            "Row": {
                "type": "object",
                "properties": {
                    "type": {"const": 1},
                    "label": {"type": "string", "maxLength": 3},
                },
                "required": ["type", "label"],
            },
            "Text": {
                "type": "object",
                "properties": {"type": {"const": 10}, "content": {"type": "string"}},
                "required": ["type", "content"],
            },
        }
    },
}


def request(
    body: JsonValue = None,
    *,
    method: str = "POST",
    path: str = "/channels/1/messages",
    query: Mapping[str, str] | None = None,
    parts: tuple[str, ...] = (),
    status: int = 200,
    answer: JsonValue = None,
) -> SeenRequest:
    return SeenRequest(
        number=1,
        at=datetime(2026, 1, 1, tzinfo=UTC),
        method=method,
        path=path,
        route=path,
        query=dict(query or {}),
        body=body,
        parts=[SeenPart(name=name, filename="a", content_type=None, size=1) for name in parts],
        status=status,
        answer=answer,
        seconds=0.1,
        authorized=True,
        fault=None,
    )


@pytest.fixture
def small() -> Description:
    return Description(_DOCUMENT)


def test_a_good_request_passes(small: Description) -> None:
    good = request(
        {"content": "hi", "tts": False, "embeds": [{"title": "x", "flags": 0}]},
        query={"wait": "1"},
    )
    small.check([good, request(method="GET", path="/users/@me")])


def test_ids_may_be_numbers_or_text(small: Description) -> None:
    small.check([request({"attachments": [{"id": 0}, {"id": "12"}]}, parts=("files[0]",))])
    (problem,) = small.problems(request({"attachments": [{"id": "x"}]}))
    assert "attachments.0.id" in problem


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        (request({"content": "too long"}), "content: 'too long' is too long"),
        (request({"contents": "hi"}), "'contents' was unexpected"),
        (request({}, path="/elsewhere"), "Discord describes no such route"),
        (request({}, method="GET"), "a body is sent where none is described"),
        (request({}, query={"what": "1"}), "query parameter what is not described"),
        (request({}, parts=("files[0]",)), "'files[0]' is not declared in attachments"),
        (request({}, parts=("file",)), "'file' is no files[n]"),
    ],
)
def test_mistakes_are_said(small: Description, bad: SeenRequest, said: str) -> None:
    assert any(said in problem for problem in small.problems(bad))
    with pytest.raises(AssertionError, match=r"^(POST|GET) "):
        small.check([bad])


def test_a_union_reports_the_branch_that_was_meant(small: Description) -> None:
    (problem,) = small.problems(request({"components": [{"type": 1, "label": "long"}]}))
    assert "components.0.label: 'long' is too long" in problem


def test_answers_are_checked_too(small: Description) -> None:
    good = request(method="GET", path="/users/@me", answer={"username": "x"})
    assert small.answer_problems(good) == []
    bad = request(method="GET", path="/users/@me", answer={"id": "1"})
    (problem,) = small.answer_problems(bad)
    assert "'username' is a required property" in problem
    undescribed = request(method="GET", path="/users/@me", status=201)
    assert "201 is not described" in small.answer_problems(undescribed)[0]


def test_without_the_description_the_reason_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(pytest.skip.Exception, match=VARIABLE):
        description()


def test_the_description_is_read_from_its_file(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "description.json"
    file.write_text('{"paths": {"/users/@me": {"get": {}}}}')
    monkeypatch.setenv(VARIABLE, str(file))
    assert description().problems(request(method="GET", path="/users/@me")) == []
