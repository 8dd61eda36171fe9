"""The wording check: every planted defect is found, what only looks like one is not, and the texts of the project pass."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from tools import lint, wording_lint
from tools.reading_age import citations, reading_age, sentences, syllables, words_of
from tools.wording_lint import CHECKS, Finding, Given, failures, findings, hard_reading
from tools.wording_lists import LISTS_FILE, Exemption, read_lists
from tools.wording_texts import Text, domain_texts, passages, shown_texts, word_texts

LISTS = read_lists()
HELD = "ipsea.org.uk/the-mediation-process"
GIVEN = Given(LISTS, frozenset({HELD, "sen@example.gov.uk"}))


def text(words: str, name: str = "utter_example", **kind: bool) -> Text:
    return Text("domain.yml", name, words, **kind)


def found(check: str, words: str, **kind: bool) -> list[str]:
    """What one check says of the words."""
    ask = hard_reading if check == "reading age" else CHECKS[check]
    return [about for about, _ in ask(text(words, **kind), GIVEN)]


WORDS_25 = " ".join(["word"] * 25)
HARD = (
    "The statutory determination necessitates comprehensive consideration of individual circumstances, "
    "and sometimes of contemporaneous documentary evidence."
)

# Check, a text, and the words that must be found in it.
DEFECTS = [
    ("sentence length", f"{WORDS_25} more.", "more"),
    ("sentence length", f"Short.\n• {WORDS_25} more", "more"),
    ("sentence length", f"Tell us:\n1. {WORDS_25} more", "more"),
    ("sentence length", f"{WORDS_25[:-5]} and more (a bracket that names no source).", "source"),
    ("sentence length", f"{' '.join(['word'] * 22)} {{last_day}}.", "word"),
    ("sentence length", f"{' '.join(['word'] * 22)} {{some_new_slot}}.", "word"),
    ("sentence length", f"It is 5pm, {WORDS_25}.", "5pm"),
    ("reading age", HARD, "statutory"),
    ("reading age", f"It is so.\n{HARD} {HARD}", "statutory"),
    ("phrase", "Appeal within 60 days.", "60 days"),
    ("phrase", "You have sixty days.", "sixty days"),
    ("phrase", "It is two months from receiving the letter.", "months from receiving"),
    ("phrase", "It is 2 months after you get the letter.", "months after you get"),
    ("phrase", "One month of receipt.", "month of receipt"),
    ("phrase", "One month runs from receiving the certificate.", "receiving the certificate"),
    ("phrase", "Receiving the mediation certificate gives you time.", "Receiving the mediation certificate"),
    ("phrase", "On receipt of the certificate, appeal.", "receipt of the certificate"),
    ("phrase", "Within 3 working days of receiving it.", "working days of receiving"),
    ("phrase", "It is Too Late to appeal.", "Too Late"),
    ("phrase", "Ask the CCG.", "CCG"),
    ("phrase", "Your Clinical Commissioning Group arranges it.", "Clinical Commissioning Group"),
    ("phrase", "The CCG arranges it. It was new then.", "CCG"),
    ("phrase", "This is part of a national trial.", "national trial"),
    ("phrase", "Send it to SENDIST.", "SENDIST"),
    ("phrase", "He is statemented.", "statemented"),
    ("phrase", "Please note that it is free.", "Please note"),
    ("phrase", "In order to appeal, write.", "In order to"),
    ("phrase", "Utilise the form.", "Utilise"),
    ("phrase", "Prior to your appeal, write.", "Prior to"),
    ("phrase", "The time commences today.", "commences"),
    ("phrase", "Welcome!", "!"),
    ("phrase", "Unfortunately, no.", "Unfortunately"),
    ("phrase", "I'm so sorry.", "so sorry"),
    ("phrase", "I am really sorry.", "really sorry"),
    ("phrase", "That is amazing.", "amazing"),
    ("phrase", "You should mediate.", "should mediate"),
    ("phrase", "Families ought to try mediation.", "ought to try mediation"),
    ("phrase", "You should first go to mediation.", "should first go to mediation"),
    ("phrase", "You should avoid mediation.", "should avoid mediation"),
    ("phrase", "We recommend mediation.", "We recommend"),
    ("phrase", "I would suggest talking.", "I would suggest"),
    ("phrase", "Mediation is usually quicker.", "Mediation is usually quicker"),
    ("phrase", "Mediation is the best way.", "Mediation is the best"),
    ("phrase", "It is worth trying mediation.", "worth trying mediation"),
    ("phrase", "Don't bother with mediation.", "Don't bother with mediation"),
    ("phrase", "Click here.", "Click here"),
    ("phrase", "A pupil with special needs has rights.", "pupil with special needs"),
    ("phrase", "Every special needs child has rights.", "special needs child"),
    ("phrase", "SEN pupils get help.", "SEN pupils"),
    ("phrase", "He suffers from autism.", "suffers from"),
    ("phrase", "She is wheelchair-bound.", "wheelchair-bound"),
    ("phrase", "Like normal children, they learn.", "normal children"),
    ("phrase", "Schools for the handicapped.", "handicapped"),
    ("phone number", "Ring 0151 934 234.", "0151 934 234"),
    ("phone number", "Ring 0151 934 23477.", "0151 934 23477"),
    ("phone number", "Ring 0151 934 2347.", "0151 934 2347"),
    ("phone number", "Phone (020) 8441 1355 now.", "(020) 8441 1355"),
    ("phone number", "Our number is +44 20 8441 1355.", "+44 20 8441 1355"),
    ("phone number", "It is 01325-289351.", "01325-289351"),
    ("phone number", "Ring 111.", "111"),
    ("phone number", "Ring 116 124, free.", "116 124"),
    ("phone number", "The line 1325289350 is open.", "1325289350"),
    ("address", "Write to sen@sefton.gov.uk.", "sen@sefton.gov.uk"),
    ("address", "See https://www.example.org/help.", "https://www.example.org/help"),
    ("address", "See www.example.org", "www.example.org"),
    ("address", "See example.co.uk/send for more.", "example.co.uk/send"),
    ("address", "See gov.uk/no-such-page.", "gov.uk/no-such-page"),
    ("address", "See ipsea.org.uk.", "ipsea.org.uk"),
    ("acronym", "Ask the LGSCO.", "LGSCO"),
    ("acronym", "Ask your local SENDIASS for help.", "SENDIASS"),
    ("acronym", "It is for an EHC assessment.", "EHC"),
    ("acronym", "SEND is a long word.", "SEND"),
    ("acronym", "Fill in SEND36.", "SEND36"),
    ("acronym", "It is so. (EHC Regulations 2014, regulation 3)", "EHC"),
    ("acronym", "The case is UKUT 5.", "UKUT"),
    ("date", "By 2026-05-05.", "2026-05-05"),
    ("date", "By 05/05/2026.", "05/05/2026"),
    ("date", "By 5.5.26.", "5.5.26"),
    ("date", "By 5th May 2026.", "5th May 2026"),
    ("date", "By the 5 of May.", "the 5 of May"),
    ("date", "By May 5, 2026.", "May 5, 2026"),
    ("date", "By March 3rd.", "March 3rd"),
    ("date", "By 3 Mar 2026.", "3 Mar 2026"),
    ("date", "By 03 March 2026.", "03 March 2026"),
    ("date", "By Tue 5 May 2026.", "Tue 5 May 2026"),
    ("date", "By Tuesday, 5 May 2026.", "Tuesday, 5 May 2026"),
    ("date", "By 3 March.", "3 March"),
    ("date", "By 3 March 26.", "3 March 26"),
    ("date", "By Sunday 31 August.", "Sunday 31 August"),
    ("spelling", "Behavior counts.", "Behavior"),
    ("spelling", "It is organized well.", "organized"),
    ("spelling", "The children's center.", "center"),
    ("spelling", "A canceled meeting.", "canceled"),
    ("spelling", "On enrollment.", "enrollment"),
]  # fmt: skip

# What only looks like a defect.
NEAR_MISSES = [
    ("sentence length", f"{WORDS_25}."),
    ("sentence length", f"{WORDS_25}. And {WORDS_25[5:]}."),
    ("sentence length", f"{WORDS_25}\n{WORDS_25}"),
    ("sentence length", f"• {WORDS_25}\n12. {WORDS_25}"),
    ("sentence length", f"{WORDS_25}. (Children and Families Act 2014, section 55)"),
    ("sentence length", f"{WORDS_25} (Tribunal Procedure Rules 2008, rule 20)."),
    ("sentence length", f"{WORDS_25}. (Tips of ours. Your right to a supporter: SEND Regulations 2014, regulation 38)"),
    ("sentence length", f"{WORDS_25}. (Sections 55 and 56)"),
    ("sentence length", f"{WORDS_25}. (CM v Surrey County Council [2014] UKUT 4 (AAC); IPSEA)"),
    ("sentence length", f"{' '.join(['word'] * 21)} {{last_day}}."),
    ("sentence length", f"{WORDS_25}\n{{facts}}"),
    ("sentence length", f'Say: "{WORDS_25[:-10]}." Say whether you want it, and that you can say no.'),
    ("sentence length", f"{WORDS_25}. [Delete this.]"),
    ("reading age", "Ring the mediation adviser today. Ask for your certificate. Then send the form to the SEND Tribunal."),
    ("reading age", "Disagreement resolution: mediation certificate."),  # too short to tell
    ("phrase", "You have 60 school days."),
    ("phrase", "Appeal within 2 months of the date on the letter."),
    ("phrase", "The day you got it does not count."),
    ("phrase", "The certificate must come within 3 working days of being told."),
    ("phrase", "It came late, so say why. It is far too soon to tell."),
    ("phrase", "Integrated care boards (once clinical commissioning groups) arrange it."),
    ("phrase", "It began as a national trial in 2018."),
    ("phrase", "The SEND Tribunal (the old name was SENDIST)."),
    ("phrase", "A statement says what was decided. Note the date, please. An order to act."),
    ("phrase", "SOS!SEN helps."),
    ("phrase", "I am sorry that it is so hard."),
    ("phrase", "The mediator should find out your child's views."),
    ("phrase", "The council should have sent a letter about mediation."),
    ("phrase", "Mediation is free, and your choice. You need not mediate."),
    ("phrase", "You can ask for mediation."),
    ("phrase", "The Tribunal can make recommendations."),
    ("phrase", "The council may recommend a school."),
    ("phrase", "Children and young people with special needs have rights."),
    ("phrase", "Your local special needs advice service can help. Ask the special needs team."),
    ("phrase", "Normally you must go within 12 months."),
    ("phone number", "The SEND Tribunal: 01325 289350."),
    ("phone number", "Ring 999, or 116 123."),
    ("phone number", "From 3 April 2018 to 5 May 2026, 2 months."),
    ("phone number", "SI 2017/1306, and 2026-05-05, regulations 34 to 41."),
    ("phone number", "Ring within 2 months. Call it 1 month."),
    ("phone number", "0 to 25 years, 1. Ring 2. Write"),
    ("address", "GOV.UK has the form. Write to send@justice.gov.uk."),
    ("address", f"See https://www.{HELD}."),
    ("address", f"({HELD}/)"),
    ("address", "Write to sen@example.gov.uk."),
    ("address", "Send it today.Then wait. It is 2.30 or 5.30pm, e.g. in May."),
    ("acronym", "Ask the Ombudsman (LGSCO). The LGSCO is free."),
    ("acronym", "An education, health and care plan (EHC plan, EHCP). An EHCP has sections."),
    ("acronym", "SENDIASS (special educational needs advice service). Your SENDIASS is free."),
    ("acronym", "Ask IPSEA (a charity)."),
    ("acronym", "EHC means education, health and care."),
    ("acronym", "• IPSEA and SOS!SEN: charities that know the law."),
    ("acronym", "Charities such as IPSEA advise free."),
    ("acronym", "The NHS and the SEND Tribunal. Form SEND35a, a PDF on GOV.UK."),
    ("acronym", "It is so. (SEND Regulations 2014, regulation 33; SEND Code of Practice)"),
    ("acronym", "It is so. (CM v Surrey County Council [2014] UKUT 4 (AAC); IPSEA)"),
    ("acronym", "I am A parent. Section I, sections B and F. {NOT_ONE}"),
    ("acronym", "See https://www.example.org/SENDIASS."),
    ("date", "By Tuesday 5 May 2026, or 3 March 2026."),
    ("date", "The first working day after 31 August. From 25 December to 1 January."),
    ("date", "You may 5 times. In May 2026, in 2014, 2 months, 15 school days."),
    ("date", "It says that the council must decide.\n2 Marchers. Regulation 3 may apply."),
    ("date", "By {last_day}, 5pm."),
    ("date", "SI 2017/1306. A score of 3.5 or 1/2."),
    ("spelling", "Behaviour, centre, organise, cancelled, enrolled, analyses, colour."),
    ("spelling", "The size of a prize. He seized it. A computer program."),
]  # fmt: skip


@pytest.mark.parametrize(("check", "words", "about"), DEFECTS, ids=[f"{c}: {a}" for c, _, a in DEFECTS])
def test_a_planted_defect_is_found(check: str, words: str, about: str) -> None:
    assert any(about in said for said in found(check, words)), found(check, words)


@pytest.mark.parametrize(("check", "words"), NEAR_MISSES)
def test_a_near_miss_is_not_found(check: str, words: str) -> None:
    assert found(check, words) == []


def test_every_check_has_a_planted_defect_and_a_near_miss() -> None:
    checks = {*CHECKS, "reading age"}
    assert {check for check, _, _ in DEFECTS} == {check for check, _ in NEAR_MISSES} == checks


def test_every_phrase_and_spelling_is_sought_in_small_and_capital_letters() -> None:
    for words in ("we recommend mediation", "WE RECOMMEND MEDIATION", "behavior", "BEHAVIOR"):
        assert found("phrase", words) or found("spelling", words)


@pytest.mark.parametrize("words", ["Ask the CCG.", "It is a national trial.", "Send it to SENDIST."])
def test_law_that_has_ended_may_use_the_names_of_its_day(words: str) -> None:
    assert found("phrase", words)
    assert not found("phrase", words, past=True)
    assert found("phrase", "Please note this.", past=True)


# ---------------------------------------------------------------- counting


def test_a_text_is_counted_in_sentences_without_markers_sources_and_lists() -> None:
    words = 'Tell them:\n1. Say: "I appeal." Wait.\n• Aim for {aim_for}. {days_left}\n{facts}\n(Sections 55 and 56)'
    assert sentences(words, LISTS) == [
        "Tell them:",
        'Say: "I appeal.',
        "Wait.",
        "Aim for day day day day.",
        "day day day day day",
    ]


def test_a_word_is_what_stands_between_spaces() -> None:
    assert words_of("It's 5pm, GOV.UK re-assessment (SEND35a) - “yes”.") == [
        "It's",
        "5pm",
        "GOV.UK",
        "re-assessment",
        "SEND35a",
        "yes",
    ]


def test_only_a_bracket_that_names_a_source_is_a_citation() -> None:
    assert citations("Free. (LGSCO)\nYes (a charity)\nNo. (SI 2017/1306)", LISTS) == "LGSCO\nSI 2017/1306"


SYLLABLES = """
    you 1  you're 1  date 1  needs 1  months 1  changed 1  helped 1  rules 1  names 1  schools 1  letter 2  about 2  only 2
    today 2  ended 2  tables 2  pages 2  changes 2  people 2  going 2  being 2  social 2  special 2  official 3  parent 2
    family 3  charity 3  disagree 3  certificate 4  mediation 4  mediator 4  tribunal 3  assessment 3  re-assess 3  ombudsman 3
    education 4  disagreement 4  educational 5  confidential 4  responsibility 6  2026 1  the 1
""".split()  # noqa: SIM905


@pytest.mark.parametrize(("word", "count"), list(zip(SYLLABLES[::2], map(int, SYLLABLES[1::2]), strict=True)))
def test_syllables_are_counted_as_they_are_spoken(word: str, count: int) -> None:
    nothing_easy = LISTS.copy(update={"reading_age": LISTS.reading_age.copy(update={"easy_words": frozenset()})})
    assert syllables(word, nothing_easy) == count


def test_legal_terms_that_are_explained_count_as_easy() -> None:
    easy = LISTS.reading_age.easy_syllables
    assert [syllables(word, LISTS) for word in ("certificate", "Tribunal's", "mediators", "SENDIASS")] == [easy] * 4
    assert syllables("health", LISTS) == 1


def test_short_words_and_sentences_read_younger() -> None:
    plain = "The council said no. You can ask why. Send it a letter, and keep a copy of it at home."
    wordy = (
        "The authority declined. You may legitimately interrogate its motivation. "
        "Communicate formally, retaining duplicate documentation throughout, invariably."
    )
    young, old = reading_age(plain, LISTS), reading_age(wordy, LISTS)
    assert young and old and young < 7 < 15 < old


def test_the_reading_age_is_flesch_and_kincaids_grade_and_five_years() -> None:
    assert reading_age("The cat sat on the mat all day. It was not a happy cat at all, was it?", LISTS) == pytest.approx(
        round(0.39 * 18 / 2 + 11.8 * 19 / 18 - 15.59 + 5, 1)
    )


def test_a_line_of_the_rules_is_measured_with_the_lines_beside_it() -> None:
    lines = [Text("law.yml", f"row.{n}", words, line=True) for n, words in enumerate([HARD, "You can appeal. It is free."])]
    (passage,) = passages(lines)
    assert (passage.file, passage.name, passage.words) == ("law.yml", "all lines", f"{HARD}\nYou can appeal. It is free.")


# ---------------------------------------------------------------- texts


def test_every_variation_and_every_suggested_answer_is_read() -> None:
    responses = {"utter_a": [{"text": "One’s own"}, {"text": "Two", "buttons": [{"title": "Three", "payload": "/x"}]}]}
    assert [(t.name, t.words) for t in domain_texts(responses, "domain.yml")] == [
        ("utter_a", "One's own"), ("utter_a", "Two"), ("utter_a", "Three")]  # fmt: skip


def test_the_words_of_the_rules_are_named_by_their_path() -> None:
    assert [(t.name, t.words) for t in word_texts({"a": {"b": {"yes": "Yes."}}, "c": "C"}, "words.yml")] == [
        ("a.b.yes", "Yes."), ("c", "C")]  # fmt: skip


def test_all_three_files_are_read() -> None:
    texts = shown_texts()
    assert {t.file for t in texts} == {"domain.yml", "actions/rules/words.yml", "actions/rules/law.yml"}
    assert {"utter_greet", "utter_faq/cost", "answer.certificate.yes", "dr.kind_3"} <= {t.name for t in texts}
    assert {t.past for t in texts if t.name == "dr.kind_3"} == {True, False}
    assert len(texts) == len(set(texts))


# ---------------------------------------------------------------- exemptions, lists, the commands


def exempting(*exemptions: Exemption) -> Given:
    return Given(LISTS.copy(update={"exemptions": exemptions}))


EXEMPTION = Exemption(check="phrase", where="utter_example", words="60 days", reason="a quotation")


def test_a_finding_names_file_response_and_words() -> None:
    (finding,) = findings([text("Within 60 days.")], exempting())
    assert isinstance(finding, Finding)
    assert str(finding).startswith('domain.yml: utter_example: phrase: "60 days"')
    assert "Write: 2 months" in str(finding)


def test_an_exemption_is_for_its_text_check_and_words_alone() -> None:
    assert failures([text("Within 60 days.")], exempting(EXEMPTION)) == []
    assert len(failures([text("Within 60 days. Please note that.")], exempting(EXEMPTION))) == 1
    assert len(failures([text("Within 60 days."), text("60 days", "utter_other")], exempting(EXEMPTION))) == 1


def test_an_exemption_that_nothing_needs_is_a_failure() -> None:
    (said,) = failures([text("Within 2 months.")], exempting(EXEMPTION))
    assert "utter_example" in said and "not needed" in said


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"exemptions": [{"check": "phrase", "where": "x", "words": "y"}]}, "exemptions.0.reason"),
        ({"exemptions": [{"check": "phrase", "where": "x", "words": "y", "reason": " "}]}, "exemptions.0.reason"),
        ({"exemptions": [{"check": "taste", "where": "x", "words": "y", "reason": "z"}]}, "exemptions.0.check"),
        ({"phone_numbers": [{"value": "01325 289350"}]}, "phone_numbers.0.source"),
        ({"addresses": [{"value": "x.org"}]}, "addresses.0.source"),
        ({"acronyms": {"known": {"ABC": ""}, "in_citations": {}}}, "acronyms.known.ABC"),
        ({"phrases": [{"find": "(", "why": "a", "instead": "b"}]}, "phrases.0.find"),
        ({"phrases": [{"find": "x", "why": "a"}]}, "phrases.0.instead"),
        ({"days_of_every_year": {"1 May": ""}}, "days_of_every_year.1 May"),
        ({"colour": "red"}, "colour"),
    ],
)
def test_a_broken_list_is_named(change: dict[str, object], named: str, tmp_path: Path) -> None:
    lists = yaml.safe_load(LISTS_FILE.read_text(encoding="utf-8"))
    path = tmp_path / "lists.yml"
    path.write_text(yaml.safe_dump({**lists, **change}), encoding="utf-8")
    with pytest.raises(ValueError, match=rf"^lists\.yml, field {named}:"):
        read_lists(path)


def test_numbers_of_the_list_are_british_ones_or_said_to_be_short() -> None:
    for entry in LISTS.phone_numbers:
        digits = sum(c.isdigit() for c in entry.value)
        assert entry.short if digits not in (10, 11) else not entry.short


def test_the_texts_of_the_project_pass() -> None:
    assert wording_lint.wording_failures() == []


def test_what_the_law_and_the_councils_hold_may_be_named() -> None:
    assert HELD in wording_lint.of_this_project().addresses


def test_the_command_prints_what_is_wrong(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(wording_lint, "shown_texts", lambda: [text("It is too late.")])
    monkeypatch.setattr(wording_lint, "of_this_project", exempting)
    monkeypatch.setattr("sys.argv", ["wording_lint"])
    assert wording_lint.main() == 1
    assert capsys.readouterr().err.startswith("error: domain.yml: utter_example: phrase:")


def test_the_command_prints_the_reading_ages(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(wording_lint, "shown_texts", lambda: [text("The council said no. " * 4)])
    monkeypatch.setattr(wording_lint, "of_this_project", exempting)
    monkeypatch.setattr("sys.argv", ["wording_lint", "--ages"])
    assert wording_lint.main() == 0
    assert "utter_example" in capsys.readouterr().out


def test_make_lint_fails_where_the_wording_does(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(lint, "validation_failures", list)
    monkeypatch.setattr(lint, "wording_failures", lambda: ["domain.yml: utter_example: phrase"])
    assert lint.main() == 1
    assert "error: domain.yml: utter_example: phrase" in capsys.readouterr().err
