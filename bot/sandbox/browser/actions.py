"""Acting as a member: messages, reactions, threads, voice, and using the bot."""

from __future__ import annotations

from dataclasses import replace

from aiohttp import BodyPartReader, web

from bot.sandbox.browser.bodies import (
    CommandUse,
    ComponentUse,
    DirectOpening,
    MemberEdit,
    MemberMessage,
    ModalUse,
    ReactionUse,
    ReadingPlace,
    ThreadStart,
    TypingSign,
    VoiceMove,
)
from bot.sandbox.browser.http import answer, nothing, number, read
from bot.sandbox.browser.people import People
from bot.sandbox.browser.refusals import Refusal
from bot.sandbox.browser.using import Using
from bot.sandbox.cdn import FILE_LIMIT
from bot.sandbox.messages import Origin
from bot.sandbox.model import (
    Attachment,
    Channel,
    ChannelKind,
    Interaction,
    Message,
    Reaction,
    Reading,
)
from bot.sandbox.permissions import Permission
from bot.sandbox.services import Services
from bot.sandbox.wire.channels import ThreadFromMessage
from bot.sandbox.wire.messages import AllowedMentions, MessageBody, MessageReference


class ActionRoutes:
    """What a page does on behalf of its person."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._world = services.world
        self._people = People(services.world)
        self._using = Using(services)

    def add_routes(self, app: web.Application) -> None:
        """Mount the routes."""
        app.router.add_post("/sandbox/interactions/command", self.command)
        app.router.add_post("/sandbox/interactions/autocomplete", self.autocomplete)
        app.router.add_post("/sandbox/interactions/component", self.component)
        app.router.add_post("/sandbox/interactions/modal", self.modal)
        app.router.add_post("/sandbox/uploads", self.upload)
        app.router.add_get("/sandbox/messages", self.history)
        app.router.add_get("/sandbox/pins", self.pins)
        app.router.add_post("/sandbox/messages", self.write)
        app.router.add_patch("/sandbox/messages/{channel}/{message}", self.edit)
        app.router.add_delete("/sandbox/messages/{channel}/{message}", self.delete)
        app.router.add_post("/sandbox/reactions", self.react)
        app.router.add_post("/sandbox/threads", self.start_thread)
        app.router.add_post("/sandbox/direct", self.open_direct)
        app.router.add_post("/sandbox/reading", self.reading)
        app.router.add_post("/sandbox/typing", self.typing)
        app.router.add_post("/sandbox/voice", self.voice)

    async def command(self, request: web.Request) -> web.Response:
        """Use a command."""
        use = await read(request, CommandUse)
        return _begun(self._using.command(use, typing=False))

    async def autocomplete(self, request: web.Request) -> web.Response:
        """Type an option."""
        use = await read(request, CommandUse)
        return _begun(self._using.command(use, typing=True))

    async def component(self, request: web.Request) -> web.Response:
        """Press or choose."""
        return _begun(self._using.component(await read(request, ComponentUse)))

    async def modal(self, request: web.Request) -> web.Response:
        """Send a form."""
        return _begun(self._using.modal(await read(request, ModalUse)))

    async def upload(self, request: web.Request) -> web.Response:
        """Take a file for later use."""
        self._people.user(number(request, "member"))
        part = await (await request.multipart()).next()
        if not isinstance(part, BodyPartReader) or part.name != "file" or not part.filename:
            raise Refusal("One part named file with a file name is needed.")
        filename = part.filename
        content = bytes(await part.read())
        if len(content) > FILE_LIMIT:
            raise Refusal("The file is larger than 10 MiB.", 413)
        stored = self._services.content.store(0, filename, content, ephemeral=True)
        self._world.uploads[stored.id] = stored
        self._world.save(stored)
        return answer(self._services.content.describe(stored), 201)

    async def history(self, request: web.Request) -> web.Response:
        """Give earlier messages of a channel."""
        member = number(request, "member")
        channel = self._people.channel(member, number(request, "channel"))
        limit = min(number(request, "limit", 50), 100)
        before = number(request, "before", 2**63)
        view = self._services.view
        known = [item for item in view.messages(channel, member) if item.id < before]
        return answer([view.message(item) for item in known[-limit:]])

    async def pins(self, request: web.Request) -> web.Response:
        """Give a channel's pinned messages, the newest pin first."""
        member = number(request, "member")
        channel = self._people.channel(member, number(request, "channel"))
        view = self._services.view
        pinned = [
            (message.pinned_at, message)
            for message in view.messages(channel, member)
            if message.pinned_at is not None
        ]
        newest_first = sorted(pinned, key=lambda pin: pin[0], reverse=True)
        return answer([view.message(message) for _, message in newest_first])

    async def write(self, request: web.Request) -> web.Response:
        """Write an ordinary message."""
        body = await read(request, MemberMessage)
        self._people.user(body.member)
        channel = self._people.channel(body.member, body.channel)
        uploads = [self._people.upload(item) for item in body.attachments]
        self._check_writing(body.member, channel, bool(uploads))
        reference = None
        if body.reply_to is not None:
            self._people.message(body.member, channel, body.reply_to)
            reference = MessageReference(message_id=body.reply_to)
        allowed = AllowedMentions(
            parse=["users", "roles", "everyone"], replied_user=body.reply_ping
        )
        message = self._created(
            channel,
            MessageBody(
                content=body.content, message_reference=reference, allowed_mentions=allowed
            ),
            body.member,
            [_for_message(item, channel) for item in uploads],
        )
        return answer(self._services.view.message(message), 201)

    async def edit(self, request: web.Request) -> web.Response:
        """Change one's own message."""
        body = await read(request, MemberEdit)
        channel = self._people.channel(body.member, number(request, "channel"))
        message = self._people.message(body.member, channel, number(request, "message"))
        if message.author_id != body.member:
            raise Refusal("Only one's own messages can be changed.", 403)
        self._services.messages.edit(message, MessageBody(content=body.content), ())
        return answer(self._services.view.message(message))

    async def delete(self, request: web.Request) -> web.Response:
        """Delete or dismiss a message; without a member as a moderator would."""
        channel_id, message_id = number(request, "channel"), number(request, "message")
        if "member" not in request.query:
            message = self._world.message(channel_id, message_id)
            if message is None:
                raise Refusal("There is no such message.", 404)
        else:
            member = number(request, "member")
            channel = self._people.channel(member, channel_id)
            message = self._people.message(member, channel, message_id)
            allowed = self._world.permissions(member, channel)
            own = message.author_id == member or message.visible_to == member
            if not own and not allowed & Permission.MANAGE_MESSAGES:
                raise Refusal("You may not delete this message.", 403)
        self._services.messages.delete(message)
        return nothing()

    async def react(self, request: web.Request) -> web.Response:
        """React or take it back."""
        body = await read(request, ReactionUse)
        self._people.user(body.member)
        channel = self._people.channel(body.member, body.channel)
        message = self._people.message(body.member, channel, body.message)
        reaction = next((it for it in message.reactions if it.emoji_name == body.emoji), None)
        if reaction is None:
            if body.remove:
                return nothing()
            allowed = self._world.permissions(body.member, channel)
            if message.visible_to is not None or not allowed & Permission.ADD_REACTIONS:
                raise Refusal("You may not react here.", 403)
            reaction = Reaction(body.emoji)
            message.reactions.append(reaction)
        present = body.member in reaction.user_ids
        if present is not body.remove:
            return nothing()
        if body.remove:
            reaction.user_ids.remove(body.member)
            if not reaction.user_ids:
                message.reactions.remove(reaction)
        else:
            reaction.user_ids.append(body.member)
        self._world.save(message)
        self._services.announcer.reaction_changed(
            message, reaction, body.member, added=not body.remove
        )
        return nothing()

    async def start_thread(self, request: web.Request) -> web.Response:
        """Start a thread or a forum's post."""
        body = await read(request, ThreadStart)
        self._people.user(body.member)
        channel = self._people.channel(body.member, body.channel)
        wish = ThreadFromMessage(name=body.name)
        threads = self._services.threads
        if channel.kind is ChannelKind.FORUM:
            self._people.channel(body.member, channel.id, Permission.SEND_MESSAGES)
            if not (body.content or "").strip():
                raise Refusal("A forum post needs a first message.")
            new_id = self._world.snowflakes.new()
            thread = threads.start(channel, body.member, wish, thread_id=new_id)
            self._created(thread, MessageBody(content=body.content), body.member, [], new_id)
        else:
            self._people.channel(body.member, channel.id, Permission.CREATE_PUBLIC_THREADS)
            if channel.kind is not ChannelKind.TEXT:
                raise Refusal("Threads cannot be started here.")
            thread = self._thread(channel, body, wish)
        return answer(self._services.view.channel(thread, body.member), 201)

    def _thread(self, channel: Channel, body: ThreadStart, wish: ThreadFromMessage) -> Channel:
        threads = self._services.threads
        if body.message is not None:
            message = self._people.message(body.member, channel, body.message)
            return threads.start_from(message, body.member, wish)
        thread = threads.start(channel, body.member, wish)
        threads.announce_start(channel, thread, body.member)
        if body.content:
            self._created(thread, MessageBody(content=body.content), body.member, [])
        return thread

    async def open_direct(self, request: web.Request) -> web.Response:
        """Open direct messages with the bot."""
        member = self._people.user((await read(request, DirectOpening)).member)
        channel, is_new = self._world.open_direct_channel(member.id)
        if is_new:
            self._services.announcer.channel_created(channel)
        return answer(self._services.view.channel(channel, member.id), 201)

    async def reading(self, request: web.Request) -> web.Response:
        """Remember how far someone has read."""
        body = await read(request, ReadingPlace)
        channel = self._people.channel(body.member, body.channel)
        reading = Reading(body.member, body.channel, body.message)
        self._world.readings[body.member, body.channel] = reading
        self._world.save(reading)
        self._services.announcer.reading_changed(channel, body.member)
        return nothing()

    async def typing(self, request: web.Request) -> web.Response:
        """Show that someone types."""
        body = await read(request, TypingSign)
        self._services.announcer.typing(
            self._people.channel(body.member, body.channel), body.member
        )
        return nothing()

    async def voice(self, request: web.Request) -> web.Response:
        """Join or leave a voice channel."""
        body = await read(request, VoiceMove)
        if body.channel is None:
            for user_id, guild_id in list(self._world.voice):
                if user_id == body.member:
                    self._services.voice.move(guild_id, user_id, None)
            return nothing()
        channel = self._people.channel(body.member, body.channel, Permission.CONNECT)
        if channel.kind is not ChannelKind.VOICE or channel.guild_id is None:
            raise Refusal("That is no voice channel.")
        self._services.voice.move(channel.guild_id, body.member, channel.id)
        return nothing()

    def _check_writing(self, member: int, channel: Channel, with_files: bool) -> None:
        if channel.kind in (ChannelKind.CATEGORY, ChannelKind.FORUM):
            raise Refusal("Messages cannot be written here.")
        in_thread = channel.thread is not None
        needed = [Permission.SEND_MESSAGES_IN_THREADS if in_thread else Permission.SEND_MESSAGES]
        if with_files:
            needed.append(Permission.ATTACH_FILES)
        self._people.channel(member, channel.id, *needed)
        self._services.threads.wake(channel, member)

    def _created(
        self,
        channel: Channel,
        body: MessageBody,
        member: int,
        uploads: list[Attachment],
        message_id: int | None = None,
    ) -> Message:
        return self._services.messages.create(
            channel, body, (), Origin(member, message_id=message_id), uploads=uploads
        )


def _for_message(upload: Attachment, channel: Channel) -> Attachment:
    return replace(upload, channel_id=channel.id, ephemeral=False)


def _begun(interaction: Interaction) -> web.Response:
    return answer({"interaction_id": str(interaction.id)}, 201)
