"""Subscribing: what a place has, what it asked for, and what is said of it."""

from dataclasses import replace

from bot.compose import Composer
from bot.digests.delivery import Digests
from bot.digests.schedule import Rhythm, local
from bot.digests.subscription import Place, Subscription
from bot.digests.wish import Wish
from bot.texts import Phrases


class Desk:
    """Changes subscriptions; the loop is told."""

    def __init__(self, digests: Digests, composer: Composer) -> None:
        self._digests = digests
        self._composer = composer

    async def find(self, place: Place) -> Subscription | None:
        """The subscription of a place, None where it has none."""
        found = await self._digests.subscriptions.find(place)
        return found if found and found.active else None

    async def change(self, place: Place, wish: Wish, language: str) -> Subscription:
        """Subscribe a place, or change what it has: what was not asked for stays."""
        kept = await self._digests.subscriptions.find(place) or Subscription(place, active=False)
        old = kept.schedule
        schedule = replace(
            old,
            rhythm=wish.rhythm or old.rhythm,
            weekday=old.weekday if wish.weekday is None else wish.weekday,
            minute=old.minute if wish.minute is None else wish.minute,
        )
        now = self._digests.clock.now()
        # Who begins to wait for news is told of what comes from now on.
        told = kept.told if kept.waits_for_news else await self._digests.articles.latest()
        due = schedule.next_due(now, kept.last_day, waiting=kept.waits_for_news and kept.due is not None)
        changed = replace(
            kept,
            schedule=schedule,
            silence=wish.silence or kept.silence,
            language=language,
            active=True,
            due=due,
            told=told,
        )
        await self._digests.subscriptions.save(changed)
        self._digests.wake()
        return changed

    async def end(self, place: Place) -> None:
        """No more digests there."""
        await self._digests.subscriptions.end(place)

    def said_of(self, subscription: Subscription) -> list[str]:
        """What a place has, and when the next one comes, in a line each."""
        say = self._composer.phrases(subscription.language)
        when = when_of(subscription, say)
        lines = [say("digest.set", when=when, sound=say(f"digest.{subscription.silence}"))]
        if subscription.due is not None:
            moment = local(subscription.due)
            day = say("date.day", day=f"{moment.day:02}", month=f"{moment.month:02}", year=moment.year)
            weekday = say(f"digest.weekday_{moment.weekday()}")
            lines.append(say("digest.next", hour=_hour(60 * moment.hour + moment.minute), weekday=weekday, day=day))
        return lines


def when_of(subscription: Subscription, say: Phrases) -> str:
    """The schedule in words."""
    schedule = subscription.schedule
    hour = _hour(schedule.minute)
    if schedule.rhythm is Rhythm.NEWS:
        return say("digest.news_when", hour=hour)
    return say(f"digest.{schedule.rhythm}", hour=hour, weekday=say(f"digest.weekday_{schedule.weekday}"))


def _hour(minute: int) -> str:
    return f"{minute // 60}:{minute % 60:02}"
