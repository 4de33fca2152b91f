"""The product itself as a contestant: a question's text in, the composed message out."""

from pathlib import Path

from bot.answering import Answering, Knowledge
from bot.compose import Composer
from retrieval.corpus.model import Article, Corpus, Sentence
from retrieval.evaluate.speed.contestants import BEST
from retrieval.evaluate.speed.sentences import Course, Question
from retrieval.search import Searcher

_PARAGRAPH, _ARTICLE = 4, 24
_CONFERENCES = (29, 30, 31, 32)


class Answers:
    """Articles of 24 sentences in paragraphs of 4, on four conferences, a quarter of the articles each."""

    def __init__(self, folder: Path, *, composing: bool) -> None:
        """``composing`` tells that the message is wanted, not only the ranking."""
        self._folder = folder
        self._composing = composing

    def build(self, course: Course) -> None:
        """Read, analyse, index; and answer once, so that all that is made once is made."""
        with course.texts.open(encoding="utf-8") as file:
            corpus = corpus_of([line.rstrip("\n") for line in file])
        self._searcher = Searcher(corpus)
        self._answering = Answering(Knowledge(self._searcher), Composer())
        if self._composing:
            self._answering.answer("Hội nghị 29 khai mạc khi nào?")

    def keep(self) -> None:
        """Nothing is kept."""

    def open(self) -> None:
        """Nothing is opened."""

    def ask(self, question: Question) -> list[int]:
        """The places of what is cited, or of the ranking."""
        if self._composing:
            return [sentence.position for sentence, _ in self._answering.answer(question.text).message.cited]
        return [hit.position for hit in self._searcher.ranked(question.text, BEST)]


def corpus_of(sentences: list[str]) -> Corpus:
    """Sentences as if they were articles."""
    articles: list[Article] = []
    found: list[Sentence] = []
    for start in range(0, len(sentences), _ARTICLE):
        texts = sentences[start : start + _ARTICLE]
        number = _CONFERENCES[start * len(_CONFERENCES) // len(sentences)]
        name = f"bai-{start // _ARTICLE}"
        offset = 0
        for at, text in enumerate(texts):
            end = offset + len(text)
            found.append(Sentence(start + at, name, number, 1 + at // _PARAGRAPH, offset, end, text))
            offset = end + 1
        articles.append(Article(name, f"{name}.txt", "\n".join(texts), f"Bài {start // _ARTICLE}", number))
    return Corpus(tuple(articles), tuple(found))
