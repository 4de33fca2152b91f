"""Answers given, as long as the buttons under them are to work; and what people think of them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, delete, func, insert, select
from sqlalchemy.orm import Session

from bot.store import Store
from bot.store.people import hashed
from bot.store.tables import AnswerRow, VoteRow
from retrieval.evidence import Said

DAY = 86400.0
# How long the buttons under an answer work, and how long a vote counts.
ANSWER_DAYS, VOTE_DAYS = 30, 365


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What was said to get an answer, and the key of the sentence it began with.

    ``asked`` is the line over the answer that says what was asked, where the question itself was not typed;
    ``language`` what the answer was given in, "" where that is not known.
    """

    chat: int
    said: Said
    shown: str
    asked: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Vote:
    """A person's opinion of a sentence as the answer to a question; ``value`` is 1 or -1."""

    person: int
    question: str
    sentence: str
    quoted: str
    value: int


@dataclass(frozen=True, slots=True)
class Tally:
    """How many found a sentence a good answer to a question, and how many did not."""

    question: str
    sentence: str
    quoted: str
    good: int
    bad: int


class GivenAnswers:
    """Keeps both in the store, and forgets what is too old whenever something new is kept."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def keep(self, token: str, given: GivenAnswer, person: int | None, at: float) -> None:
        """Keep an answer under a token that nobody can guess; ``person`` may have it forgotten."""
        row = {"token": token, "chat": given.chat, "shown": given.shown, "at": at}
        row |= {"said": json.dumps(given.said, ensure_ascii=False), "asked": given.asked, "language": given.language}

        def work(session: Session) -> None:
            session.execute(delete(AnswerRow).where(AnswerRow.at < at - ANSWER_DAYS * DAY))
            session.execute(delete(VoteRow).where(VoteRow.at < at - VOTE_DAYS * DAY))
            session.execute(insert(AnswerRow), [row | {"person": hashed(session, person)}])

        await self._store.run(work)

    async def find(self, token: str, chat: int, at: float) -> GivenAnswer | None:
        """The answer of that token, in the chat it was given in and nowhere else; None when it is too old."""

        def work(session: Session) -> GivenAnswer | None:
            row = session.get(AnswerRow, token)
            if row is None or row.chat != chat or row.at < at - ANSWER_DAYS * DAY:
                return None
            return GivenAnswer(row.chat, tuple(json.loads(row.said)), row.shown, row.asked, row.language)

        return await self._store.run(work)

    async def vote(self, vote: Vote, at: float) -> int:
        """Note a vote in place of the person's last one; the same again takes it back. What stands now: 1, -1 or 0."""

        def work(session: Session) -> int:
            session.execute(delete(VoteRow).where(VoteRow.at < at - VOTE_DAYS * DAY))
            person = hashed(session, vote.person)
            row = session.get(VoteRow, (person, vote.question, vote.sentence))
            same = row is not None and row.value == vote.value
            if row is not None:
                session.delete(row)
                session.flush()
            if not same:
                session.add(VoteRow(**_fields(vote), person=person, at=at))
            return 0 if same else vote.value

        return await self._store.run(work)

    async def voted(self, person: int, question: str, sentence: str) -> int:
        """What a person thinks of a sentence as the answer to a question: 1, -1, or 0 for nothing said."""

        def work(session: Session) -> int:
            row = session.get(VoteRow, (hashed(session, person), question, sentence))
            return row.value if row else 0

        return await self._store.run(work)

    async def forget(self, person: int) -> tuple[int, int]:
        """Forget all that is kept of a person; how many answers and how many votes it was."""

        def work(session: Session) -> tuple[int, int]:
            key = hashed(session, person)
            answers = session.scalars(delete(AnswerRow).where(AnswerRow.person == key).returning(AnswerRow.token))
            votes = session.scalars(delete(VoteRow).where(VoteRow.person == key).returning(VoteRow.question))
            return len(answers.all()), len(votes.all())

        return await self._store.run(work)

    async def tallies(self, most: int | None = None) -> Sequence[Tally]:
        """The votes by question and sentence, those found wrong most often first."""
        good, bad = (func.sum(case((VoteRow.value == value, 1), else_=0)) for value in (1, -1))

        def work(session: Session) -> Sequence[Tally]:
            chosen = select(VoteRow.question, VoteRow.sentence, func.max(VoteRow.quoted), good, bad)
            ordered = chosen.group_by(VoteRow.question, VoteRow.sentence).order_by(bad.desc(), good.desc())
            return [Tally(*row) for row in session.execute(ordered.limit(most))]

        return await self._store.run(work)


def _fields(vote: Vote) -> dict[str, object]:
    return {
        "question": vote.question,
        "sentence": vote.sentence,
        "quoted": vote.quoted,
        "value": vote.value,
    }
