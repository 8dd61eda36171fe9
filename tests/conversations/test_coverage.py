"""The conversations reach every subject, topic, response, rule and outcome, but for a short list with reasons."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tools.player.coverage import Part, coverage, outdated, read_reasons, unexplained
from tools.player.guide_server import GuideServer
from tools.player.playing import Played
from tools.player.script import Conversation
from tools.player.stored import events_of

FEWEST = 120
MOST_REASONS = 29
TITLES = "utter_meaning_"  # of choices; which of them come up changes with every training
# The names that are fixed: a guide that lost one would not notice by its own lists.
SUBJECTS = """
    refusal_to_assess refusal_to_reassess refusal_to_issue_plan plan_contents placement refusal_to_amend ceasing_plan
    carrying_out_duties sen_provision health_provision social_care_provision joint_commissioning disability_discrimination
    exclusion home_to_school_transport school_admission
""".split()  # noqa: SIM905
TOPICS = """
    disagreement_resolution dr_scope dr_when dr_voluntary dr_independence mediation mediation_scope dr_or_mediation
    mediation_required mediation_timescale mediation_attendance cost confidentiality certificate certificate_how
    certificate_timescale mediation_adviser contact appeal_how appeal_deadline appeal_late tribunal effect_on_appeal
    partial_agreement after_mediation single_route_of_redress independent_advice complaint principles young_person
    ehc_plan request_assessment hearing prepare_mediation
""".split()  # noqa: SIM905
REASONS = read_reasons()


@pytest.fixture(scope="module")
def parts(guide: GuideServer, conversations: list[Conversation], play_once: Callable[[Conversation], Played]) -> dict[str, Part]:
    """What all conversations reach."""
    senders = [play_once(conversation).sender for conversation in conversations]
    return {part.title: part for part in coverage(events_of(guide.stored, senders))}


def test_there_are_conversations_enough(conversations: list[Conversation]) -> None:
    assert len(conversations) >= FEWEST


def test_every_subject_is_understood_in_some_conversation(parts: dict[str, Part]) -> None:
    heard = {branch.partition(":")[0] for branch in parts["branches"].reached}
    assert set(SUBJECTS) <= heard, sorted(set(SUBJECTS) - heard)


def test_every_topic_is_answered_in_some_conversation(parts: dict[str, Part]) -> None:
    wanted = {f"utter_faq/{topic}" for topic in TOPICS}
    assert wanted <= parts["responses"].reached, sorted(wanted - parts["responses"].reached)


def test_nothing_is_unreached_without_a_reason(parts: dict[str, Part]) -> None:
    assert not unexplained(parts.values(), REASONS)


def test_every_reason_is_still_needed(parts: dict[str, Part]) -> None:
    lasting = [reason for reason in REASONS if not reason.pattern.startswith(TITLES)]
    assert not outdated(list(parts.values()), lasting)


def test_reasons_are_few_and_say_something() -> None:
    assert len(REASONS) <= MOST_REASONS
    assert all(len(reason.why.split()) >= 5 for reason in REASONS)
    assert all(reason.pattern.strip("*") for reason in REASONS)
