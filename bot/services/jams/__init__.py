"""Carrying out jams: the rules of `bot.domain.jams` on the database, with orders and payments."""

from bot.services.jams.base import JamTools
from bot.services.jams.composing import JamComposer
from bot.services.jams.saving import JamPace
from bot.services.jams.service import JamService
from bot.services.jams.views import JamViews

__all__ = ["JamComposer", "JamPace", "JamService", "JamTools", "JamViews"]
