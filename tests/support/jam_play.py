"""A jam on the sandbox, played as its members play it: by command, buttons, forms and menus."""

# mutagen says that it has types, but most of its functions have none.
# mypy: allow-untyped-calls

from __future__ import annotations

import io
from dataclasses import dataclass

from mutagen.id3 import ID3

from tests.support.sandbox import Answer, SandboxDriver
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import Scene

PEOPLE = ("Ada", "Ben", "Chloé", "Dieter", "Mika")
"""Five members of the sandbox; Ada hosts."""

SONG_SECONDS = 90.0
"""How long a song may take on a busy machine."""


@dataclass
class JamPlay:
    """One jam, its board in its newest form."""

    driver: SandboxDriver
    host: str
    board_id: int

    @classmethod
    async def start(
        cls,
        driver: SandboxDriver,
        theme: str,
        *,
        host: str = "Ada",
        channel: str = "songs",
        **options: str | int | bool,
    ) -> JamPlay:
        """Begin a jam and wait for its board."""
        answer = await driver.command(
            member=host, channel=channel, name="jam start", options={"theme": theme, **options}
        )
        told = await driver.settled(answer.message)
        assert not told.ephemeral, told.text
        return await cls.found(driver, theme, host=host)

    @classmethod
    async def found(cls, driver: SandboxDriver, theme: str, *, host: str = "Ada") -> JamPlay:
        """Wait for the board of a jam that was begun, which is pinned in its thread."""
        board = await driver.wait_for(
            lambda message: (
                bool(message.components)
                and theme in message.text
                and "hosted by" in message.text
                and message.pinned
            )
        )
        return cls(driver, host, board.id)

    @property
    def board(self) -> SeenMessage:
        """The board as it looks now."""
        return self.driver.known[self.board_id]

    @property
    def thread(self) -> int:
        """The thread's id."""
        return self.board.channel_id

    async def shows(self, *words: str, timeout: float = 20.0) -> SeenMessage:  # noqa: ASYNC109 - as the driver
        """Wait until the board shows all these words."""
        return await self.driver.wait_for(
            lambda message: (
                message.id == self.board_id and all(word in message.text for word in words)
            ),
            timeout=timeout,
        )

    async def offers(self, label: str, timeout: float = 20.0) -> None:  # noqa: ASYNC109 - as the driver
        """Wait until the board has a button whose label begins so."""
        await self.driver.wait_for(
            lambda message: (
                message.id == self.board_id
                and any(each.startswith(label) for each in message.labels)
            ),
            timeout=timeout,
        )

    async def press(self, member: str, label: str) -> Answer:
        """Press a button of the board, as soon as it has it."""
        await self.offers(label)
        return await self.driver.press(self.board, member=member, label=label)

    async def told(self, member: str, label: str) -> str:
        """Press a button and return what its presser is told, alone."""
        answer = await self.press(member, label)
        assert answer.kind == "message", answer
        assert answer.message.ephemeral, answer.message.text
        return answer.message.text

    async def join(self, *members: str) -> None:
        """Let people join."""
        for member in members:
            assert "You are in" in await self.told(member, "Join")

    async def write(self, member: str, text: str, *, label: str = "Add a line") -> SeenMessage:
        """Write what the board's form asks for; returns the private answer."""
        return await self.fill(await self.press(member, label), member, text)

    async def propose(self, member: str, slot: str, text: str) -> SeenMessage:
        """Choose a part and propose something for it; returns the private answer."""
        menu = (await self.press(member, "Add a line")).message
        return await self.fill(await self.driver.select(menu, [slot], member=member), member, text)

    async def fill(self, opened: Answer, member: str, text: str) -> SeenMessage:
        """Send a form with one text in."""
        answer = await self.driver.submit(opened.modal, {"text": text}, member=member)
        return answer.message

    async def pledge(self, member: str, amount: int) -> str:
        """Pledge, and return what one is told."""
        form = (await self.press(member, "Pledge")).modal
        answer = await self.driver.submit(form, {"amount": str(amount)}, member=member)
        return answer.message.text

    async def vote(self, member: str, choice: str) -> str:
        """Vote for the first candidate whose words begin so; returns what the ballot says then."""
        ballot = (await self.press(member, "Vote")).message
        return await self.choose(ballot, member, choice)

    async def turn_ballot(self, member: str, slot: str) -> SeenMessage:
        """Open one's ballots and turn to a part."""
        ballot = (await self.press(member, "Vote")).message
        menu = next(item for item in ballot.controls if "jamballots" in (item.custom_id or ""))
        if slot in {option.value for option in menu.options}:
            await self.driver.select(ballot, [slot], member=member, custom_id=menu.custom_id)
        return self.driver.known[ballot.id]

    async def choose(self, ballot: SeenMessage, member: str, choice: str) -> str:
        """Choose from a ballot that is open; returns what it says then."""
        menu = next(item for item in ballot.controls if "jamvote" in (item.custom_id or ""))
        value = next(
            option.value for option in menu.options if option.label.partition(" · ")[2] == choice
        )
        answer = await self.driver.select(ballot, [value], member=member, custom_id=menu.custom_id)
        assert answer.kind == "update", answer
        return self.driver.known[ballot.id].text

    async def turn(self) -> str:
        """Return whose turn the board shows, by their name."""
        board = await self.shows("'s turn")
        for person in PEOPLE:
            if f"<@{await self.driver.person(person)}>'s turn" in board.text:
                return person
        raise AssertionError(board.text)

    async def songs(self, count: int = 1) -> list[SeenMessage]:
        """Wait until so many finished cards are in the thread, oldest first."""

        def finished() -> list[SeenMessage]:
            return [
                message
                for message in sorted(self.driver.known.values(), key=lambda each: each.id)
                if message.channel_id == self.thread and len(message.attachments) == 2
            ]

        await self.driver.wait_for(lambda _: len(finished()) >= count, timeout=SONG_SECONDS)
        return finished()

    async def authors_in_tags(self, card: SeenMessage) -> list[list[str]]:
        """Download a card's files and return the authors that each names."""
        named = []
        for attachment in card.attachments:
            tags = ID3(io.BytesIO(await self.driver.download(attachment)))
            named.append([str(name) for name in tags["TPE1"].text])
        return named


def charged_and_held(scene: Scene) -> tuple[int, int]:
    """Return how many credits were paid in all, and how many are set aside still."""
    ((paid,),) = scene.query("SELECT sum(amount) FROM holds WHERE state = 'captured'")
    ((held,),) = scene.query("SELECT sum(held) FROM accounts")
    return int(paid), int(held)
