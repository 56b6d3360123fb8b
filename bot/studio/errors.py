"""The provider's refusals as exceptions."""

from __future__ import annotations


class ApiError(Exception):
    """A refusal with the provider's HTTP status, its ``type`` and a text for people.

    ``steps`` tells which step of a one-stop operation failed.
    """

    def __init__(
        self,
        status: int,
        kind: str,
        text: str,
        *,
        retry_after: float | None = None,
        steps: dict[str, object] | None = None,
    ) -> None:
        super().__init__(text)
        self.steps = steps
        self.status = status
        self.kind = kind
        self.text = text
        self.retry_after = retry_after


def invalid(text: str) -> ApiError:
    """A request that breaks a rule of the contract: HTTP 400."""
    return ApiError(400, "validation_error", text)


def not_found(text: str) -> ApiError:
    """Something that is not, or no longer, there: HTTP 404."""
    return ApiError(404, "not_found", text)


def retired(text: str) -> ApiError:
    """An operation that the provider has taken out of service: HTTP 410."""
    return ApiError(410, "endpoint_retired", text)


def forbidden(text: str) -> ApiError:
    """A request that the provider's rules on content refuse: HTTP 403."""
    return ApiError(403, "forbidden", text)
