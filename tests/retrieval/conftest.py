"""What the tests of retrieval share: the articles at hand, read and indexed once."""

from pathlib import Path

import pytest
from hypothesis import settings

from retrieval.corpus import Corpus
from retrieval.search import Searcher

SEEDS = Path(__file__).parents[2] / "seeds"

settings.register_profile("retrieval", deadline=None, max_examples=60)
settings.load_profile("retrieval")


@pytest.fixture(scope="session")
def searcher() -> Searcher:
    return Searcher.open(SEEDS)


@pytest.fixture(scope="session")
def seeds(searcher: Searcher) -> Corpus:
    return searcher.corpus
