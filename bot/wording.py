"""What is said in whole sentences: beside the quotes of an answer, and why there is none."""

from collections.abc import Sequence

from bot.display import one_line
from bot.texts import Phrases
from bot.views import day
from retrieval.corpus.model import Conference, Corpus
from retrieval.evidence import Answer, Reason, Refusal

_MOST_NAMED = 12


def notes(answer: Answer, say: Phrases, held: Sequence[Conference]) -> list[str]:
    """What is to be said beside the quotes."""
    lines = []
    if answer.mention:
        lines.append(say("answer.mention", conference=say.conferences([answer.mention.number])))
    if answer.silent:
        lines.append(say("answer.silent", conferences=_named(answer.silent, say)))
    if answer.missing:
        lines.append(_missing(answer.missing, held, say))
    if answer.others:
        lines.append(say("answer.others", conferences=_named(answer.others, say)))
    return [*lines, *records(answer, say)]


def trust(corpus: Corpus, say: Phrases) -> list[str]:
    """In two lines: what the bot knows and how current that is, and that it is nobody's official channel."""
    dates = [article.date for article in corpus.articles if article.date]
    newest = corpus.held[-1].number
    current = {article.date for article in corpus.of_conference(newest)}
    date = day(max(dates, default=None), say)
    key = ("start.newest" if current & {max(dates)} else "start.newest_undated") if dates else "start.undated"
    knows = say("start.knows", conferences=_named(corpus.held, say), articles=len(corpus.articles))
    return [f"{knows} {say(key, number=newest, date=date)}", say("start.trust")]


def records(result: Answer | Refusal, say: Phrases) -> list[str]:
    """What the operator's table knows of the time: never an article's words, and said so."""
    return [_record(each, say) for each in result.records[:_MOST_NAMED]]


def _record(conference: Conference, say: Phrases) -> str:
    name = say.conferences([conference.number])
    if conference.opened and conference.closed:
        opened, closed = day(conference.opened, say), day(conference.closed, say)
        return say("answer.record", conference=name, opened=opened, closed=closed)
    return say("answer.record_year", conference=name, year=conference.year)


def reason(refusal: Refusal, say: Phrases, example: str) -> list[str]:
    """Why there is no answer, in a line or two."""
    match refusal.reason:
        case Reason.EMPTY:
            return [say("refusal.empty", example=example)]
        case Reason.SMALL_TALK:
            return [say("refusal.small_talk", example=example)]
        case Reason.TOO_LONG:
            return [say("refusal.too_long")]
        case Reason.NOT_HELD:
            return [_missing(refusal.missing or refusal.asked, refusal.held, say) or say("refusal.nothing")]
        case Reason.NOT_FOUND:
            return _not_found(refusal, say)


def _not_found(refusal: Refusal, say: Phrases) -> list[str]:
    absent = {each.number for each in refusal.missing}
    asked = [each for each in refusal.asked if each.number not in absent]
    words = ", ".join(f"“{word}”" for each in refusal.sought[:4] if (word := one_line(each, 60)))
    key = ("refusal.sought" if words else "refusal.nothing") + ("_in" if asked else "")
    lines = [say(key, words=words, conferences=_named(asked, say) if asked else "")]
    if refusal.missing:
        lines.append(_missing(refusal.missing, refusal.held, say))
    return lines


def _missing(missing: Sequence[Conference], held: Sequence[Conference], say: Phrases) -> str:
    """Which conferences the corpus does not hold, and which it does."""
    names = _named(missing, say)
    lines = [say("answer.missing", conferences=names)] if names else []
    if held:
        lines.append(say("answer.held", conferences=_named(held, say)))
    return " ".join(lines)


def _named(conferences: Sequence[Conference], say: Phrases) -> str:
    """Conferences as one reads them out; one asked for by a year that nobody knows has no number."""
    numbered = say.conferences(each.number for each in conferences if each.number)
    by_year = say.years(each.year for each in conferences[:_MOST_NAMED] if not each.number and each.year)
    return say.both((numbered, by_year))


def command(name: str, bot: str, alone: bool) -> str:
    """A command as it is to be written: in private by its name, elsewhere with the bot's, of which there may be more.

    >>> command("lich", "hoi_bot", alone=True), command("lich", "hoi_bot", alone=False)
    ('/lich', '/lich@hoi_bot')
    """
    return f"/{name}" if alone else f"/{name}@{bot}"
