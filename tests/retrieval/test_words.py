"""Words: the same as pyvi's, though the decoding is not; the real pyvi is asked."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus import Corpus
from retrieval.text.crf import ModelError, read_model
from retrieval.text.numbers import with_numerals
from retrieval.text.pyvi_model import known_model, pyvi_folder
from retrieval.text.segmenter import Segmenter
from retrieval.text.syllables import tokens
from retrieval.text.words import dictionary_words, ends_by, plain_words, word_ends

QUESTIONS = Path(__file__).parents[1] / "questions"
WORDS = [" ".join(word) for word in dictionary_words()[::50]]


def assert_same(text: str) -> None:
    sequence = with_numerals(tokens(text))
    assert word_ends(sequence) == ends_by(None, sequence), text


def test_every_sentence_of_the_articles_is_cut_as_pyvi_cuts_it(seeds: Corpus) -> None:
    for sentence in seeds.sentences:
        for text in (sentence.text, sentence.text.lower(), sentence.text.title()):
            assert_same(text)


@pytest.mark.parametrize("name", ["open.jsonl", "held_out.jsonl"])
def test_every_question_is_cut_as_pyvi_cuts_it(name: str) -> None:
    for line in (QUESTIONS / name).read_text(encoding="utf-8").splitlines():
        assert_same(json.loads(line)["question"])


@given(
    st.lists(
        st.tuples(st.sampled_from(WORDS), st.sampled_from([str, str.upper, str.title]), st.sampled_from(" ,")),
        min_size=1,
        max_size=20,
    )
)
def test_words_of_the_dictionary_in_any_order_are_cut_as_pyvi_cuts_them(
    drawn: list[tuple[str, type[str], str]],
) -> None:
    assert_same("".join(f"{case(word)}{end} " for word, case, end in drawn))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_is_cut_as_pyvi_cuts_it(text: str) -> None:
    assert_same(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hô\u0323i nghi\u0323 Ngoa\u0323i giao",  # NFD
        "Hội ng\u200bhị Ngoại giao",  # a zero-width space within a syllable: pyvi shatters it
        "học sinh học sinh học",  # words that overlap
        "Σας ΣΑΣ ςσ, ǅ ǆ ½ ² Ⅷ",
    ],
)
def test_odd_texts_are_cut_as_pyvi_cuts_them(text: str) -> None:
    assert_same(text)


def test_another_pyvi_is_not_decoded_here(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(pyvi_folder(), tmp_path / "pyvi"))
    assert known_model(folder) is not None
    with (folder / "models" / "words.txt").open("a", encoding="utf-8") as words:
        words.write("\nhội nghị ngoại")
    assert known_model(folder) is None


def test_a_segmenter_takes_no_other_labels() -> None:
    model = known_model()
    assert model is not None
    with pytest.raises(ValueError, match="labels"):
        Segmenter(type(model)(type(model.weights)(("B", "I"), {}, ()), frozenset(), frozenset()))


@pytest.mark.parametrize("content", [b"", b"lCRF", b"lCRF" + bytes(60), b"GIF8" * 20])
def test_what_is_no_model_is_said_so(content: bytes) -> None:
    with pytest.raises(ModelError):
        read_model(content)


def test_plain_words_are_those_of_pyvi() -> None:
    assert plain_words("Hội nghị Ngoại giao bế mạc") == "Hội_nghị Ngoại_giao bế_mạc"


def test_words_are_cut_without_the_weight_of_scikit_learn() -> None:
    script = (
        "import sys\n"
        "from retrieval.text.syllables import tokens\n"
        "from retrieval.text.words import word_ends\n"
        "print(word_ends(tokens('Hội nghị Ngoại giao')), {'sklearn', 'pyvi'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    assert ran.stdout.strip() == "[2, 2, 4, 4] set()"
