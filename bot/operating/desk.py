"""The operator's desk: what their commands, signals and the folder itself work with, made once for a bot."""

from dataclasses import dataclass

from bot.answering import Answering
from bot.operating.reloads import Reloads
from bot.settings import Settings
from bot.store import Store
from bot.store.corpus_journal import CorpusJournal


@dataclass(frozen=True, slots=True)
class Desk:
    """`operators` are user ids."""

    operators: tuple[int, ...]
    journal: CorpusJournal
    reloads: Reloads

    @classmethod
    def of(cls, settings: Settings, answering: Answering, store: Store) -> "Desk":
        """A desk over the folders of the settings."""
        journal = CorpusJournal(store)
        return cls(settings.admin_ids, journal, Reloads(settings.seeds_dir, settings.data_dir, answering, journal))
