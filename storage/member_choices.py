"""What members chose for themselves, in the database."""

from sqlalchemy import bindparam, select

from bot.domain.delivery import Telling
from bot.domain.ids import UserId
from storage.connections import Connection
from storage.dialects import insert_or_update
from storage.tables import member_choices

_TELLING = select(member_choices.c.telling).where(
    member_choices.c.user_id == bindparam("of_member")
)
_TELL_BY = insert_or_update(
    member_choices,
    unique=(member_choices.c.user_id,),
    changes=lambda new: {"telling": new.telling},
)


class SqlMemberChoices:
    """`MemberChoiceRepository` on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def telling(self, user_id: UserId) -> Telling:
        """Return how somebody wants to be told of finished songs; by a reply if they never said."""
        chosen = self._connection.execute(_TELLING, {"of_member": user_id})
        telling: Telling | None = chosen.scalar_one_or_none()
        return telling or Telling.REPLY

    def tell_by(self, user_id: UserId, telling: Telling) -> None:
        """Keep how somebody wants to be told."""
        self._connection.execute(
            _TELL_BY.on(self._connection), {"user_id": user_id, "telling": telling}
        )
