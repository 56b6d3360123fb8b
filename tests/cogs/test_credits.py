from tests.support.stage import Stage, job_of


async def test_a_newcomer_sees_the_credits_to_start_with(stage: Stage) -> None:
    answer = await stage.driver.command(member="fresh", channel="songs", name="credits balance")
    assert answer.message.ephemeral
    (embed,) = answer.message.embeds
    assert [(field.name, field.value) for field in embed.fields] == [
        ("Available", "30"),
        ("Reserved", "0"),
    ]
    assert "**+30** to start with" in (embed.description or "")


async def test_lines_lead_to_the_songs(stage: Stage) -> None:
    card = await stage.order()
    assert await stage.balance("ada") == (16, 14)
    await stage.message_of(card)
    await stage.finish(card)
    answer = await stage.driver.command(member="ada", channel="songs", name="credits balance")
    description = answer.message.embeds[0].description or ""
    assert f"**−14** song {job_of(card)} · [card](https://discord.com/channels/" in description
    assert f"/{card.channel_id}/{card.id})" in description
    assert await stage.balance("ada") == (16, 0)
