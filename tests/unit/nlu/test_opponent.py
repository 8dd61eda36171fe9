"""What is said of each body that a message names, and which of them is taken for the opponent."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
from rasa.engine.storage.resource import Resource
from rasa.nlu.constants import SPACY_DOCS
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu.build import VOCABULARY
from nlu.opponent import OpponentReader, describe_mentions

CONFIG = OpponentReader.get_default_config()


@pytest.fixture(scope="module")
def english() -> Any:
    """The pipeline with our vocabulary."""
    return spacy.load(VOCABULARY)


def bodies(english: Any, text: str) -> list[tuple[str, str]]:
    """The words of each mention, and the body that they name."""
    return [(span.text, span.ent_id_) for span, _ in describe_mentions(english(text), "")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The council said no", [("council", "local_authority")]),
        ("the LA and the school", [("LA", "local_authority"), ("school", "school")]),
        ("our caseworker", [("caseworker", "local_authority")]),
        ("the nursery", [("nursery", "early_years_provider")]),
        ("the academy trust", [("academy trust", "academy")]),
        ("my college", [("college", "post_16_institution")]),
        ("the NHS and the ICB", [("NHS", "health_commissioner"), ("ICB", "health_commissioner")]),
        ("nobody helps", []),
    ],
)
def test_the_vocabulary_names_bodies(english: Any, text: str, found: list[tuple[str, str]]) -> None:
    assert bodies(english, text) == found


def features(english: Any, text: str, label: str = "sen_provision") -> list[set[str]]:
    return [set(names) for _, names in describe_mentions(english(text), label)]


def test_a_mention_is_described_by_its_words_its_neighbours_and_the_label(english: Any) -> None:
    (found,) = features(english, "so the school refuses to help him now and then")
    assert {"body=school", "label=sen_provision", "label+body=sen_provision+school", "words=school"} <= found
    assert {"left1=the", "right1=refuses", "left2=so the", "right2=refuses to"} <= found
    assert {"right=refuses", "right=to", "right=help", "right=him"} <= found
    assert "right=now" not in found
    assert {"first", "last", "mentions=1", "bodies=1", "times=1"} <= found


def test_two_bodies_stand_beside_each_other(english: Any) -> None:
    school, council = features(english, "The school backs us, the council said no")
    assert {"body=school", "beside=local_authority", "first", "mentions=2", "bodies=2"} <= school
    assert {"body=local_authority", "beside=school", "last"} <= council
    assert "last" not in school
    assert "first" not in council


def test_a_body_named_twice_is_one_body(english: Any) -> None:
    first, second = features(english, "the council wrote, and the council refused")
    assert {"times=2", "bodies=1", "mentions=2"} <= first & second
    assert not [name for name in first | second if name.startswith("beside=")]


def test_the_edges_of_a_message_are_marked(english: Any) -> None:
    (found,) = features(english, "school")
    assert {"left1=^", "right1=$", "left2=", "right2="} <= found


# ---------------------------------------------------------------- learning who it is


class Store:
    """A model storage that is a folder."""

    def __init__(self, folder: Any) -> None:
        self._folder = folder

    def write_to(self, resource: Resource) -> Any:
        return self

    read_from = write_to

    def __enter__(self) -> Any:
        return self._folder

    def __exit__(self, *error: object) -> None: ...


def message(english: Any, text: str, opponent: str | None = None, label: str = "sen_provision") -> Message:
    """A training message in which the words of the opponent are marked."""
    found = Message({TEXT: text, INTENT: label, SPACY_DOCS[TEXT]: english(text), "label_ranking": [{"name": label}]})
    if opponent:
        start = text.index(opponent)
        found.set(ENTITIES, [{"entity": "counterparty", "start": start, "end": start + len(opponent)}])
    return found


BACKS = ["the {a} backs us, the {b} refuses", "the {b} refuses, the {a} backs us", "{a} backs him but {b} refuses"]


@pytest.fixture(scope="module")
def taught(english: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[OpponentReader, OpponentReader]:
    """A reader that was taught that who refuses is the opponent, and the same one loaded from what it kept."""
    store = Store(tmp_path_factory.mktemp("opponent"))
    reader = OpponentReader(CONFIG, store, Resource("opponent"))  # type: ignore[arg-type]
    pairs = [("school", "council"), ("council", "school"), ("nursery", "council"), ("college", "school")]
    reader.train(TrainingData([message(english, t.format(a=a, b=b), b) for t in BACKS for a, b in pairs for _ in range(3)]))
    return reader, OpponentReader.load(CONFIG, store, Resource("opponent"), None)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "opponent"),
    [
        ("the school backs us, the council refuses", "local_authority"),
        ("the council backs us, the school refuses", "school"),
        ("the council refuses, the nursery backs us", "local_authority"),
    ],
)
def test_who_refuses_is_the_opponent(
    taught: tuple[OpponentReader, OpponentReader], english: Any, text: str, opponent: str
) -> None:
    for reader in taught:
        (found,) = reader.process([message(english, text)])
        assert [e["value"] for e in found.get(ENTITIES) if e["entity"] == "counterparty"] == [opponent]


def test_an_entity_tells_its_place(taught: tuple[OpponentReader, OpponentReader], english: Any) -> None:
    text = "the school backs us, the council refuses"
    (found,) = taught[1].process([message(english, text)])
    (mark,) = found.get(ENTITIES)
    assert text[mark["start"] : mark["end"]] == "council"
    assert 0.5 <= mark["confidence_entity"] <= 1


def test_words_that_name_no_body_are_plain_entities(taught: tuple[OpponentReader, OpponentReader], english: Any) -> None:
    (found,) = taught[1].process([message(english, "it is a draft plan")])
    assert [(e["entity"], e["value"]) for e in found.get(ENTITIES)] == [("plan_stage", "draft")]


def test_a_message_without_a_doc_stays_as_it_is(taught: tuple[OpponentReader, OpponentReader]) -> None:
    (found,) = taught[1].process([Message({TEXT: "x"})])
    assert found.get(ENTITIES) is None
