"""`hoinghi ask`: answers as text or as JSON, one question or a line each."""

import json
import sys
from collections.abc import Iterator

from bot.answering import Answered, Answering, Knowledge
from bot.compose import Composer
from bot.settings import Settings
from retrieval.evidence import Conversation


def ask(settings: Settings, question: str | None, as_json: bool) -> int:
    """Answer one question, or those on standard input; a blank line there begins a new conversation."""
    answering = Answering(Knowledge.read(settings.seeds_dir), Composer())
    conversation = Conversation()
    for asked in [question] if question is not None else _lines():
        if question is None and not asked.strip(" \t"):
            conversation = Conversation()
            continue
        answered = answering.answer(asked, conversation)
        conversation = answered.reply.conversation
        print(as_line(asked, answered) if as_json else answered.message.text, flush=True)
        if question is None and not as_json:
            print(flush=True)
    return 0


def as_line(question: str, answered: Answered) -> str:
    """One answer as a JSON object on one line; the question as it was given."""
    fields = {
        "question": question,
        "status": "answered" if answered.found else "not_found",
        "text": answered.message.text,
        "html": answered.message.html,
        "citations": [
            {
                "conference": article.conference,
                "article": article.id,
                "title": article.title,
                "sentence": sentence.text,
                "paragraph": sentence.paragraph,
            }
            for sentence, article in answered.message.cited
        ],
        "took_ms": answered.took_ms,
    }
    return json.dumps(fields, ensure_ascii=False)


def _lines() -> Iterator[str]:
    """Standard input, line by line as it comes, whatever its bytes are."""
    for line in sys.stdin.buffer if sys.stdin else ():  # None when it was closed before we began
        yield line.decode("utf-8", "replace").removesuffix("\n").removesuffix("\r")
