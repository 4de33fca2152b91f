"""What stands for a person where only their wish to be forgotten has to find them again."""

import hashlib
import hmac
import secrets

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bot.store.tables import KeyRow

_KEY = "person"


def hashed(session: Session, person: int | None) -> str:
    """The keyed hash of a person's id, "" for nobody; the key is made when it is first needed."""
    if person is None:
        return ""
    key = session.scalar(select(KeyRow.value).where(KeyRow.name == _KEY))
    if key is None:
        key = secrets.token_hex(32)
        session.execute(insert(KeyRow), [{"name": _KEY, "value": key}])
    return hmac.new(bytes.fromhex(key), str(person).encode(), hashlib.sha256).hexdigest()
