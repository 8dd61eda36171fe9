"""The checks that ``rasa data validate`` lets pass: do domain.yml, data/ and the code fit together?

Each check is a function of what was read (``Assistant``) and gives the problems it finds, so that a planted defect can show that
the check bites: see ``DEFECTS`` at the end.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import json
import pkgutil
import re
import string
import typing
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from rasa_sdk import Action

import actions
from actions.answering import SHOWN_FACTS
from actions.case_answers import is_own
from actions.case_answers import rows as case_rows
from actions.desk.fields import KEYS, WITHOUT
from actions.letter_reading import DEADLINES, MUST_TELL
from actions.takeaways.letters import LETTERS
from nlu.dates import Reading
from nlu.feelings import feelings
from nlu.situations import situations

ROOT = Path(__file__).parents[2]

# ---------------------------------------------------------------- the names that are fixed (shared with the acceptance checks)

SUBJECTS = """
    refusal_to_assess refusal_to_reassess refusal_to_issue_plan plan_contents placement refusal_to_amend ceasing_plan
    carrying_out_duties sen_provision health_provision social_care_provision joint_commissioning disability_discrimination
    exclusion home_to_school_transport school_admission
""".split()  # noqa: SIM905
COUNTERPARTIES = """
    local_authority school academy early_years_provider post_16_institution health_commissioner
""".split()  # noqa: SIM905
TOPICS = """
    disagreement_resolution dr_scope dr_when dr_voluntary dr_independence mediation mediation_scope dr_or_mediation
    mediation_required mediation_timescale mediation_attendance cost confidentiality certificate certificate_how
    certificate_timescale mediation_adviser contact appeal_how appeal_deadline appeal_late tribunal effect_on_appeal
    partial_agreement after_mediation single_route_of_redress independent_advice complaint principles young_person
""".split()  # noqa: SIM905
TALK = """
    greet goodbye thank affirm deny bot_challenge speak_to_person start_over inform correct do_not_know why_asked distress
    outside_england out_of_scope
""".split()  # noqa: SIM905
ENTITIES = ("counterparty", "date", "council")

# ---------------------------------------------------------------- what the code decides, and this file has to know

FORM = "disagreement_form"
ASKED_LIKE_SLOTS = {"pause"}  # beside the form's slots, asked by utter_ask_…
ASKED_BY_ACTIONS = {"date_check", "letter_check", "matter_check", "choice"}
RASAS_KEY = "utter_action"  # in the metadata of what the guide says: which response it was
BY_RASA = {"nlu_fallback"}  # an intent that the pipeline makes, in no domain
SAID_BY_RASA = {"utter_restart"}  # said by Rasa's own action_restart
# A suggested answer; a message without letters; a letter, which its reader knows; what a door's own fields send.
WITHOUT_TRAINING = {"none_of_these", "no_words", "council_letter", "set_facts", "change_fact"}
FEWEST_A_LABEL, FEWEST_IN_ALL = 20, 2_500
SHORT = 3  # words; shorter messages ("hiya") are the same whoever writes them

# What is said where a date cannot be used: of every reason that nlu.dates knows.
SAID_OF_REASON = {
    "which_week": "utter_check_which",
    "weekday_mismatch": "utter_check_weekday_mismatch",
    "long_ago": "utter_check_long_ago",
    "approximate": "utter_date_approximate",
    "vague": "utter_date_vague",
    "impossible": "utter_date_impossible",
    "unreadable": "utter_date_unreadable",
}
DESK_LINES = {"appeal", "mediation", "certificate", "disagreement_resolution"}  # of actions.desk.result, of yes and no
KEY_DATES = {"ring_by", "aim_for", "last_day", "claim_aim_for", "claim_last_day"}  # of actions.takeaways.key_dates
# Values of responses whose name or values the code works out; all others are read from the calls themselves.
_DATES = {"ring_by", "aim_for", "last_day", "bare_date", "days_left", "form"}
WORKED_OUT = {
    **{f"utter_answer_{name}*": _DATES for name in ("dates", "dates_certified", "dates_no_certificate", "passed", "claim_")},
    "utter_check_*": {"first", "first_iso"},
    "utter_check_came_*": {"first", "first_iso"},
    "utter_check_meant_*": {"first", "first_iso"},
    "utter_check_instead": {"first", "first_iso", "fact"},
    "utter_check_which": {"first", "first_iso", "second", "second_iso"},
    "utter_check_two": {"first", "first_iso", "second", "second_iso"},
    "utter_changed": {"facts"},
    "utter_understood": {"facts"},
    "utter_contact_no_*": {"council"},
    "utter_step_*": {"form", "aim_for", "ring_by", "bare_date", "last_day", "days_left"},
}


@dataclass
class Example:
    """A training message: its label, its words without marks, and the entities marked in it."""

    label: str
    text: str
    entities: list[str]


@dataclass
class Code:
    """What the code says: ``names`` are responses by their full name, ``families`` those put together ("utter_why_*").

    ``values`` are the values that calls give a response, by name or family.
    """

    names: set[str]
    families: set[str]
    values: dict[str, set[str]]


@dataclass
class Assistant:
    """Everything the checks look at."""

    domain: dict[str, Any]
    rules: list[dict[str, Any]]
    config: dict[str, Any]
    training: list[Example]
    held_out: list[Example]
    code: Code
    actions_in_code: set[str]
    date_reasons: set[str]
    signposts: set[str]
    complaints: set[str]
    facts_asked: set[str]
    texts: dict[str, str]

    @property
    def responses(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = self.domain["responses"]
        return found

    @property
    def form_slots(self) -> list[str]:
        found: list[str] = self.domain["forms"][FORM]["required_slots"]
        return found

    @property
    def topics(self) -> list[str]:
        return [name.partition("/")[2] for name in self.responses if name.startswith("utter_faq/")]

    def families(self) -> dict[str, set[str]]:
        """The members that each family of responses must have."""
        one_day = {"weekday_mismatch", "long_ago", "same_day", "reached", "email", "sent"}
        return {
            "utter_faq/*": {e.label.partition("/")[2] for e in self.training if e.label.startswith("faq/")},
            "utter_why_*": {*self.form_slots, *ASKED_LIKE_SLOTS, "date_check", "letter_check", "matter_check"},
            "utter_meaning_*": {*SUBJECTS, "none_of_these", *(f"faq_{topic}" for topic in self.topics)},
            "utter_check_*": one_day,
            "utter_check_came_*": {"letter", "certificate"},
            "utter_check_meant_*": {"decision_date", "certificate_date", "adviser_contacted_on"},
            "utter_date_*": {"approximate", "vague", "impossible", "unreadable"},
            "utter_need_*": {"certificate_date", "adviser_contacted_on"},
            "utter_answer_*": {*self.signposts, *(name.replace(".", "_") for name in self.complaints)},
            **{f"utter_answer_dates{kind}*": {"", "_near"} for kind in ("", "_certified", "_no_certificate")},
            "utter_answer_dr_*": {"1", "2", "3"},
            "utter_answer_health_care_mediation_*": {"right", "no_right", "maybe"},
            "utter_contact_no_*": {"mediation_adviser", "disagreement_resolution"},
            "utter_contact_unknown_*": {"mediation_adviser", "disagreement_resolution"},
            "utter_fact_*": {*SHOWN_FACTS, "happened_on", "young_person_own"},
            "utter_missing_*": {*self.facts_asked, "decision_date"},
            "utter_value_*": {*COUNTERPARTIES, "draft", "final", "amended", "yes", "no"},
            "utter_summary_dr_*": {"yes", "no", "maybe", "others"},
            "utter_summary_mediation_*": {"yes", "no", "maybe"},
            "utter_summary_certificate_*": {"yes", "no", "maybe", "have"},
            "utter_summary_appeal_*": {"yes", "no", "maybe", "claim"},
            "utter_summary_date_*": KEY_DATES,
            "utter_calendar_title_*": KEY_DATES,
            # Said to a young person; other meanings are the same for both.
            "utter_meaning_*_young": {"refusal_to_assess", "refusal_to_reassess", "disability_discrimination", "exclusion"},
            "utter_gist_*": set(self.topics),
            "utter_case_*": {name for answers in case_rows().values() for row in answers for name in row.say if is_own(name)},
            "utter_situation_*": {situation.name for situation in situations()},
            "utter_feeling_*": {feeling.name for feeling in feelings()},
            "utter_pasted_line_*": set(DEADLINES),
            "utter_pasted_untold_*": set(MUST_TELL),
            "utter_pasted_*_*": {
                *(f"{name}_{side}" for name in DEADLINES for side in ("earlier", "later")),
                "appeal_by_later_passed",
            },
            "utter_letter_*": set(LETTERS),
            "utter_letter_title_*": set(LETTERS),
            "utter_step_*": {name.replace(".", "_") for name in self.complaints},
            "utter_beside_*": KEY_DATES,
            "utter_desk_field_*": set(KEYS),
            "utter_desk_date_*": KEY_DATES,
            "utter_desk_disagreement_resolution_*": {"1", "2", "3", "4"},
            "utter_ask_*": set(self.form_slots),
            "utter_desk_without_*": set(WITHOUT),
            "utter_page_*": {"about", "privacy", "accessibility", "deleted"},
            "utter_desk_line_*": DESK_LINES | {"door", "complaint"},
            "utter_desk_*_*": {f"{line}_{word}" for line in DESK_LINES for word in ("yes", "no", "open")},
            "utter_desk_*": {name.replace(".", "_") for name in self.complaints},
            "utter_desk_door_*": {*self.signposts, "disability_discrimination"},
        }

    def members(self) -> set[str]:
        """The names of all members of all families."""
        return {family.replace("*_*", "*").replace("*", name) for family, names in self.families().items() for name in names}


# ---------------------------------------------------------------- reading


_MARK = re.compile(r"\[([^\]]+)\](?:\(([^):]+)(?::[^)]*)?\)|\{([^}]+)\})")


def read_examples(text: str) -> list[Example]:
    """The messages of a file of training data."""
    found = []
    for block in yaml.safe_load(text)["nlu"]:
        for line in block["examples"].splitlines():
            words = line.removeprefix("- ")
            entities = [m[2] or json.loads("{" + m[3] + "}")["entity"] for m in _MARK.finditer(words)]
            found.append(Example(block["intent"], _MARK.sub(r"\1", words).strip(), entities))
    return found


def read_code(paths: list[Path]) -> Code:
    """The responses that the code names, and the values it gives them."""
    code = Code(set(), set(), {})
    for path in paths:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        for node in ast.walk(tree):
            name = _response_name(node)
            if name and id(node) not in parts:
                (code.families if "*" in name else code.names).add(name)
            for said, values in _given(node):
                code.values.setdefault(said, set()).update(values)
    return code


def _response_name(node: ast.AST) -> str | None:
    """The response that a text in the code names: "utter_greet", or "utter_why_*" for f"utter_why_{asked}"."""
    if isinstance(node, ast.JoinedStr):
        text = "".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)
    else:
        text = str(node.value) if isinstance(node, ast.Constant) else ""
    return text if re.fullmatch(r"utter_[a-z0-9_/*]+", text) else None


def _given(node: ast.AST) -> Iterator[tuple[str, set[str]]]:
    """Which response a call (or a pair) gives which values: ``Say("…", {…})``, ``phrase("…", …)``, ``("…", {…})``."""
    parts: list[ast.expr] = node.elts if isinstance(node, ast.Tuple) else node.args if isinstance(node, ast.Call) else []
    keywords = node.keywords if isinstance(node, ast.Call) else []
    named = [k.value for k in keywords if k.arg == "response"]
    name = next((n for part in [*named, *parts[:1]] if (n := _response_name(part))), None)
    if name:
        keys = [
            key.value for part in parts[1:2] if isinstance(part, ast.Dict) for key in part.keys if isinstance(key, ast.Constant)
        ]
        yield name, {*map(str, keys), *(k.arg for k in keywords if k.arg not in (None, "response", "buttons"))}  # type: ignore[arg-type]


def actions_in_code() -> set[str]:
    """The names of the actions that the action server would find."""
    modules = [importlib.import_module(f"actions.{m.name}") for m in pkgutil.iter_modules(actions.__path__) if m.name != "rules"]
    classes = {
        c
        for module in modules
        for _, c in inspect.getmembers(module, inspect.isclass)
        if issubclass(c, Action) and not inspect.isabstract(c)
    }
    return {c().name() for c in classes if c.__module__.startswith("actions.")}


@pytest.fixture(scope="module")
def assistant() -> Assistant:
    """The assistant as it stands."""
    held_out = sorted((ROOT / "tests/nlu/held_out").glob("*.yml"))
    files = [ROOT / "domain.yml", ROOT / "config.yml", *sorted((ROOT / "data").rglob("*.yml"))]
    texts = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in files}
    routes = yaml.safe_load((ROOT / "actions/rules/routes.yml").read_text(encoding="utf-8"))
    law = (ROOT / "actions/rules/law.yml").read_text(encoding="utf-8")
    return Assistant(
        domain=yaml.safe_load(texts["domain.yml"]),
        rules=yaml.safe_load(texts["data/rules.yml"])["rules"],
        config=yaml.safe_load(texts["config.yml"]),
        training=[e for name, text in texts.items() if name.startswith("data/nlu/") for e in read_examples(text)],
        held_out=[e for path in held_out for e in read_examples(path.read_text(encoding="utf-8"))],
        code=read_code([path for room in ("actions", "channels", "policies") for path in (ROOT / room).rglob("*.py")]),
        actions_in_code=actions_in_code(),
        date_reasons={r for hint in typing.get_args(typing.get_type_hints(Reading)["reason"]) for r in typing.get_args(hint)},
        signposts={subject for subject, row in routes.items() if row["route"] == "door"},
        complaints=set(re.findall(r"id: (complaint\.\w+)", law)),
        facts_asked={fact for row in routes.values() for fact in row.get("asks", [])},
        texts=texts,
    )


def intents_of(rule: dict[str, Any]) -> list[str]:
    """The intents that a rule is for."""
    steps = [s for step in rule["steps"] for s in step.get("or", [step])]
    return [step["intent"] for step in steps if "intent" in step]


def actions_of(rule: dict[str, Any]) -> list[str]:
    """The actions that a rule leads to."""
    return [step["action"] for step in rule["steps"] if "action" in step]


def variables(text: str) -> list[str]:
    """The ``{variables}`` of a text; ``{{`` is a brace.

    Raises:
        ValueError: a brace is left open, or stands about something that is no name.
    """
    names = [name for _, name, spec, _ in string.Formatter().parse(text) if name is not None]
    if wrong := [name for name in names if not name.isidentifier()]:
        raise ValueError(f"{wrong[0]!r} is no variable")
    return names


def wordings(responses: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[str, str]]:
    """Each response's name with each of its texts, titles and payloads."""
    for name, variants in responses.items():
        for variant in variants:
            yield name, variant.get("text", "")
            for button in variant.get("buttons", []):
                yield name, button["title"]
                yield name, button["payload"]


# ---------------------------------------------------------------- the checks: each gives the problems it finds


def the_form_can_ask_for_everything(a: Assistant) -> list[str]:
    asked = {*a.form_slots, *ASKED_LIKE_SLOTS}
    problems = [f"no utter_ask_{slot}" for slot in asked if f"utter_ask_{slot}" not in a.responses]
    problems += [f"utter_ask_{slot} would be said beside the action's own question" for slot in ASKED_BY_ACTIONS
                 if f"utter_ask_{slot}" in a.responses]  # fmt: skip
    return problems + [f"{slot} is no slot" for slot in {*asked, *ASKED_BY_ACTIONS} if slot not in a.domain["slots"]]


def every_date_reason_has_words(a: Assistant) -> list[str]:
    problems = [f"what is said of the reason {reason}?" for reason in a.date_reasons ^ set(SAID_OF_REASON)]
    return problems + [f"no {said}" for said in SAID_OF_REASON.values() if said not in a.responses]


def actions_and_code_agree(a: Assistant) -> list[str]:
    listed = a.domain["actions"]
    problems = [f"{name} is in the domain, not in the code" for name in listed if name not in a.actions_in_code]
    problems += [f"{name} is in the code, not in the domain" for name in a.actions_in_code if name not in listed]
    return problems + [f"{name} is listed twice" for name, times in Counter(listed).items() if times > 1]


def every_response_named_is_there(a: Assistant) -> list[str]:
    named = {*(a.code.names - {RASAS_KEY}), *(name for rule in a.rules for name in actions_of(rule) if name.startswith("utter_"))}
    unknown = a.code.families - set(a.families())
    problems = [f"{family}: this test does not know its members" for family in unknown]
    return problems + [f"no response {name}" for name in named | a.members() if name not in a.responses]


def every_response_is_used(a: Assistant) -> list[str]:
    used = {*a.code.names, *a.members(), *(f"utter_ask_{slot}" for slot in (*a.form_slots, *ASKED_LIKE_SLOTS))}
    used |= {name for rule in a.rules for name in actions_of(rule)} | SAID_BY_RASA
    used |= {f"utter_meaning_{intent}" for intent in a.domain["intents"]}  # offered as "Did you mean …?" where there is one
    return [f"{name} is used by nothing" for name in a.responses if name not in used]


def every_variable_is_given(a: Assistant) -> list[str]:
    problems = []
    for name, text in wordings(a.responses):
        try:
            missing = set(variables(text)) - _values_for(name, a.code)
        except ValueError as error:
            problems.append(f"{name}: {error}")
        else:
            problems += [f"{name}: {{{variable}}} is given by nothing" for variable in missing]
    return problems


def _values_for(response: str, code: Code) -> set[str]:
    """The values that the code gives a response: under its own name, else under its narrowest family."""
    given = {**code.values, **WORKED_OUT}
    if response in given:
        return given[response]
    families = [f for f in given if "*" in f and re.fullmatch(re.escape(f).replace(r"\*", ".*"), response)]
    return given[max(families, key=len)] if families else set()


def every_button_leads_somewhere(a: Assistant) -> list[str]:
    problems = []
    names = {name for entity in a.domain["entities"] for name in (entity if isinstance(entity, dict) else [entity])}
    for response, variants in a.responses.items():
        for button in (b for variant in variants for b in variant.get("buttons", [])):
            where = f"{response}, {button['title']!r}"
            try:
                variables(button["payload"])
            except ValueError as error:
                problems.append(f"{where}: {error}")
                continue
            match = re.fullmatch(r"/(\w+)(\{.*\})?", button["payload"].replace("{{", "{").replace("}}", "}"))
            if not match or match[1] not in a.domain["intents"]:
                problems.append(f"{where}: {button['payload']} is no intent")
                continue
            try:
                values = json.loads(match[2] or "{}")
            except ValueError:
                problems.append(f"{where}: {match[2]} is no JSON")
                continue
            problems += [f"{where}: {name} is no entity" for name in values if name not in names]
            problems += [f"{where}: no topic {v}" for name, v in values.items() if name == "topic" and v not in a.topics]
            if (match[1] == "faq") != ("topic" in values):
                problems.append(f"{where}: a question has a topic, and nothing else has")
    return problems


def every_intent_has_a_rule(a: Assistant) -> list[str]:
    ruled = {intent for rule in a.rules for intent in intents_of(rule)}
    return [f"no rule for {intent}" for intent in a.domain["intents"] if intent not in ruled]


def rules_name_what_there_is(a: Assistant) -> list[str]:
    known = {*a.domain["actions"], *a.domain["forms"], *a.responses}
    problems = [f"{r['rule']}: no action {name}" for r in a.rules for name in actions_of(r) if name not in known]
    intents = {*a.domain["intents"], *BY_RASA}
    problems += [f"{r['rule']}: no intent {name}" for r in a.rules for name in intents_of(r) if name not in intents]
    policy = a.config["policies"][0]
    problems += [f"config.yml: no intent {name}" for name in policy["interrupting_intents"] if name not in intents]
    slot = policy["interrupting_slot"]
    problems += [] if slot in a.domain["slots"] else [f"config.yml: no slot {slot}"]
    fallback = policy["core_fallback_action_name"]
    return problems + ([] if fallback in known else [f"config.yml: no action {fallback}"])


def a_rule_closes_the_form(a: Assistant) -> list[str]:
    closing = [
        rule
        for rule in a.rules
        if {"active_loop": FORM} in rule.get("condition", [])
        and {"active_loop": None} in rule["steps"]
        and {"slot_was_set": [{"requested_slot": None}]} in rule["steps"]
        and actions_of(rule)[0] == FORM
    ]
    return [] if closing else [f"no rule closes {FORM}"]


def every_label_has_training_messages(a: Assistant) -> list[str]:
    count = Counter(e.label for e in a.training)
    labels = [i for i in a.domain["intents"] if i != "faq"] + [f"faq/{topic}" for topic in a.topics]
    return [f"{label}: only {count[label]} messages" for label in labels
            if label not in WITHOUT_TRAINING and count[label] < FEWEST_A_LABEL]  # fmt: skip


def every_training_label_is_known(a: Assistant) -> list[str]:
    known = {*(set(a.domain["intents"]) - {"faq"}), *(f"faq/{topic}" for topic in a.topics)}
    return [f"{label} is no label" for label in {e.label for e in a.training + a.held_out} if label not in known]


def every_mark_is_an_entity(a: Assistant) -> list[str]:
    names = {name for entity in a.domain["entities"] for name in (entity if isinstance(entity, dict) else [entity])}
    return [
        f"{entity} is no entity" for entity in {n for e in a.training + a.held_out for n in e.entities} if entity not in names
    ]


def every_topic_can_be_asked_and_answered(a: Assistant) -> list[str]:
    asked = {e.label.partition("/")[2] for e in a.training if e.label.startswith("faq/")}
    problems = []
    for topic in {*TOPICS, *asked, *a.topics}:
        for response in (f"utter_faq/{topic}", f"utter_meaning_faq_{topic}"):
            problems += [f"no {response}"] if response not in a.responses else []
        problems += [f"no training message asks {topic}"] if topic not in asked else []
    return problems


def no_slot_listens_to_everything(a: Assistant) -> list[str]:
    """``from_text`` fills on every message; an unknown intent or entity in a mapping never fills, and Rasa says nothing of it."""
    names = {name for entity in a.domain["entities"] for name in (entity if isinstance(entity, dict) else [entity])}
    intents = {*a.domain["intents"], *BY_RASA}
    problems = []
    for slot, settings in a.domain["slots"].items():
        for mapping in settings["mappings"]:
            kind = mapping["type"]
            if kind not in ("from_intent", "from_entity", "custom"):
                problems.append(f"{slot}: {kind}")
            if kind == "from_intent" and mapping.get("intent") not in a.domain["intents"]:
                problems.append(f"{slot}: {mapping.get('intent')} is no intent")
            if kind == "from_intent" and mapping["value"] not in settings.get("values", [mapping["value"]]):
                problems.append(f"{slot}: {mapping['value']} is no value")
            if kind == "from_entity" and mapping["entity"] not in names:
                problems.append(f"{slot}: {mapping['entity']} is no entity")
            if "intent" in mapping and "not_intent" in mapping:
                problems.append(f"{slot}: Rasa ignores not_intent beside intent")
            problems += [
                f"{slot}: not_intent {name} is no intent" for name in mapping.get("not_intent", []) if name not in intents
            ]
    return problems


def the_fixed_names_are_there(a: Assistant) -> list[str]:
    problems = [f"no intent {name}" for name in (*SUBJECTS, *TALK, "faq") if name not in a.domain["intents"]]
    problems += [f"no topic {name}" for name in TOPICS if name not in a.topics]
    problems += [f"no subject {name}" for name in SUBJECTS if name not in a.domain["slots"]["subject"]["values"]]
    problems += [f"no entity {name}" for name in ENTITIES if not re.search(rf"^  - {name}\b", a.texts["domain.yml"], re.M)]
    offered = {b["payload"] for v in a.responses["utter_ask_counterparty"] for b in v["buttons"]}
    return problems + [f"nobody can choose {name}" for name in COUNTERPARTIES if not any(f'"{name}"' in p for p in offered)]


def no_word_is_read_as_yes_or_no(a: Assistant) -> list[str]:
    """YAML reads ``yes``, ``no``, ``on`` and ``off`` without quotes as true and false."""
    problems = []
    for file, text in a.texts.items():
        for token in yaml.scan(text, Loader=yaml.SafeLoader):
            if isinstance(token, yaml.ScalarToken) and token.plain and re.fullmatch(r"yes|no|on|off|y|n", token.value, re.I):
                problems.append(f"{file}, line {token.start_mark.line + 1}: {token.value} without quotes")
    return problems


def no_message_has_two_labels(a: Assistant) -> list[str]:
    labels: dict[str, set[str]] = {}
    for example in a.training:
        labels.setdefault(_words(example.text), set()).add(example.label)
    return [f"{text!r} is {' and '.join(sorted(found))}" for text, found in labels.items() if len(found) > 1]


def no_held_out_message_is_trained_on(a: Assistant) -> list[str]:
    trained = {_words(e.text) for e in a.training}
    long = [e for e in a.held_out if len(e.text.split()) > SHORT]
    return [f"trained on: {e.text!r}" for e in long if _words(e.text) in trained]


def there_are_enough_messages(a: Assistant) -> list[str]:
    different = {_words(e.text) for e in a.training}
    return [] if len(different) >= FEWEST_IN_ALL else [f"only {len(different)} different messages"]


def _words(text: str) -> str:
    return " ".join(text.casefold().split())


Check = Callable[[Assistant], list[str]]
CHECKS: tuple[Check, ...] = (
    the_form_can_ask_for_everything,
    every_date_reason_has_words,
    actions_and_code_agree,
    every_response_named_is_there,
    every_response_is_used,
    every_variable_is_given,
    every_button_leads_somewhere,
    every_intent_has_a_rule,
    rules_name_what_there_is,
    a_rule_closes_the_form,
    every_label_has_training_messages,
    every_training_label_is_known,
    every_mark_is_an_entity,
    every_topic_can_be_asked_and_answered,
    no_slot_listens_to_everything,
    the_fixed_names_are_there,
    no_word_is_read_as_yes_or_no,
    no_message_has_two_labels,
    no_held_out_message_is_trained_on,
    there_are_enough_messages,
)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_all_is_well(check: Check, assistant: Assistant) -> None:
    assert sorted(check(assistant)) == []


# ---------------------------------------------------------------- planted defects: each check has to find its own


def _button(payload: str) -> Callable[[Assistant], Any]:
    return lambda a: a.responses["utter_greet"][0]["buttons"].append({"title": "New", "payload": payload})


def _text(name: str, text: str) -> Callable[[Assistant], Any]:
    return lambda a: a.responses.update({name: [{"text": text}]})


def _mapping(**mapping: Any) -> Callable[[Assistant], Any]:
    return lambda a: a.domain["slots"]["council"]["mappings"].append(mapping)


def _message(label: str, text: str, *entities: str) -> Callable[[Assistant], Any]:
    return lambda a: a.training.append(Example(label, text, list(entities)))


def _yaml(line: str) -> Callable[[Assistant], Any]:
    return lambda a: a.texts.update({"domain.yml": a.texts["domain.yml"] + line})


def _without_rule(name: str) -> Callable[[Assistant], Any]:
    return lambda a: a.rules.remove(next(rule for rule in a.rules if rule["rule"] == name))


DEFECTS: tuple[tuple[Check, str, Callable[[Assistant], Any]], ...] = (
    (the_form_can_ask_for_everything, "utter_ask_council", lambda a: a.responses.pop("utter_ask_council")),
    (the_form_can_ask_for_everything, "utter_ask_pause", lambda a: a.responses.pop("utter_ask_pause")),
    (the_form_can_ask_for_everything, "utter_ask_colour", lambda a: a.form_slots.append("colour")),
    (the_form_can_ask_for_everything, "date_check", _text("utter_ask_date_check", "?")),
    (every_date_reason_has_words, "too_vague", lambda a: a.date_reasons.add("too_vague")),
    (every_date_reason_has_words, "utter_date_impossible", lambda a: a.responses.pop("utter_date_impossible")),
    (actions_and_code_agree, "action_dance is in the domain", lambda a: a.domain["actions"].append("action_dance")),
    (actions_and_code_agree, "action_people is in the code", lambda a: a.domain["actions"].remove("action_people")),
    (every_response_named_is_there, "utter_bot", lambda a: a.responses.pop("utter_bot")),
    (every_response_named_is_there, "utter_trouble", lambda a: a.responses.pop("utter_trouble")),
    (every_response_named_is_there, "utter_answer_dr_2", lambda a: a.responses.pop("utter_answer_dr_2")),
    (every_response_named_is_there, "utter_answer_exclusion", lambda a: a.responses.pop("utter_answer_exclusion")),
    (every_response_named_is_there, "utter_answer_complaint_health", lambda a: a.responses.pop("utter_answer_complaint_health")),
    (every_response_named_is_there, "utter_why_date_check", lambda a: a.responses.pop("utter_why_date_check")),
    (every_response_named_is_there, "utter_fact_happened_on", lambda a: a.responses.pop("utter_fact_happened_on")),
    (every_response_named_is_there, "utter_missing_plan_stage", lambda a: a.responses.pop("utter_missing_plan_stage")),
    (every_response_named_is_there, "utter_value_academy", lambda a: a.responses.pop("utter_value_academy")),
    (every_response_named_is_there, "utter_letter_chase_mediation", lambda a: a.responses.pop("utter_letter_chase_mediation")),
    (every_response_named_is_there, "utter_new", lambda a: a.code.names.add("utter_new")),
    (every_response_named_is_there, "utter_new_*", lambda a: a.code.families.add("utter_new_*")),
    (every_response_is_used, "utter_joke", _text("utter_joke", "Ha.")),
    (every_response_is_used, "utter_why_colour", _text("utter_why_colour", "Because.")),
    (every_variable_is_given, "{name}", _text("utter_bot", "Hello {name}")),
    (every_variable_is_given, "{last_day}", _text("utter_answer_no_date", "{form} {last_day}")),
    (every_variable_is_given, "utter_check_long_ago: {second}", _text("utter_check_long_ago", "{second}?")),
    (every_variable_is_given, "utter_bot", _text("utter_bot", "An open { brace")),
    (every_variable_is_given, "{facts}", lambda a: a.code.values.pop("utter_answer_not_certain")),
    (every_button_leads_somewhere, "/refusal_to_asess", _button("/refusal_to_asess")),
    (every_button_leads_somewhere, "hello", _button("hello")),
    (every_button_leads_somewhere, "no JSON", _button("/inform{{'date': 1}}")),
    (every_button_leads_somewhere, "no variable", _button('/inform{"date": "2026-03-03"}')),
    (every_button_leads_somewhere, "colour", _button('/inform{{"colour": "red"}}')),
    (every_button_leads_somewhere, "no topic costs", _button('/faq{{"topic": "costs"}}')),
    (every_button_leads_somewhere, "a question has a topic", _button("/faq")),
    (every_intent_has_a_rule, "distress", _without_rule("at the end of their tether")),
    (every_intent_has_a_rule, "juggle", lambda a: a.domain["intents"].append("juggle")),
    (rules_name_what_there_is, "utter_welcom", lambda a: a.rules[-1]["steps"].append({"action": "utter_welcom"})),
    (rules_name_what_there_is, "gret", lambda a: a.rules[-1]["steps"].append({"intent": "gret"})),
    (rules_name_what_there_is, "no slot", lambda a: a.domain["slots"].pop("asked_to_forget")),
    (rules_name_what_there_is, "distres", lambda a: a.config["policies"][0]["interrupting_intents"].append("distres")),
    (rules_name_what_there_is, "action_what", lambda a: a.config["policies"][0].update(core_fallback_action_name="action_what")),
    (a_rule_closes_the_form, FORM, _without_rule("the last missing fact closes the form")),
    (every_label_has_training_messages, "juggle: only 0", lambda a: a.domain["intents"].append("juggle")),
    (every_label_has_training_messages, "faq/weather: only 0", _text("utter_faq/weather", "Rain.")),
    (every_training_label_is_known, "refusal_to_asess", _message("refusal_to_asess", "no assessment")),
    (every_training_label_is_known, "faq/weather", _message("faq/weather", "rain?")),
    (every_mark_is_an_entity, "colour", _message("inform", "red", "colour")),
    (every_topic_can_be_asked_and_answered, "utter_meaning_faq_cost", lambda a: a.responses.pop("utter_meaning_faq_cost")),
    (every_topic_can_be_asked_and_answered, "utter_faq/cost", lambda a: a.responses.pop("utter_faq/cost")),
    (every_topic_can_be_asked_and_answered, "weather", _text("utter_faq/weather", "Rain.")),
    (no_slot_listens_to_everything, "from_text", _mapping(type="from_text")),
    (no_slot_listens_to_everything, "infrom", _mapping(type="from_intent", intent="infrom", value="kent")),
    (no_slot_listens_to_everything, "None is no intent", _mapping(type="from_intent", value="kent")),
    (no_slot_listens_to_everything, "town", _mapping(type="from_entity", entity="town")),
    (no_slot_listens_to_everything, "infrom", _mapping(type="from_entity", entity="council", not_intent=["infrom"])),
    (
        no_slot_listens_to_everything,
        "ignores",
        _mapping(type="from_entity", entity="date", intent="inform", not_intent=["deny"]),
    ),
    (the_fixed_names_are_there, "refusal_to_amend", lambda a: a.domain["intents"].remove("refusal_to_amend")),
    (the_fixed_names_are_there, "distress", lambda a: a.domain["intents"].remove("distress")),
    (the_fixed_names_are_there, "certificate", lambda a: a.responses.pop("utter_faq/certificate")),
    (the_fixed_names_are_there, "academy", lambda a: a.responses["utter_ask_counterparty"][0]["buttons"].pop(2)),
    (no_word_is_read_as_yes_or_no, "no without quotes", _yaml("\nsomething: [no]\n")),
    (no_word_is_read_as_yes_or_no, "Yes without quotes", _yaml("\nsomething: {title: Yes}\n")),
    (
        no_message_has_two_labels,
        "both",
        lambda a: a.training.extend(Example(label, "Both ", []) for label in ("deny", "affirm")),
    ),
    (no_held_out_message_is_trained_on, "trained on", lambda a: a.training.append(max(a.held_out, key=lambda e: len(e.text)))),
    (there_are_enough_messages, "only 1000", lambda a: a.training.__delitem__(slice(1000, None))),
)


@pytest.mark.parametrize(("check", "word", "plant"), DEFECTS, ids=[f"{c.__name__}: {w}" for c, w, _ in DEFECTS])
def test_a_planted_defect_is_found(check: Check, word: str, plant: Callable[[Assistant], Any], assistant: Assistant) -> None:
    broken = copy.deepcopy(assistant)
    plant(broken)
    assert any(word in problem for problem in check(broken)), check(broken)


def test_every_check_has_a_planted_defect() -> None:
    assert {check for check, _, _ in DEFECTS} == set(CHECKS)


def test_the_code_is_read_as_it_is_written(tmp_path: Path) -> None:
    file = tmp_path / "code.py"
    file.write_text(
        '''"""utter_in_a_docstring is no response."""
say.utter_message(response="utter_plain", council="x", buttons=[])
Say("utter_dict", {"form": 1, "day": 2})
Say(f"utter_family_{name}", values)
problems.append((f"utter_date_{reason}", {"words": w}))
"utter_a" if yes else "utter_b"
''',
        encoding="utf-8",
    )
    code = read_code([file])
    assert code.names == {"utter_plain", "utter_dict", "utter_a", "utter_b"}
    assert code.families == {"utter_family_*", "utter_date_*"}
    assert code.values["utter_plain"] == {"council"}
    assert code.values["utter_dict"] == {"form", "day"}
    assert code.values["utter_date_*"] == {"words"}


def test_training_messages_are_read_without_their_marks() -> None:
    text = "nlu:\n- intent: inform\n  examples: |\n    - the [LA](counterparty:local_authority) on [3 May](date)\n"
    text += '    - [Kent]{"entity": "council", "value": "kent"} it is\n'
    first, second = read_examples(text)
    assert (first.text, first.entities) == ("the LA on 3 May", ["counterparty", "date"])
    assert (second.text, second.entities) == ("Kent it is", ["council"])
