"""Plays the stories of this folder against the rules as they stand, and shows that the gate can go red.

``rasa test`` passes what is broken (a misspelt path, failing stories); so Rasa's story test is called from here and its count
compared with the files. Only the policies are trained, which takes a second; custom actions and understanding have other tests.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa.core.agent import Agent
from rasa.core.policies.rule_policy import InvalidRule
from rasa.core.test import WrongPredictionException
from rasa.core.test import test as play_stories
from rasa.model_training import train_core

FOLDER = Path(__file__).parent
ROOT = Path(__file__).parents[2]

FAILING = """
version: "3.1"
stories:
  - story: goodbye is answered with a greeting
    steps:
      - intent: goodbye
      - action: utter_greet
"""
STAYS_SILENT = """
version: "3.1"
stories:
  - story: a question in the form gets no answer
    steps:
      - intent: refusal_to_assess
      - action: disagreement_form
      - active_loop: disagreement_form
      - intent: faq
      - action: disagreement_form
      - active_loop: disagreement_form
"""
CONTRADICTION = {"rule": "hello again, otherwise", "steps": [{"intent": "greet"}, {"action": "utter_goodbye"}]}


def train_policies(rules: Path, folder: Path) -> Path:
    """A model of config.yml's policies alone, trained in ``folder`` on a file of rules."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    (folder / "config.yml").write_text(yaml.safe_dump({**config, "pipeline": []}), encoding="utf-8")
    model = train_core(str(ROOT / "domain.yml"), str(folder / "config.yml"), str(rules), str(folder / "models"))
    assert model, "Rasa trained nothing"
    return Path(model)


def count(path: Path) -> int:
    """How many stories a file or folder holds.

    Raises:
        FileNotFoundError: there is no such path, or no story in it.
    """
    files = sorted(path.glob("*.yml")) if path.is_dir() else [path]
    number = sum(len(yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]) for file in files)
    if not number:
        raise FileNotFoundError(f"{path}: there is no story")
    return number


def play(agent: Agent, path: Path, results: Path) -> int:
    """Play stories; how many were played and went as written.

    Raises:
        FileNotFoundError: no stories there.
        WrongPredictionException: a story does not go as it is written.
    """
    count(path)
    results.mkdir(exist_ok=True)
    report: dict[str, Any] = asyncio.run(
        play_stories(str(path), agent, out_directory=str(results), fail_on_prediction_errors=True, disable_plotting=True)
    )
    played: dict[str, int] = report["report"]["conversation_accuracy"]
    assert played["correct"] == played["total"]
    return played["correct"]


@pytest.fixture(scope="module", autouse=True)
def no_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Every training is a real one, and leaves the project's own cache alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RASA_CACHE_DIRECTORY", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("RASA_MAX_CACHE_SIZE", "0")
        patch.setenv("RASA_TELEMETRY_ENABLED", "false")
        patch.chdir(ROOT)
        yield


@pytest.fixture(scope="module")
def agent(no_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """The policies of config.yml, trained on data/rules.yml as it is now."""
    return Agent.load(str(train_policies(ROOT / "data" / "rules.yml", tmp_path_factory.mktemp("policies"))))


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.yml")), ids=lambda file: file.stem)
def test_the_talk_goes_as_the_stories_say(file: Path, agent: Agent, tmp_path: Path) -> None:
    assert play(agent, file, tmp_path / "results") == count(file)


def test_all_stories_are_played_from_the_folder(agent: Agent, tmp_path: Path) -> None:
    assert play(agent, FOLDER, tmp_path / "results") == count(FOLDER) >= 40


def test_there_is_a_story_for_each_rule_and_intent() -> None:
    """Each intent of the domain is said in some story, and each action of a rule is expected in one."""
    stories = [s for file in FOLDER.glob("*.yml") for s in yaml.safe_load(file.read_text(encoding="utf-8"))["stories"]]
    steps = [step for story in stories for step in story["steps"]]
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    rules = yaml.safe_load((ROOT / "data" / "rules.yml").read_text(encoding="utf-8"))["rules"]
    actions = {step["action"] for rule in rules for step in rule["steps"] if "action" in step}
    assert set(domain["intents"]) <= {step.get("intent") for step in steps}
    assert actions <= {step.get("action") for step in steps}


# The gate goes red.


@pytest.mark.parametrize("story", [FAILING, STAYS_SILENT], ids=["a wrong answer", "no answer in the form"])
def test_a_failing_story_fails(story: str, agent: Agent, tmp_path: Path) -> None:
    file = tmp_path / "failing.yml"
    file.write_text(story, encoding="utf-8")
    with pytest.raises(WrongPredictionException, match="wrong action"):
        play(agent, file, tmp_path / "results")


def test_one_failing_story_among_good_ones_fails(agent: Agent, tmp_path: Path) -> None:
    for file in FOLDER.glob("*.yml"):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "failing.yml").write_text(FAILING, encoding="utf-8")
    with pytest.raises(WrongPredictionException):
        play(agent, tmp_path, tmp_path / "results")


@pytest.mark.parametrize("path", ["storys", "appeal.yml"])
def test_a_misspelt_path_fails(path: str, agent: Agent, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        play(agent, FOLDER / path, tmp_path / "results")


def test_a_folder_without_stories_fails(agent: Agent, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="no story"):
        play(agent, tmp_path, tmp_path / "results")


def test_the_same_story_written_twice_is_counted_once(agent: Agent, tmp_path: Path) -> None:
    """Rasa drops a repeated story without a word; the count shows it."""
    file = tmp_path / "twice.yml"
    story = FAILING.replace("utter_greet", "utter_goodbye")
    file.write_text(story + story.split("stories:")[1], encoding="utf-8")
    assert play(agent, file, tmp_path / "results") < count(file)


def test_rules_that_contradict_each_other_fail(tmp_path: Path) -> None:
    rules = yaml.safe_load((ROOT / "data" / "rules.yml").read_text(encoding="utf-8"))
    rules["rules"].append(CONTRADICTION)
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    with pytest.raises(InvalidRule, match="hello again, otherwise"):
        train_policies(tmp_path / "rules.yml", tmp_path)


def test_the_same_rules_without_the_contradiction_pass(tmp_path: Path) -> None:
    rules = yaml.safe_load((ROOT / "data" / "rules.yml").read_text(encoding="utf-8"))
    (tmp_path / "rules.yml").write_text(yaml.safe_dump(rules), encoding="utf-8")
    assert train_policies(tmp_path / "rules.yml", tmp_path).exists()
