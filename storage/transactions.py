"""All repositories on one connection."""

from storage.actions import SqlActions
from storage.allowances import SqlAllowances, SqlBudgets
from storage.announcements import SqlAnnouncements
from storage.blocks import SqlBlocks
from storage.circuits import SqlCircuits
from storage.connections import Connection
from storage.deliveries import SqlDeliveries
from storage.files import SqlFiles
from storage.filters import SqlFilters
from storage.jam_boards import SqlBoards
from storage.jam_entries import SqlContributions
from storage.jams import SqlJams
from storage.jobs import SqlJobs
from storage.ledger import SqlLedger
from storage.member_choices import SqlMemberChoices
from storage.member_notices import SqlMemberNotices
from storage.notices import SqlChores, SqlNotices
from storage.pledges import SqlPledges
from storage.postings import SqlPostings
from storage.privacy import SqlPrivacy
from storage.records import SqlCreditRequests
from storage.reports import SqlReports
from storage.reviews import SqlReviews
from storage.rules import SqlRules
from storage.server_log import SqlLog
from storage.servers import SqlServers
from storage.song_reports import SqlSongReports
from storage.songs import SqlSongs
from storage.voices import SqlVoices


class SqlTransaction:
    """`Transaction` on a connection. Whoever makes it begins and ends the transaction."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._ledger = SqlLedger(connection)
        self._jobs = SqlJobs(connection)
        self._songs = SqlSongs(connection)
        self._deliveries = SqlDeliveries(connection)
        self._postings = SqlPostings(connection)
        self._files = SqlFiles(connection)
        self._announcements = SqlAnnouncements(connection)
        self._rules = SqlRules(connection)
        self._allowances = SqlAllowances(connection)
        self._budgets = SqlBudgets(connection)
        self._credit_requests = SqlCreditRequests(connection)
        self._log = SqlLog(connection)
        self._actions = SqlActions(connection, self._log)
        self._servers = SqlServers(connection)
        self._blocks = SqlBlocks(connection)
        self._filters = SqlFilters(connection)
        self._reviews = SqlReviews(connection)
        self._song_reports = SqlSongReports(connection)
        self._member_choices = SqlMemberChoices(connection)
        self._member_notices = SqlMemberNotices(connection)
        self._notices = SqlNotices(connection)
        self._chores = SqlChores(connection)
        self._reports = SqlReports(connection)
        self._voices = SqlVoices(connection)
        self._circuits = SqlCircuits(connection)
        self._privacy = SqlPrivacy(connection)
        self._jams = SqlJams(connection)
        self._contributions = SqlContributions(connection)
        self._pledges = SqlPledges(connection)
        self._boards = SqlBoards(connection)

    @property
    def ledger(self) -> SqlLedger:
        """Accounts, holds and lines."""
        return self._ledger

    @property
    def jobs(self) -> SqlJobs:
        """Jobs and their queues."""
        return self._jobs

    @property
    def songs(self) -> SqlSongs:
        """Finished songs."""
        return self._songs

    @property
    def deliveries(self) -> SqlDeliveries:
        """Messages and what has still to be shown."""
        return self._deliveries

    @property
    def postings(self) -> SqlPostings:
        """Messages that show a finished job's card once more."""
        return self._postings

    @property
    def files(self) -> SqlFiles:
        """Files beside songs' audio, and files that are to be removed."""
        return self._files

    @property
    def announcements(self) -> SqlAnnouncements:
        """What the music service announced and was heeded."""
        return self._announcements

    @property
    def rules(self) -> SqlRules:
        """What servers set."""
        return self._rules

    @property
    def allowances(self) -> SqlAllowances:
        """What members were given for the running period."""
        return self._allowances

    @property
    def budgets(self) -> SqlBudgets:
        """Provider credits by server and month."""
        return self._budgets

    @property
    def credit_requests(self) -> SqlCreditRequests:
        """Requests for credits."""
        return self._credit_requests

    @property
    def actions(self) -> SqlActions:
        """What was done by whom."""
        return self._actions

    @property
    def servers(self) -> SqlServers:
        """What servers' managers set besides credits."""
        return self._servers

    @property
    def blocks(self) -> SqlBlocks:
        """Who may not use the bot."""
        return self._blocks

    @property
    def log(self) -> SqlLog:
        """Lines for servers' log channels."""
        return self._log

    @property
    def filters(self) -> SqlFilters:
        """What servers filter."""
        return self._filters

    @property
    def reviews(self) -> SqlReviews:
        """What waits for moderators."""
        return self._reviews

    @property
    def song_reports(self) -> SqlSongReports:
        """Members' reports about songs."""
        return self._song_reports

    @property
    def member_choices(self) -> SqlMemberChoices:
        """What members chose for themselves."""
        return self._member_choices

    @property
    def member_notices(self) -> SqlMemberNotices:
        """What single members have to be told."""
        return self._member_notices

    @property
    def notices(self) -> SqlNotices:
        """What people must be told once."""
        return self._notices

    @property
    def chores(self) -> SqlChores:
        """What is done from time to time."""
        return self._chores

    @property
    def reports(self) -> SqlReports:
        """What was used."""
        return self._reports

    @property
    def voices(self) -> SqlVoices:
        """Reusable singing voices."""
        return self._voices

    @property
    def circuits(self) -> SqlCircuits:
        """Whether the music service answers."""
        return self._circuits

    @property
    def privacy(self) -> SqlPrivacy:
        """What is kept about people."""
        return self._privacy

    @property
    def jams(self) -> SqlJams:
        """Jams, their people and their jobs."""
        return self._jams

    @property
    def contributions(self) -> SqlContributions:
        """What people write for jams, and how they vote on it."""
        return self._contributions

    @property
    def pledges(self) -> SqlPledges:
        """Credits set aside for jams."""
        return self._pledges

    @property
    def boards(self) -> SqlBoards:
        """Messages of jams, and what has to be told about them."""
        return self._boards
