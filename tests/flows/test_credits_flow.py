import csv
import io

import pytest

from tests.support.sandbox import OptionValue
from tests.support.sandbox_views import SeenMessage
from tests.support.scene import PRICE, Scene

pytestmark = pytest.mark.flow


async def _use(scene: Scene, user: str, name: str, /, **options: OptionValue) -> SeenMessage:
    answer = await scene.driver.command(member=user, channel="songs", name=name, options=options)
    return await scene.driver.settled(answer.message)


async def test_credits_are_given_between_members(scene: Scene) -> None:
    async with scene.bot():
        await _use(scene, "Olga", "server gifts", allowed=True)
        await _use(scene, "Mika", "mod credits grant", member="Ada", amount=20, reason="a prize")
        given = await _use(scene, "Ada", "credits give", member="Ben", amount=6, reason="thanks")
        assert "gives 6 credits to" in given.content
        assert "114" in await scene.balance("Ada")
        assert "106" in await scene.balance("Ben")


async def test_a_request_outlives_a_restart_and_is_granted(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_ORDER_STARTING_GRANT="3") as bot:
        refused = await scene.order("Ada")
        assert "costs 14 credits and you have 3" in refused.content
        form = (await scene.driver.press(refused, label="Ask", member="Ada")).modal
        asked = await scene.driver.submit(form, {"amount": "11", "reason": "rain"}, member="Ada")
        assert await bot.terminate() == 0
    await scene.driver.wait_until_offline()
    async with scene.bot(JAMBOREE_ORDER_STARTING_GRANT="3"):
        request = asked.message
        form = (await scene.driver.press(request, label="Grant", member="Mika")).modal
        await scene.driver.submit(form, {"reason": "sing!"}, member="Mika")
        decided = await scene.driver.wait_for(
            lambda message: message.id == request.id and not message.labels
        )
        assert "has granted 11 credits" in decided.text
        done = await scene.finished(await scene.order("Ada"))
        assert f"{PRICE} used, 0 left" in done.content


async def test_a_limit_is_refused_with_the_better_role_and_a_time(scene: Scene) -> None:
    async with scene.bot():
        for amount, target in ((1, {}), (10, {"role": "Supporter"})):
            await _use(
                scene, "Olga", "server limits set", measure="per_hour", amount=amount, **target
            )
        assert not (await scene.order("Ada")).ephemeral
        refused = await scene.order("Ada")
        assert refused.ephemeral
        assert "again <t:" in refused.content
        assert "1 an hour for everyone; <@&" in refused.content
        assert "> have 10" in refused.content
        assert "Reference" in refused.content
        for _ in range(2):
            assert not (await scene.order("Ben")).ephemeral


async def test_the_wallet_pays_what_a_member_cannot(scene: Scene) -> None:
    async with scene.bot(JAMBOREE_ORDER_STARTING_GRANT="4"):
        await _use(scene, "Olga", "server wallet", fill=100, pays=True)
        await scene.finished(await scene.order("Ada"))
        wallet = await _use(scene, "Olga", "server wallet")
        fields = {field.name: field.value for field in wallet.embeds[0].fields}
        assert (fields["Available"], fields["Reserved"]) == ("90", "0")
        shown = await scene.balance("Ada")
        assert "pays what you cannot; it has 90" in shown


async def test_what_was_used_is_shown_and_exported(scene: Scene) -> None:
    async with scene.bot():
        await scene.finished(await scene.order("Ada"))
        chart = await _use(scene, "Ada", "credits chart")
        report = await _use(scene, "Mika", "mod report", period="month")
        for answer in (chart, report):
            (picture,) = answer.attachments
            assert (await scene.driver.download(picture)).startswith(b"\x89PNG")
            assert f"in all: {PRICE}" in (picture.description or "")
        export = await _use(scene, "Mika", "mod export", period="everything")
        content = (await scene.driver.download(export.attachments[0])).decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(content, newline="")))
        assert [(row["kind"], row["credits"]) for row in rows] == [
            ("grant", "100"),
            ("capture", str(PRICE)),
        ]
        assert await scene.discrepancies() == ()
