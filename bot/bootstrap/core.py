"""Wiring the services."""

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.catalogue import Catalogue, Product
from bot.domain.circuit import CircuitPace
from bot.domain.errors import SetupError
from bot.domain.operations import Operation
from bot.domain.ports import Clock, Database, MusicProvider, PublicFiles, SongArchive
from bot.domain.prices import Price, PriceList
from bot.domain.privacy import Pseudonyms
from bot.patterns import Re2Engine
from bot.services import Services
from bot.services.access import AccessService
from bot.services.accounts import MemberAccounts
from bot.services.balance import BalanceService
from bot.services.blocks import BlockService
from bot.services.cancelling import CancellingService
from bot.services.cards import CardService
from bot.services.credits import CreditService
from bot.services.family import FamilyService
from bot.services.files import FileService
from bot.services.filters import FilterService
from bot.services.generation import GenerationService
from bot.services.jams import JamPace, JamService, JamTools
from bot.services.keeping import KeepingRule, KeepingService
from bot.services.library import LibraryService
from bot.services.member_notices import MemberNoticeService
from bot.services.orders import OrderTerms
from bot.services.outages import CircuitBreaker
from bot.services.privacy import PrivacyService
from bot.services.quoting import QuoteService
from bot.services.reports import ReportService
from bot.services.reviews import ReviewService
from bot.services.rules import RuleService
from bot.services.screening import Screening
from bot.services.server_log import LogService
from bot.services.servers import ServerService
from bot.services.settings_copies import SettingsCopies
from bot.services.settlement import SettlementService
from bot.services.signals import Signals
from bot.services.song_moderation import SongModerationService
from bot.services.songs import SongService
from bot.services.sources import NoPublicFiles, Sources
from bot.services.standings import Standings
from bot.services.treasury import TreasuryService
from bot.services.uploads import UploadService
from bot.services.views import JobViews
from bot.services.voices import VoiceService
from bot.services.wardens import ResultWarden
from bot.settings import JamSettings, Settings, seconds

_BREATH = timedelta(milliseconds=50)
"""Time for the first answer to an order before the work on it begins."""


@dataclass(frozen=True)
class Core:
    """Everything between the ports that more than one part of the program needs."""

    database: Database
    clock: Clock
    signals: Signals
    views: JobViews
    settlement: SettlementService
    screening: Screening
    breaker: CircuitBreaker
    services: Services
    keeping: KeepingService
    jam_tools: JamTools


def build_core(
    settings: Settings,
    catalogue: Catalogue,
    database: Database,
    provider: MusicProvider,
    archive: SongArchive,
    clock: Clock,
    people_secret: str,
    public_files: PublicFiles | None = None,
) -> Core:
    """Wire the services. Without `public_files` the music service can fetch nothing from us.

    `people_secret` is what the pseudonyms of people who were erased are derived from.

    Raises:
        SetupError: the default model is none of the catalogue's.
    """
    signals = Signals(_BREATH)
    spacing = timedelta(seconds=settings.provider.create_interval_seconds)
    usual = seconds(settings.order.usual_seconds)
    breaker = CircuitBreaker(database, clock, signals, _circuit_pace(settings))
    views = JobViews(usual, spacing, settings.order.fair_queue, breaker.down_since, clock.now())
    standings = Standings(database, clock)
    filters = FilterService(database, clock, signals, Re2Engine())
    screening = Screening(database, clock, signals, filters, standings)
    settlement = SettlementService(database, clock, signals, ResultWarden(screening, clock))
    pseudonyms = Pseudonyms(people_secret)
    terms = replace(_terms(settings, catalogue, pseudonyms), screening=screening)
    prices = PriceList({operation: _price(catalogue, operation) for operation in Operation})
    sources = Sources(clock, public_files, _foreign_models(catalogue))
    quotes = QuoteService(database, provider, prices, sources)
    generation = GenerationService(
        database,
        provider,
        settlement,
        views,
        terms,
        clock,
        signals,
        quotes,
    )
    cancelling = CancellingService(database, settlement, views, clock, signals)
    tools = JamTools(
        database=database,
        clock=clock,
        signals=signals,
        generation=generation,
        settlement=settlement,
        accounts=terms.accounts,
        filters=filters,
        catalogue=catalogue,
        prices=prices,
        pace=_jam_pace(settings.jam),
    )
    servers = ServerService(database, clock, signals, standings, terms.models)
    jams = JamService(tools)
    services = Services(
        generation=generation,
        quotes=quotes,
        cancelling=cancelling,
        cards=CardService(database, clock, signals),
        library=LibraryService(database, views, clock),
        songs=SongService(database, clock, signals, archive),
        credits=CreditService(database, clock, terms.accounts),
        treasury=TreasuryService(database, clock, terms.accounts),
        rules=RuleService(database, clock),
        reports=ReportService(database, clock),
        family=FamilyService(database),
        voices=VoiceService(database, generation, clock),
        uploads=UploadService(archive),
        files=FileService(
            database, clock, archive, public_files or NoPublicFiles(), settings.media.link_days
        ),
        servers=servers,
        settings_copies=SettingsCopies(database, clock, servers),
        access=AccessService(standings, clock, user_installs=settings.order.user_installs),
        blocks=BlockService(database, clock, signals, standings),
        log=LogService(database, clock, signals),
        balance=BalanceService(provider, clock),
        filters=filters,
        reviews=ReviewService(database, clock, signals, generation, settlement, servers, archive),
        song_moderation=SongModerationService(database, clock, signals, archive),
        member_notices=MemberNoticeService(database),
        jams=jams,
        privacy=PrivacyService(
            database,
            archive,
            cancelling,
            jams,
            clock,
            signals,
            pseudonyms,
            timedelta(days=settings.privacy.server_days),
        ),
    )
    keeping = KeepingService(database, clock, archive, _keeping_rule(settings))
    return Core(
        database,
        clock,
        signals,
        views,
        settlement,
        screening,
        breaker,
        services,
        keeping,
        tools,
    )


def _jam_pace(settings: JamSettings) -> JamPace:
    return JamPace(
        shortest=seconds(settings.shortest_seconds),
        longest=seconds(settings.longest_seconds),
        grace=seconds(settings.grace_seconds),
        retry=seconds(settings.retry_seconds),
        look=seconds(settings.look_seconds),
        board_rest=seconds(settings.board_rest_seconds),
    )


def _keeping_rule(settings: Settings) -> KeepingRule:
    days, ceiling = settings.media.keep_days, settings.media.ceiling_megabytes
    return KeepingRule(
        song_age=timedelta(days=days) if days else None,
        ceiling_bytes=ceiling * 1024 * 1024 if ceiling else None,
    )


def _circuit_pace(settings: Settings) -> CircuitPace:
    submit = settings.submit
    return CircuitPace(
        submit.outage_failures,
        seconds(submit.probe_seconds),
        seconds(submit.probe_ceiling_seconds),
    )


def _terms(settings: Settings, catalogue: Catalogue, pseudonyms: Pseudonyms) -> OrderTerms:
    return OrderTerms(
        models=_models(catalogue),
        default_model=default_model(settings, catalogue),
        accounts=MemberAccounts(settings.order.starting_grant, pseudonyms),
        producer_models=tuple(
            model.name for model in catalogue.models_for(Operation.PRODUCER_CREATE)
        ),
    )


def default_model(settings: Settings, catalogue: Catalogue) -> str:
    """Return the model of orders that name none.

    Raises:
        SetupError: the setting names none of the catalogue's.
    """
    models = _models(catalogue)
    default = settings.order.model or catalogue.default_for(Operation.CREATE).name
    if default not in models:
        raise SetupError(
            f"The setting JAMBOREE_ORDER_MODEL cannot be used: {default!r} is none of"
            f" {', '.join(models)}."
        )
    return default


def _models(catalogue: Catalogue) -> tuple[str, ...]:
    return tuple(model.name for model in catalogue.models_for(Operation.CREATE))


def _foreign_models(catalogue: Catalogue) -> frozenset[str]:
    """Return the models of the engine whose songs the others cannot work on directly."""
    models = catalogue.models.values()
    return frozenset(model.name for model in models if model.product is Product.PRODUCER)


def _price(catalogue: Catalogue, operation: Operation) -> Price:
    """Return what members pay for an operation: the service's own cost, one credit for one."""
    return Price(
        usual=catalogue.cost(operation),
        with_own_lyrics={
            model.name: catalogue.cost(operation, model.name, own_lyrics=True)
            for model in catalogue.models_for(operation)
        },
        songs=catalogue.offers[operation].songs,
    )
