"""One turn of the talk: take in what was said, work out what follows, say what is new, and name what to ask next."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.answering import answer, changed_facts, dates, fact_lines, in_its_own_way, whom
from actions.asking import DATE_CHECK, LETTER_CHECK, MATTER_CHECK, NOT_CONTACTED, blocking, to_ask
from actions.clock import today
from actions.england import lives_outside
from actions.heard import Heard
from actions.letter_reading import other_deadlines, told_days
from actions.listening import declined_of, hear
from actions.matter import Matter
from actions.memory import (
    ASKED_TO_FORGET,
    DECLINED,
    LETTER_SAYS,
    NOT_THE_PARENT,
    OTHER_MATTER,
    OUTSIDE,
    SPOKEN_OF,
    STANDING,
    START_OVER,
    TOLD,
    YOUNG_SPEAKER,
    council_of,
    facts_of,
    payload,
    slots_of,
)
from actions.provisional import hanging_dates, holds_back
from actions.rules import Determination, Facts, determine
from actions.rules.determine import counts_from
from actions.rules.facts import DATES
from actions.say import Say
from actions.standing import standing_of
from actions.two_decisions import REASON as TWO
from actions.wording import meaning, phrase, shown
from nlu.spoken_of import spoken_of


@dataclass
class Turn:
    """Where the conversation stands after the last message."""

    facts: Facts
    found: Determination
    declined: set[str]
    check: dict[str, Any] | None
    told: dict[str, Any]
    letter: dict[str, Any] | None = None
    letter_says: dict[str, Any] | None = None
    young: bool = False  # whether the young person writes, and not a parent
    not_the_parent: bool = False  # whether somebody else writes, who may not be a parent in law
    spoken_of: str | None = None  # what was named last before this message
    outside: bool = False  # whether the family lives outside England: then no date is worked out
    standing: str | None = None  # between the decision and the appeal, as was said last
    letter_says_more: bool = False
    problems: list[Say] = field(default_factory=list)
    events: list[EventType] = field(default_factory=list)
    just_declined: set[str] = field(default_factory=set)  # facts that the person has not got, as this message says
    matter: Matter = field(default_factory=lambda: Matter(None))
    likely: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether nothing is missing that decides the answer."""
        if self.outside:
            return False
        held = holds_back(self.check, self.facts) or self.letter
        return self.facts.subject is not None and not blocking(self.found, self.declined) and not held


def take_in(tracker: Tracker, listen: bool = True) -> Turn:
    """Read the last message (unless ``listen`` is False: it was dealt with already) and determine anew."""
    now = today()
    told = tracker.get_slot(TOLD) or {"facts": {}, "answer": None}
    before = facts_of(tracker)
    heard = hear(tracker, now) if listen else _as_it_stands(tracker, before)
    declined = declined_of(tracker)
    of_matter = before.with_(subject=heard.facts.get("subject", before.subject))
    kept, declined = _of_this_matter(of_matter, told["facts"].get("subject"), declined)
    said = kept.with_(**heard.facts)
    facts = settled(said)
    if said.certificate_date and facts.certificate_date is None:
        heard.problems.append(("utter_date_before_letter", {"day": said.certificate_date, "letter": facts.decision_date}))
    if facts.plan_stage == "draft" and facts.subject in ("plan_contents", "placement"):
        facts, heard.check = facts.with_(decision_date=None), None  # the day of a draft starts no clock
    if counts_from(facts.subject) is None:
        heard.check = None  # no time is worked out, so no date needs to be confirmed
        heard.problems = [problem for problem in heard.problems if problem[0] == "utter_subject_help"]
    declined = (declined | heard.declined) - {name for name, v in facts.to_dict().items() if v is not None}
    if facts.adviser_contacted_on or facts.certificate_date:
        declined.discard(NOT_CONTACTED)
    if "adviser_contacted_on" in heard.facts and not facts.certificate_date and "certificate_date" not in heard.declined:
        declined.discard("certificate_date")
    letter_says = heard.letter_says or tracker.get_slot(LETTER_SAYS)
    young = heard.young or bool(tracker.get_slot(YOUNG_SPEAKER))
    turn = Turn(facts, determine(facts, now), declined, heard.check, told, heard.letter, letter_says, young)
    turn.letter_says_more = bool(heard.letter_says)
    turn.just_declined = declined - declined_of(tracker)
    turn.outside = lives_outside(tracker) if listen else bool(tracker.get_slot(OUTSIDE))
    turn.standing = (standing_of(tracker.latest_message) if listen else None) or _stood(tracker, told["facts"], facts)
    turn.matter, turn.likely = heard.matter, heard.likely
    turn.not_the_parent = _is_not_the_parent(tracker)
    turn.spoken_of = tracker.get_slot(SPOKEN_OF)
    turn.problems = [Say(name, _worded(values)) for name, values in heard.problems]
    if heard.matter.agreed:
        turn.problems.append(Say("utter_matter_agreed"))
    if heard.matter.noted and facts.subject:
        turn.problems.append(Say("utter_matter_kept", {"matter": meaning(facts.subject, young)}))
    turn.events = slots_of(facts, before)
    latest = getattr(tracker, "latest_message", None)  # what stands beside a talk is made without one, or from Rasa's own tracker
    if isinstance(latest, dict) and (latest.get("intent") or {}).get("name") != START_OVER and tracker.get_slot(ASKED_TO_FORGET):
        turn.events.append(SlotSet(ASKED_TO_FORGET, None))  # something else was said, so that is no longer asked
    memory = {
        DECLINED: sorted(declined) or None,
        DATE_CHECK: heard.check,
        LETTER_CHECK: heard.letter,
        LETTER_SAYS: letter_says,
        YOUNG_SPEAKER: young or None,
        STANDING: turn.standing,
        NOT_THE_PARENT: turn.not_the_parent or None,
        SPOKEN_OF: spoken_of(_text_of(tracker)) or turn.spoken_of,
        OUTSIDE: turn.outside or None,
        MATTER_CHECK: heard.matter.check,
        OTHER_MATTER: _left_for_later(tracker, heard.matter, facts.subject),
    }
    turn.events += [SlotSet(name, value) for name, value in memory.items() if value != (tracker.get_slot(name) or None)]
    return turn


def _stood(tracker: Tracker, told: dict[str, Any], facts: Facts) -> str | None:
    """Where the person stood before this message; in another matter that is not known."""
    same = told.get("subject") in (None, facts.subject)
    stood: str | None = tracker.get_slot(STANDING) if same else None
    return stood


def _text_of(tracker: Tracker) -> str:
    message = getattr(tracker, "latest_message", None)
    return str(message.get("text") or "") if isinstance(message, dict) else ""


def _is_not_the_parent(tracker: Tracker) -> bool:
    message = getattr(tracker, "latest_message", None)
    situations = message.get("situations") if isinstance(message, dict) else None
    return NOT_THE_PARENT in (situations or []) or bool(tracker.get_slot(NOT_THE_PARENT))


def _left_for_later(tracker: Tracker, matter: Matter, subject: str | None) -> str | None:
    """The second matter: named beside the first, or not taken in its place; None once it is the one that is spoken of."""
    declined = tracker.get_slot(MATTER_CHECK) if matter.check is None else None
    other: str | None = matter.also or declined or tracker.get_slot(OTHER_MATTER)
    return other if other != subject else None


def _as_it_stands(tracker: Tracker, before: Facts) -> Heard:
    """Nothing new, and what has to be confirmed still has to be."""
    matter = Matter(before.subject, check=tracker.get_slot(MATTER_CHECK))
    return Heard(check=tracker.get_slot(DATE_CHECK), letter=tracker.get_slot(LETTER_CHECK), matter=matter)


def _of_this_matter(facts: Facts, told_subject: str | None, declined: set[str]) -> tuple[Facts, set[str]]:
    """The facts without the dates of another matter: a claim counts from what happened, an appeal from a letter."""
    if told_subject is None or facts.subject is None or counts_from(facts.subject) == counts_from(told_subject):
        return facts, declined
    return facts.with_(**dict.fromkeys(DATES)), declined - {*DATES, NOT_CONTACTED}


def settled(facts: Facts) -> Facts:
    """The facts as they are taken: with the other side that the law or the words settle, without a certificate of before."""
    other_side = determine(facts.with_(decision_date=None), today()).counterparty
    if other_side is None and facts.council and facts.subject == "carrying_out_duties":
        other_side = "local_authority"
    if facts.certificate_date and facts.decision_date and facts.certificate_date < facts.decision_date:
        facts = facts.with_(certificate_date=None)
    if facts.certificate_date and facts.decision_date and facts.subject in ("plan_contents", "placement"):
        facts = facts.with_(plan_stage=facts.plan_stage or "final")  # no certificate is given about a draft
    if facts.subject == "plan_contents" and facts.placement_only:
        facts = facts.with_(placement_only=False)  # the disagreement has widened to the plan's contents
    return facts.with_(counterparty=other_side) if other_side else facts


def say_news(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """Say what is new since the last answer, and give the result as data. Marks it as told."""
    for say in turn.problems:
        dispatcher.utter_message(response=say.response, **say.values)
    changed = changed_facts(turn.facts, turn.told["facts"])
    answered = turn.told["answer"]
    core = _core(turn.found, turn.declined) if turn.complete else None
    for say in _news(turn, changed, answered, core):
        dispatcher.utter_message(response=say.response, **say.values)
    say_second_matter(turn, dispatcher)
    if changed or core != answered:
        dispatcher.utter_message(json_message=payload(turn.facts, turn.found))
    told = {"facts": turn.facts.to_dict(), "answer": core or answered, "lately": turn.told.get("lately")}
    if dated := [name for name in changed if name in DATES and getattr(turn.facts, name)]:
        told["lately"] = dated[0] if len(dated) == 1 else None
    if told != turn.told:
        turn.events.append(SlotSet(TOLD, told))


def will_answer(turn: Turn) -> bool:
    """Whether ``say_news`` will give an answer with dates: there is one, and it is not the one that was told last."""
    return turn.complete and _core(turn.found, turn.declined) != turn.told["answer"]


def say_second_matter(turn: Turn, dispatcher: CollectingDispatcher) -> None:
    """Name a second matter of the same message; say what there is for one that was left for later and is asked about now."""
    if other := turn.matter.aside:
        facts = Facts(subject=other)
        dispatcher.utter_message(response="utter_matter_aside", matter=meaning(other, turn.young))
        for say in in_its_own_way(facts, determine(facts, today())):
            dispatcher.utter_message(response=say.response, **say.values)
    if turn.matter.also:
        dispatcher.utter_message(response="utter_matter_also", matter=meaning(turn.matter.also, turn.young))


def _news(turn: Turn, changed: list[str], answered: dict[str, Any] | None, core: dict[str, Any] | None) -> list[Say]:
    corrected = [name for name in changed if turn.told["facts"].get(name) is not None]
    lines = fact_lines(turn.facts, changed, Facts.from_text(turn.told["facts"]), turn.young)
    says = [Say("utter_changed" if corrected else "utter_understood", {"facts": lines})] if lines else []
    council = council_of(turn.facts)
    if core is not None and core == answered and "council" in changed:
        return says + whom(turn.facts, turn.found, council)
    if core is None or core == answered:
        says += told_days(turn.letter_says, turn.found) if turn.letter_says_more else []
        return says + (_then_ring(turn) if core else _hanging(turn, changed))
    same_matter = answered is not None and answered["subject"] == core["subject"] and turn.found.appeal.possible
    only_dates = same_matter and not set(changed) - set(DATES)
    if only_dates and turn.facts.decision_date:
        whole = dates(turn.facts, turn.found, turn.declined, today())
    else:
        whole = answer(turn.facts, turn.found, council, turn.declined, today(), turn.young)
    timed = next((place for place, say in enumerate(whole) if say.response == "utter_answer_sum"), -1) + 1
    # A last day stands before all else; what was understood comes after its sum, what was changed before.
    first, then = ([], says) if timed and not corrected else (says, [])
    if turn.check and timed and getattr(turn.facts, turn.check["fact"]) is None:
        then = [Say("utter_answer_provisional"), *then]
    return [*first, *whole[:timed], *other_deadlines(turn.letter_says, turn.found), *then, *whole[timed:]]


def _hanging(turn: Turn, changed: list[str]) -> list[Say]:
    """Dates on a condition, when something new has been said and nothing but one answer is missing."""
    if turn.outside or turn.check or turn.letter or turn.matter.check or not {"subject", *DATES} & set(changed):
        return []
    missing = blocking(turn.found, turn.declined) if turn.facts.subject else ["subject"]
    return hanging_dates(turn.facts, missing, today())


def _then_ring(turn: Turn) -> list[Say]:
    """There is no certificate yet, and time to ring the adviser for it."""
    certificate = turn.found.certificate
    ring_by = certificate.contact_adviser_by
    if not turn.just_declined & {"certificate_date", NOT_CONTACTED} or not certificate.needed or certificate.contacted_in_time:
        return []
    return [Say("utter_then_ring", {"ring_by": shown(ring_by)})] if ring_by and ring_by >= today() else []


def _core(found: Determination, declined: set[str]) -> dict[str, Any]:
    """What makes one answer differ from another: not the days left, nor what is still asked."""
    data = found.to_dict()
    data["appeal"].pop("days_left")
    for part in ("missing", "why", "warnings"):
        data.pop(part)
    by = found.certificate.contact_adviser_by
    data["not_contacted"] = NOT_CONTACTED in declined and not (by and by >= today())  # in time, it changes nothing yet
    return data


def next_questions(turn: Turn) -> list[str]:
    """What to ask, next first."""
    if turn.outside:
        return []
    if turn.matter.check and turn.facts.subject and not turn.letter:
        return [MATTER_CHECK]
    return to_ask(turn.facts, turn.found, turn.declined, bool(turn.check), bool(turn.letter))


def matter_buttons(turn: Turn) -> list[dict[str, str]]:
    """The two answers to "is this about something else now?"."""
    old, new = turn.facts.subject, turn.matter.check
    assert old and new
    return [
        {"title": phrase("utter_matter_still", matter=meaning(old, turn.young)), "payload": "/deny"},
        {"title": phrase("utter_matter_new", matter=meaning(new, turn.young)), "payload": "/affirm"},
    ]


def check_message(check: dict[str, Any], facts: Facts) -> Say:
    """The question about a date to be confirmed."""
    days = [date.fromisoformat(day) for day in check["days"]]
    values: dict[str, Any] = {"first": shown(days[0]), "first_iso": check["days"][0]}
    if check["reason"] == TWO:
        both = [shown(day) + _of_what(given) for day, given in zip(days, check["given"], strict=True)]
        isos = {"first_iso": check["days"][0], "second_iso": check["days"][1]}
        return Say("utter_check_two", {"first": both[0], "second": both[1], **isos})
    if len(days) > 1:
        return Say("utter_check_which", {**values, "second": shown(days[1]), "second_iso": check["days"][1]})
    if check["reason"] == "came":
        paper = "certificate" if check["fact"] == "certificate_date" else "letter"
        return Say(f"utter_check_came_{paper}", values)
    if check["reason"] == "meant":
        return Say(f"utter_check_meant_{check['fact']}", values)
    if check["reason"] == "instead":
        return Say("utter_check_instead", {**values, "fact": fact_lines(facts, [check["fact"]], Facts()).removeprefix("• ")})
    return Say(f"utter_check_{check['reason']}", values)


def _of_what(given: dict[str, Any]) -> str:
    """What a decision is about, behind its day; nothing where that is not known."""
    return f": {meaning(given['subject'])}" if given.get("subject") else ""


def _worded(values: dict[str, Any]) -> dict[str, Any]:
    return {name: shown(value) for name, value in values.items()}
