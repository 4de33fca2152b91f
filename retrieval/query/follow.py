"""A question that leans on the one before it: "vậy còn lần 31?", "ở đâu vậy?", "ông ấy cảm ơn những ai?"."""

from dataclasses import replace

from retrieval.query.model import Concept, Kind, Query
from retrieval.query.terms import concept_terms
from retrieval.rank import Settings

_OPEN_KINDS = frozenset({Kind.TOPIC, Kind.WHAT, Kind.COMPARE})


def follow(query: Query, before: Query | None, settings: Settings) -> list[Query]:
    """The ways to read ``query`` after ``before``, the likeliest first; only itself where it stands on its own.

    - A conference alone ("còn lần 31?") asks the same of it: kind and concepts of before.
    - A kind alone ("ở đâu vậy?") asks more of the same event: conference and concepts of before.
    - A pronoun ("ông ấy") brings the person named before.
    - Words that name no conference stay with the one last spoken of, but a question that does not point back may
      also be a new one: a new question is not bent by an old one.
    """
    if before is None:
        return [query]
    if query.pronoun:
        named = tuple(c for c in before.concepts if c.name and not c.text.isdigit())
        query = _with(query, (*query.content, *named) if query.content else query.concepts, settings)
    bare = not query.content or query.implied
    if query.conferences and bare and query.kind in _OPEN_KINDS:
        same = replace(query, kind=before.kind, unit=before.unit, implied=before.implied, expected=before.expected)
        return [_with(same, before.concepts, settings)]
    if query.conferences or query.every or query.which or query.unknown_years:
        return [query]
    here = replace(query, conferences=before.conferences, every=before.every)
    if bare and query.kind not in _OPEN_KINDS and before.content and not before.implied:
        return [_with(here, before.content, settings), here]
    return [here, query] if query.on_topic and not (query.follows or bare) else [here]


def _with(query: Query, concepts: tuple[Concept, ...], settings: Settings) -> Query:
    return replace(query, concepts=concepts, terms=concept_terms(concepts, settings))
