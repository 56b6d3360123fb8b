"""Orders and jams, and the workers that carry them out."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings

from bot.settings.values import Count, Seconds, area


class OrderSettings(BaseSettings):
    """Orders and credits."""

    model_config = area("JAMBOREE_ORDER_")

    starting_grant: Annotated[int, Field(ge=0, le=1_000_000)] = Field(
        default=100, description="Credits that a new member starts with, in each server."
    )
    model: str = Field(default="", description="Model of orders that name none; empty: newest.")
    usual_seconds: Seconds = Field(
        default=90.0, description="Expected time of a song until some were finished here."
    )
    fair_queue: bool = Field(
        default=True, description="Let turns go round by server and member; else first come."
    )
    user_installs: bool = Field(
        default=False,
        description="Let whoever installed the bot for themselves order where it is no member.",
    )


class SubmitSettings(BaseSettings):
    """The submitter."""

    model_config = area("JAMBOREE_SUBMIT_")

    concurrency: Count = Field(default=3, description="Submissions at the same time.")
    lease_seconds: Seconds = Field(
        default=180.0, description="After so long a submission without result is abandoned."
    )
    backoff_seconds: Seconds = Field(default=5.0, description="First wait when it is busy.")
    backoff_ceiling_seconds: Seconds = Field(default=120.0, description="Longest wait.")
    deadline_seconds: Seconds = Field(
        default=6 * 3600.0, description="An order that could not be sent for so long ends."
    )
    unknown_deadline_seconds: Seconds = Field(
        default=2 * 3600.0, description="An order of unknown fate ends after so long."
    )
    reserve: Annotated[int, Field(ge=0, le=10_000_000)] = Field(
        default=0, description="Orders wait while the provider's balance is below so many credits."
    )
    balance_seconds: Seconds = Field(
        default=300.0, description="So long an answer about the provider's balance is trusted."
    )
    outage_failures: Count = Field(
        default=5, description="So many failed calls in a row mean that the provider is down."
    )
    probe_seconds: Seconds = Field(
        default=5.0, description="First wait before asking a provider that is down."
    )
    probe_ceiling_seconds: Seconds = Field(default=60.0, description="Longest wait.")
    measure_cost: bool = Field(
        default=True,
        description="Read the provider's balance before and after an order that is alone there.",
    )


class PollSettings(BaseSettings):
    """The poller."""

    model_config = area("JAMBOREE_POLL_")

    concurrency: Count = Field(default=10, description="Polls at the same time.")
    most_per_second: Annotated[float, Field(ge=0.1, le=1000)] = Field(
        default=20.0, description="Most polls in a second, however many songs are due."
    )
    adaptive: bool = Field(
        default=True,
        description="Poll when songs usually end, unless one of the next two times is set.",
    )
    first_seconds: Seconds = Field(default=15.0, description="First poll after the submission.")
    interval_seconds: Seconds = Field(default=20.0, description="Time between two polls.")
    lease_seconds: Seconds = Field(
        default=60.0, description="After so long a poll without result is taken over."
    )
    backoff_seconds: Seconds = Field(default=10.0, description="First wait after a failed poll.")
    backoff_ceiling_seconds: Seconds = Field(default=120.0, description="Longest wait.")
    deadline_seconds: Seconds = Field(
        default=1800.0, description="A task that is not finished after so long is given up."
    )
    missing_after_seconds: Seconds = Field(
        default=300.0, description="After so long a task that the service denies is given up."
    )
    late_interval_seconds: Seconds = Field(
        default=900.0, description="Time between two looks at a task that was given up."
    )
    late_deadline_seconds: Seconds = Field(
        default=86400.0, description="After so long nobody looks at a task that was given up."
    )


class CollectSettings(BaseSettings):
    """The collector, which downloads and verifies songs."""

    model_config = area("JAMBOREE_COLLECT_")

    concurrency: Count = Field(default=3, description="Songs fetched at the same time.")
    attempts: Count = Field(default=6, description="Tries before a file counts as missing.")
    lease_seconds: Seconds = Field(
        default=300.0, description="After so long a download without result is taken over."
    )
    backoff_seconds: Seconds = Field(default=5.0, description="First wait after a failed try.")
    backoff_ceiling_seconds: Seconds = Field(default=120.0, description="Longest wait.")


class CourierSettings(BaseSettings):
    """The courier, which draws cards."""

    model_config = area("JAMBOREE_COURIER_")

    concurrency: Count = Field(default=8, description="Messages drawn at the same time.")
    attempts: Count = Field(default=12, description="Tries before a drawing is given up.")
    lease_seconds: Seconds = Field(
        default=180.0, description="After so long a drawing without result is taken over."
    )
    backoff_seconds: Seconds = Field(default=3.0, description="First wait after a failed try.")
    backoff_ceiling_seconds: Seconds = Field(default=300.0, description="Longest wait.")
    card_delay_seconds: Annotated[float, Field(ge=0, le=60)] = Field(
        default=1.0, description="Wait before mere progress is drawn, to draw it once."
    )
    rest_seconds: Annotated[float, Field(ge=0, le=60)] = Field(
        default=3.0, description="Least time between two drawings of one message's progress."
    )
    old_rest_seconds: Annotated[float, Field(ge=2, le=600)] = Field(
        default=10.0,
        description="Least time between two edits in a channel of messages older than an hour.",
    )
    answer_grace_seconds: Seconds = Field(
        default=5.0, description="Time for the first answer before anything else is shown."
    )


class JamSettings(BaseSettings):
    """Jams."""

    model_config = area("JAMBOREE_JAM_")

    shortest_seconds: Seconds = Field(default=600.0, description="Shortest jam.")
    longest_seconds: Seconds = Field(default=604800.0, description="Longest jam.")
    grace_seconds: Seconds = Field(
        default=900.0,
        description="Time to mend what hinders a jam's order, such as an empty pot.",
    )
    retry_seconds: Seconds = Field(
        default=60.0, description="Time between two tries of an order that something hinders."
    )
    look_seconds: Seconds = Field(
        default=300.0, description="After so long an order of which nothing is heard is looked at."
    )
    board_rest_seconds: Annotated[float, Field(ge=0, le=60)] = Field(
        default=3.0, description="Least time between two drawings of a jam's board."
    )
    concurrency: Count = Field(default=4, description="Jams and boards handled at the same time.")
    lease_seconds: Seconds = Field(
        default=180.0, description="After so long a jam or board without result is taken over."
    )
    backoff_seconds: Seconds = Field(default=3.0, description="First wait after a failed drawing.")
    backoff_ceiling_seconds: Seconds = Field(default=300.0, description="Longest wait.")
    attempts: Count = Field(default=12, description="Tries before a drawing is given up.")


class WorkerSettings(BaseSettings):
    """All workers."""

    model_config = area("JAMBOREE_WORKER_")

    idle_seconds: Seconds = Field(
        default=30.0, description="Longest time between two looks at the database."
    )
    stop_seconds: Seconds = Field(
        default=20.0, description="Time to finish the steps in hand when the bot is to stop."
    )
    check_hour: Annotated[int, Field(ge=0, le=23)] = Field(
        default=4, description="Hour (UTC) of the nightly check of the books."
    )
