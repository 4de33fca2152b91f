"""The operator's desk: what their commands, signals and the folder itself work with, made once for a bot."""

import time
from dataclasses import dataclass
from pathlib import Path

from bot.answering import Answering
from bot.operating.edits import aside_folder
from bot.operating.guard import Fetcher
from bot.operating.reloads import Reloads
from bot.operating.status import LastError
from bot.settings import Settings
from bot.store import Store
from bot.store.corpus_journal import CorpusJournal
from bot.store.drafts import Drafts
from bot.store.questions import QuestionLog


@dataclass(frozen=True, slots=True)
class Desk:
    """`operators` are user ids; `aside` is the folder where articles are set aside."""

    operators: tuple[int, ...]
    journal: CorpusJournal
    reloads: Reloads
    drafts: Drafts
    fetcher: Fetcher
    aside: Path
    questions: QuestionLog
    last_error: LastError
    started: float
    logs_questions: bool = False

    @classmethod
    def of(cls, settings: Settings, answering: Answering, store: Store, fetcher: Fetcher | None = None) -> "Desk":
        """A desk over the folders of the settings; `fetcher` replaces the way to the internet, in tests."""
        journal = CorpusJournal(store)
        return cls(
            operators=settings.admin_ids,
            journal=journal,
            reloads=Reloads(settings.seeds_dir, settings.data_dir, answering, journal),
            drafts=Drafts(store),
            fetcher=fetcher or Fetcher(),
            aside=aside_folder(settings.data_dir),
            questions=QuestionLog(store, settings.questions_kept_days),
            last_error=LastError(),
            started=time.time(),
            logs_questions=settings.log_questions,
        )
