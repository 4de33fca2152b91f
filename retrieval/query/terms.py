"""The index terms of concepts: of the words taken over from an earlier question, and of other ways to say a word."""

from collections.abc import Sequence
from functools import lru_cache

from retrieval.query.model import Concept, Form
from retrieval.rank import Settings, term_weight
from retrieval.text.syllables import Token, tokens


def form_of(word: Sequence[Token], *, weight: float = 1.0) -> Form:
    """The tokens as a form of a concept; ``weight`` is what meeting it is worth."""
    return Form(tuple(t.folded for t in word), tuple(t.normal for t in word), tuple(t.sure for t in word), weight)


@lru_cache(maxsize=20_000)
def form_of_phrase(text: str, weight: float = 1.0) -> Form:
    """A phrase of the lexicon as a form of a concept; the same for every question."""
    return form_of(tokens(text), weight=weight)


def concept_terms(concepts: Sequence[Concept], settings: Settings) -> dict[str, float]:
    """The index terms of concepts taken over from an earlier question."""
    return synonym_terms(concepts, settings) | {
        term: term_weight(term, settings) for concept in concepts for term in _form_terms(concept.forms[0])
    }


def synonym_terms(concepts: Sequence[Concept], settings: Settings) -> dict[str, float]:
    """The index terms of the other ways to say each concept."""
    return {
        term: settings.synonyms * term_weight(term, settings)
        for concept in concepts
        for form in concept.forms[0 if not concept.text else 1 :]
        for term in _form_terms(form)
    }


def _form_terms(form: Form) -> list[str]:
    terms = [*form.folded, *("=" + syllable for syllable in form.normal)]
    terms += [f"{a} {b}" for a, b in zip(form.folded, form.folded[1:], strict=False)]
    return [*terms, "_" + " ".join(form.normal)] if len(form.normal) > 1 else terms
