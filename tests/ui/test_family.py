"""A song's family as a picture, in words, and everything that it was ordered with."""

import io
from dataclasses import replace

import discord
import pytest
from discord import Locale
from PIL import Image

from bot.domain.ids import IdempotencyKey, SongId
from bot.domain.library import Relative, SongDetails, Visitor
from bot.domain.requests import (
    CoverRequest,
    ExtendRequest,
    MashupRequest,
    RemasterRequest,
    RemasterStrength,
    Request,
    SampleRequest,
    SectionRequest,
    StemParts,
    StemsRequest,
    VocalsRequest,
)
from bot.domain.songs import SongRequest, Voice
from bot.domain.sources import Source
from bot.ui.charts.messages import FamilyTree, Member
from bot.ui.charts.process import ChartPainter
from bot.ui.details import draw_details
from bot.ui.family import family_lines, family_text, family_tree, with_family
from bot.ui.parameters import parameters_of
from tests.support.core_fixture import stored
from tests.support.discord_objects import assert_embed_fits
from tests.support.orders import ADA, GUILD
from tests.support.poisoned import poisoned
from tests.support.reworks import a_song, finished, rework, work
from tests.support.surroundings import Core

ENGLISH = Locale.american_english
SOURCE = Source(song_id=SongId("0123456789"), title="Rain *on* tin")


async def give(core: Core) -> None:
    await core.treasury.grant(
        GUILD,
        ADA.user_id,
        100,
        actor_id=ADA.user_id,
        reason="",
        key=IdempotencyKey("gift"),
    )


async def grown_family(core: Core) -> SongDetails:
    """Let a song be covered, and its cover be extended and mixed with the song itself."""
    song = await a_song(core)
    core.provider.reports = [finished(3)]
    cover = await rework(core, CoverRequest(source=Source.of_song(song.song_id), style="dub"))
    await work(core, 1)
    (covered,) = await core.database.read(lambda tx: tx.songs.of_job(cover.job.job_id))
    core.provider.reports = [finished(4)]
    both = MashupRequest(
        first=Source.of_song(song.song_id), second=Source.of_song(covered.song_id), idea="x"
    )
    mixed = await rework(core, both, key="itx:mix")
    await work(core, 1)
    assert (await stored(core, mixed.job.job_id)).state.terminal
    return await core.library.details(Visitor(GUILD, ADA.user_id), covered.song_id)


async def test_a_family_is_drawn_with_who_is_made_from_whom(core: Core) -> None:
    await give(core)
    details = await grown_family(core)
    tree = family_tree(details, ENGLISH)
    generations = [member.generation for member in tree.members]
    assert sorted(generations) == [-1, 0, 1]
    assert [member.chosen for member in tree.members] == [True, False, False]
    names = {place: member.generation for place, member in enumerate(tree.members)}
    assert sorted((names[elder], names[younger]) for elder, younger in tree.descent) == [
        (-1, 0),
        (-1, 1),
        (0, 1),
    ]
    lines = family_text(details, ENGLISH).splitlines()
    assert lines[0] == "Family tree, elders first:"
    assert [line.count("\u2003") for line in lines[1:]] == [0, 1, 2]
    assert all(member.remark in lines[1 + member.generation + 1] for member in tree.members)
    picture = await ChartPainter().draw(tree)
    assert picture is not None
    image = Image.open(io.BytesIO(picture)).convert("RGB")
    assert image.width == 1200
    assert len(image.getcolors(1_000_000) or []) > 20


async def test_deleted_and_hostile_names_are_only_names(core: Core) -> None:
    await give(core)
    details = await grown_family(core)
    elder, younger = details.family
    gone = replace(elder.song, title="", deleted_at=elder.song.created_at)
    loud = replace(younger.song, title="$x^2$ @everyone **bold**\n<script>" + "y" * 200)
    family = (Relative(gone, elder.generation), Relative(loud, younger.generation))
    changed = replace(details, family=family)
    tree = family_tree(changed, ENGLISH)
    assert tree.members[1].name == "a deleted song"
    assert "\n" not in tree.members[2].name
    assert "<script>" not in family_lines(changed, ENGLISH)
    assert await ChartPainter().draw(tree) is not None
    assert len(family_text(changed, ENGLISH)) <= 1024


async def test_a_large_family_fits(core: Core) -> None:
    members = tuple(
        Member(name="W" * 60, remark="0123456789", generation=number % 7 - 3, chosen=number == 3)
        for number in range(21)
    )
    descent = tuple((number, number + 1) for number in range(6))
    tree = FamilyTree(title="Family", members=members, descent=descent)
    assert await ChartPainter().draw(tree) is not None
    with pytest.raises(ValueError, match="outside the family"):
        FamilyTree(title="Family", members=members, descent=((0, 21),))


def as_long_as_can_be(request: Request) -> SongDetails:
    """Return the details of a song whose every text is as long as it may be, with 20 relatives."""
    details: SongDetails = poisoned(SongDetails, "*" * 4000, deleted_at=None)
    view = replace(details.view, job=replace(details.view.job, request=request))
    song = replace(details.song, deleted_at=None)
    family = tuple(
        Relative(replace(song, song_id=SongId(f"relative{number:02}")), number % 7 - 3)
        for number in range(20)
    )
    return replace(details, song=song, view=view, family=family)


@pytest.mark.parametrize(
    "kind", [SongRequest, CoverRequest, ExtendRequest, MashupRequest, SectionRequest, VocalsRequest]
)
def test_the_family_has_the_room_that_the_details_leave(kind: type[Request]) -> None:
    details = as_long_as_can_be(poisoned(kind, "*" * 4000))
    embed = with_family(draw_details(details, ENGLISH), details, ENGLISH)
    assert_embed_fits(embed)
    lines = (embed.fields[-1].value or "").splitlines()
    assert len(lines) > 5
    assert lines[-1] == "…"


def test_where_there_is_room_the_whole_family_is_told() -> None:
    details = as_long_as_can_be(poisoned(SongRequest, "x"))
    few = replace(details, family=details.family[:3])
    embed = with_family(draw_details(few, ENGLISH), few, ENGLISH)
    assert (embed.fields[-1].value or "").count("↳") == 4
    full = discord.Embed(description="x" * 4096).set_footer(text="y" * 1890)
    assert with_family(full, few, ENGLISH).fields == []


@pytest.mark.parametrize(
    ("request_", "told"),
    [
        (
            ExtendRequest(source=SOURCE, from_seconds=83.0, join=False, length_seconds=60),
            {
                "Made from": "Rain \\*on\\* tin `0123456789`",
                "Joined with its source": "no",
                "From": "1:23",
                "Words": "by the music service, from the idea",
                "Wished length": "1:00",
            },
        ),
        (
            CoverRequest(source=SOURCE, style="dub", closeness=0.25, voice=Voice.FEMALE),
            {"Closeness to its source": "25%", "Voice": "female"},
        ),
        (
            StemsRequest(source=SOURCE, parts=StemParts.EVERY_INSTRUMENT),
            {"Parts": "every instrument"},
        ),
        (RemasterRequest(source=SOURCE, strength=RemasterStrength.HIGH), {"Strength": "high"}),
        (SampleRequest(source=SOURCE, start_seconds=1, end_seconds=6), {"Part": "0:01 – 0:06"}),
        (
            SectionRequest(source=SOURCE, start_seconds=1, end_seconds=6, lyrics="x"),
            {"Part": "0:01 – 0:06", "Joined with its source": "yes"},
        ),
        (
            VocalsRequest(source=Source.of_link("https://x.example/a.mp3"), lyrics="x"),
            {"Made from": "a"},
        ),
        (
            MashupRequest(first=SOURCE, second=SOURCE, weirdness=0.5, instrumental=True),
            {"Weirdness": "50%", "Words": "none: instrumental"},
        ),
        (SongRequest(model="m", idea="x", style_strength=1.0), {"Style strength": "100%"}),
    ],
)
def test_every_parameter_is_told(request_: Request, told: dict[str, str]) -> None:
    assert told.items() <= dict(parameters_of(request_, ENGLISH)).items()
