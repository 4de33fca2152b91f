"""What a reload changed: frozen values, to be put into words elsewhere."""

from dataclasses import dataclass

from retrieval.corpus.model import Article, Corpus


@dataclass(frozen=True, slots=True)
class Understood:
    """How an article that is new or changed was read: the fields inferred, and how many lines were left out."""

    file: str
    inferred: tuple[str, ...]
    left_out: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Changes:
    """From one corpus to the next; files by name."""

    before: Corpus
    after: Corpus
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    understood: tuple[Understood, ...] = ()

    @property
    def none(self) -> bool:
        """Whether the two are the same."""
        return self.before.fingerprint == self.after.fingerprint


@dataclass(frozen=True, slots=True)
class Reloaded:
    """A new corpus is in use. ``golden`` questions were asked of it; ``kept`` tells whether the old one is on disk."""

    changes: Changes
    golden: int
    seconds: float
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Failed:
    """The old corpus stays, and why."""

    reason: str


def changes(before: Corpus, after: Corpus) -> Changes:
    """Compare two corpora by the files of their articles."""
    old, new = ({each.file: each for each in corpus.articles} for corpus in (before, after))
    added = tuple(file for file in new if file not in old)
    changed = tuple(file for file in new if file in old and new[file].text != old[file].text)
    removed = tuple(file for file in old if file not in new)
    counts: dict[str, int] = {}
    for sentence in after.sentences:
        counts[sentence.article] = counts.get(sentence.article, 0) + 1
    understood = tuple(_understood(new[file], counts) for file in (*added, *changed))
    return Changes(before, after, added, changed, removed, understood)


def _understood(article: Article, counts: dict[str, int]) -> Understood:
    inferred = tuple(name for name in article.inferred if getattr(article, name))
    return Understood(article.file, inferred, len(article.left_out), counts.get(article.id, 0))
