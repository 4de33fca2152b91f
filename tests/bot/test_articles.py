"""Citations that are links, and articles in the chat; only the wire to Telegram is faked."""

import re

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.answering import Answering, Knowledge
from bot.compose import Composer
from bot.display import sendable, utf16_length
from bot.reading.cards import ArticleCards
from bot.reading.links import Place, deep_link, payload, read_payload
from bot.reading.pages import pages_of, split
from bot.reading.shelf import Shelf
from retrieval.corpus.model import Article
from tests.bot.values import NASTY, sentence
from tests.wire import BotMessage, Private, World, parse_html

QUESTION = "Hội nghị Ngoại giao lần thứ 29 bế mạc khi nào?"
PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")
bodies = st.text(max_size=4000) | st.lists(st.sampled_from([*NASTY, ". ", "câu"]), max_size=2000).map("".join)


@pytest.fixture
def an(world: World) -> Private:
    return world.private(1, language="vi")


def links_of(message: BotMessage) -> list[str]:
    return [entity.url for entity in message.entities if entity.type == "text_link" and entity.url]


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize("asked", [QUESTION, "/tomtat 29", "/tomtat tất cả", "/chude ngoại giao kinh tế", "/hoinghi"])
async def test_every_citation_opens_the_bot_at_its_sentence(an: Private, answering: Answering, asked: str) -> None:
    an.send(asked)
    answer = await an.reply()
    links = [link for link in links_of(answer) if link.startswith("https://t.me/")]
    assert links
    for link in links:
        an.follow(link)
        page = await an.reply()
        cited = page.marked("bold")[1]
        assert any(cited.strip() == sendable(s.text) for s in answering.knowledge.corpus.sentences)
        number = int(re.findall(r"ở đoạn (\d+) của trang này", page.text)[0])
        assert cited in page.text.split("\n\n")[number]


@pytest.mark.usefixtures("running")
async def test_an_article_is_read_page_by_page(an: Private, answering: Answering) -> None:
    an.send("/baiviet")
    shelf = await an.reply()
    assert shelf.text.startswith("Bạn muốn đọc bài nào?\n\n1. Hội nghị Ngoại giao lần thứ 32 · ")
    assert shelf.labels == [f"Bài {number}" for number in range(1, 6)]
    longest = max(answering.knowledge.corpus.articles, key=lambda article: len(article.text))
    number = next(line[0] for line in shelf.text.splitlines() if longest.title[:40] in line)
    an.press(shelf, f"Bài {number}")
    read, page = "", await an.reply()
    while True:
        assert page.edited
        read += page.text
        if "Trang sau" not in page.labels:
            break
        an.press(page, "Trang sau")
        page = await an.reply()
    assert all(longest.text[a:b].strip() in read for a, b in longest.paragraphs)
    an.press(page, "Các bài khác")
    assert (await an.reply()).labels == shelf.labels


@pytest.mark.usefixtures("running")
async def test_the_cited_sentence_is_marked_and_found_again(an: Private, world: World, answering: Answering) -> None:
    known = answering.knowledge
    last = known.corpus.sentences[-1]
    an.follow(deep_link("hoi_bot", last.article, last))
    page = await an.reply()
    assert page.marked("bold")[1] == last.text
    if "Trang trước" in page.labels:
        an.press(page, "Trang trước")
        page = await an.reply()
        an.press(page, "Tới câu được trích")
        assert (await an.reply()).marked("bold")[1] == last.text


@pytest.mark.usefixtures("running")
async def test_the_article_as_it_was_published_stays_in_reach(an: Private, answering: Answering) -> None:
    linked = next(article for article in answering.knowledge.corpus.articles if article.link)
    an.follow(deep_link("hoi_bot", linked.id))
    page = await an.reply()
    assert [b.url for row in page.buttons for b in row if b.text == "Bài gốc"] == [linked.link]
    assert linked.link in links_of(page)
    assert "đoạn" not in page.text.splitlines()[3]


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    ("named", "begins"),
    [("32", "“"), ("29", "Bạn muốn đọc"), ("bóng đá", "Tôi không có bài nào"), ("27", "Tôi không có bài nào")],
)
async def test_a_conference_may_be_named(an: Private, named: str, begins: str) -> None:
    an.send(f"/baiviet {named}")
    assert (await an.reply()).text.startswith(begins)


@pytest.mark.usefixtures("running")
async def test_stale_links_and_buttons_say_so(an: Private, answering: Answering) -> None:
    known = answering.knowledge.corpus.articles[0]
    an.start("x" * 64)
    shelf = await an.reply()
    assert shelf.text.startswith("Liên kết này không dẫn tới bài nào.")
    an.start(payload(known.id, sentence("Câu đã bị bỏ.")))
    assert (await an.reply()).text.startswith("Bài này đã thay đổi")
    assert (await an.reply()).text.startswith(known.title)
    an.start(payload("khong-con", sentence("Câu.")))
    assert (await an.reply()).text.startswith("Tôi không còn bài này.")
    assert "1. Hội nghị Ngoại giao lần thứ 32" in (await an.reply()).text
    gone = an.press(shelf, data="bb:AAAAAAAA:0:")
    assert (await gone.answer())["text"].startswith("Tôi không còn bài này.")
    an.press(shelf, data="bb:AAAA:0:")
    await an.reply()
    await an.quiet()


@given(st.text(max_size=300), st.text(max_size=2000))
def test_any_link_keeps_the_limits(article: str, text: str) -> None:
    cited = sentence(text)
    parameter = payload(article, cited)
    assert PARAMETER.fullmatch(parameter)
    place = read_payload(parameter)
    assert place is not None
    assert payload(article) == f"b{place.article}"
    assert read_payload(parameter[:9]) == Place(place.article)


@given(st.text(max_size=80))
def test_any_parameter_is_read(parameter: str) -> None:
    place = read_payload(parameter)
    assert place is None or f"b{place.article}{place.sentence}" == parameter


@given(bodies, st.integers(2, 400))
@hypothesis_settings(deadline=None)
def test_split_loses_nothing(text: str, limit: int) -> None:
    spans = list(split(text, (0, len(text)), limit))
    assert "".join(text[a:b] for a, b in spans) == text
    assert all(0 < utf16_length(text[a:b]) <= limit for a, b in spans)


@given(st.lists(bodies.filter(bool), min_size=1, max_size=6))
@hypothesis_settings(deadline=None, max_examples=60)
def test_any_article_makes_messages_that_telegram_takes(paragraphs: list[str]) -> None:
    text, spans = "", []
    for paragraph in paragraphs:
        spans.append((len(text), len(text) + len(paragraph)))
        text += paragraph + "\n\n"
    article = Article("bai " * 50, "a.txt", text, "Tên bài " * 90, 29, link="https://a.vn/", paragraphs=tuple(spans))
    pages = pages_of(article)
    assert [page.number for page in pages] == list(range(len(pages)))
    for page in pages:
        message, buttons = ArticleCards(Composer()).page(article, page.number, None, "vi")
        assert parse_html(message.html)[0] == message.text
        assert utf16_length(message.text) <= 4096
        carried = [str(b.callback_data or "") for row in buttons.inline_keyboard for b in row]
        assert all(len(each.encode()) <= 64 for each in carried)


def test_a_passage_is_the_paragraph_or_what_stands_around_it(knowledge: Knowledge) -> None:
    shelf = Shelf(knowledge.corpus)
    for each in knowledge.corpus.sentences:
        passage = shelf.passage(each)
        start, end = passage.span
        assert start <= each.start < each.end <= end
        assert len(passage.around) > 1
        assert shelf.sentences(passage.article)[0].article == each.article
        assert passage.within(0).around == ((each.start, each.end),)
        assert len(passage.within(600).around) == 1 or passage.within(600).span[1] - passage.within(600).span[0] <= 600
