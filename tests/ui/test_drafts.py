from bot.domain.ids import UserId
from bot.domain.songs import SongRequest
from bot.ui.drafts import Draft, DraftId, Drafts
from tests.support.orders import ADA, BEN, MODEL


def draft(idea: str) -> Draft:
    return Draft(ADA.user_id, SongRequest(model=MODEL, idea=idea), private=False)


def test_a_draft_is_found_by_its_author_alone() -> None:
    drafts: Drafts[Draft] = Drafts()
    draft_id = drafts.keep(draft("rain"))
    assert drafts.find(draft_id, ADA.user_id) == draft("rain")
    assert drafts.find(draft_id, BEN.user_id) is None
    assert drafts.find(DraftId("0000000000"), UserId(11)) is None


def test_the_oldest_draft_gives_way() -> None:
    drafts: Drafts[Draft] = Drafts(capacity=2)
    first, *rest = [drafts.keep(draft(idea)) for idea in ("a", "b", "c")]
    assert drafts.find(first, ADA.user_id) is None
    assert all(drafts.find(draft_id, ADA.user_id) for draft_id in rest)
