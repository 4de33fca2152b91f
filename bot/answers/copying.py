"""A quotation with its citation, to be copied: by a button where Telegram lets one hold it, else as a block."""

from collections.abc import Sequence

from bot.display import sendable, shorten, utf16_length
from bot.reading.links import deep_link
from bot.texts import Phrases
from bot.views import Block, block_views, source_view
from retrieval.evidence import Quote

# What a copy button holds, and a block in a message with what stands around it.
BUTTON, BLOCK = 256, 3800


def short_copy(quotes: Sequence[Quote], say: Phrases) -> str:
    """The quotations as they are shown, with their sources; "" where a button cannot hold them."""
    views = block_views([Block(quote) for quote in quotes], say, headed=False)
    texts = [("".join(run.text for run in view.shown)).strip() for view in views]
    text = "\n\n".join(_cited(shown, quote, say) for shown, quote in zip(texts, quotes, strict=True))
    return text if 0 < utf16_length(text) <= BUTTON else ""


def long_copy(quotes: Sequence[Quote], say: Phrases) -> str:
    """The sentences whole, with their sources and links; cut where no message could hold them."""
    share = BLOCK // max(1, len(quotes)) - 600
    texts = (shorten(sendable(quote.sentence.text).strip(), max(200, share)) for quote in quotes)
    found = [
        "\n".join(filter(None, (_cited(text, quote, say), _link(quote, say))))
        for text, quote in zip(texts, quotes, strict=True)
    ]
    while len(found) > 1 and utf16_length("\n\n".join(found)) > BLOCK:
        found.pop()
    return shorten("\n\n".join(found), BLOCK // 2) if utf16_length("\n\n".join(found)) > BLOCK else "\n\n".join(found)


def _cited(text: str, quote: Quote, say: Phrases) -> str:
    source = source_view(quote.article, say)
    return f"“{text}”\n{source.conference} · {source.title} · {source.publisher} · {source.date}"


def _link(quote: Quote, say: Phrases) -> str:
    source = source_view(quote.article, say)
    return source.original or deep_link(say.bot, quote.article.id, quote.sentence) or source.link
