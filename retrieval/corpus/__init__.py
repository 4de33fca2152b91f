"""A folder of articles -> Corpus(conferences, articles, sentences)."""

from retrieval.corpus.model import Article, Conference, Corpus, LeftOut, Sentence
from retrieval.corpus.reader import read_corpus

__all__ = ["Article", "Conference", "Corpus", "LeftOut", "Sentence", "read_corpus"]
