"""The pages about the guide: true, plain, and with a visibly empty place for everything that only the council can say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import ThreadingHTTPServer
from importlib.util import module_from_spec, spec_from_file_location
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import requests
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, StrictUndefined

from councils import Council
from tests.patience import ANSWER
from tools.reading_age import reading_age
from tools.wording_lint import Given, findings, of_this_project
from tools.wording_texts import Text

ROOT = Path(__file__).parents[2]
TEMPLATES = ROOT / "channels" / "page" / "templates"
PAGES = ["about", "privacy", "accessibility"]
OLDEST_READER = 12  # years
NOT_FILLED_IN = "Your council has not filled this in yet."

# Other sites that the pages may lead to; a link from elsewhere is a slip.
SITES = {
    "https://www.ipsea.org.uk/",
    "https://www.lgo.org.uk/",
    "https://ico.org.uk/make-a-complaint/",
    "https://www.equalityadvisoryservice.com/",
    "https://www.w3.org/TR/WCAG22/",
    "https://mcmw.abilitynet.org.uk/",
}
# Acronyms that the pages may use without an explanation, each with its reason.
KNOWN = {
    "AA": "the name of a level of the standard, in the words that the model statement prescribes",
    "NVDA": "the name of a program; its users know it by no other",
    "JAWS": "the name of a program; its users know it by no other",
    "IPSEA": "the name of a charity, which the text says it is",
    "JavaScript": "the name of a language",
    "VoiceOver": "the name of a program",
    "TalkBack": "the name of a program",
    "AbilityNet": "the name of a charity",
    "IP": "in brackets after its meaning",
    "GDPR": "part of the name UK GDPR, which the text explains",
    "SENDIASS": "explained on its first use, which may be a list item before",
    "SEND": "explained on its first use, or part of a name",
    "WCAG": "explained in the text of a link",
}

COUNCIL = Council.parse_obj(
    {
        "key": "example",
        "name": "Example <b>Council</b>",
        "called": ["Example"],
        "website": "https://www.example.gov.uk",
        "privacy_notice": "https://www.example.gov.uk/privacy",
        "accessibility_contact": {"team": "Web team", "email": "web@example.gov.uk"},
        "data_protection_contact": {"address": ["Town Hall", "High Street"], "phone": "0151 000 0000"},
        "data_protection_complaints": "https://www.example.gov.uk/data",
        "contacts": [
            {
                "purpose": purpose,
                "name": name,
                "website": f"https://{purpose}.example.org",
                "source": {"title": "A page", "checked_on": "2026-11-21"},
            }
            for purpose, name in (("complaints", "Complaints office"), ("sendiass", "Example SENDIASS"))
        ],
    }
)
LAW = [
    {
        "title": "Children and Families Act 2014, section 51",
        "link": "https://law.example.org/51",
        "checked_on": "21 November 2026",
    }
]


def page(name: str, council: Council | None = None, keep_hours: int = 24, embedded: bool = False) -> str:
    """A page inside a bare base, as HTML. A variable that the contract does not name is an error."""
    base = "<title>{% block title %}{% endblock %}</title><main>{% block main %}{% endblock %}</main>"
    loader = ChoiceLoader([DictLoader({"base.html": base}), FileSystemLoader(TEMPLATES)])
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    context: dict[str, Any] = {"base": "/send-guide", "static": "/static/{}".format, "title": "A title", "embedded": embedded}
    return environment.get_template(f"{name}.html").render(council=council, keep_hours=keep_hours, law_rows=LAW, **context)


STRAIGHT = str.maketrans("’“”", '\'""')  # the reading age and the checks of the wording know these quotes only
BLOCK_TAGS = {"title", "h1", "h2", "h3", "p", "li", "dt", "dd", "summary", "br"}


@dataclass
class Read(HTMLParser):
    """What a page holds: its blocks of text in order, its tags, its links and headings."""

    html: str
    blocks: list[tuple[str, str]] = field(default_factory=list)
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self.feed(self.html)
        self.blocks = [(tag, text) for tag, words in self.blocks if (text := " ".join(words.split()))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag in BLOCK_TAGS:
            self.blocks.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self.blocks:
            tag, words = self.blocks[-1]
            self.blocks[-1] = (tag, words + data.translate(STRAIGHT))

    @property
    def links(self) -> set[str]:
        return {str(attributes["href"]) for tag, attributes in self.tags if tag == "a"}

    def with_class(self, name: str) -> int:
        return sum(name in (attributes.get("class") or "").split() for _, attributes in self.tags)


def words(html: str) -> str:
    return "\n".join(text for _, text in Read(html).blocks)


EVERY_STATE = [(name, council, hours) for name in PAGES for council in (None, COUNCIL) for hours in (24, 1)]


@pytest.mark.parametrize(("name", "council", "hours"), EVERY_STATE)
def test_the_wording_is_plain(name: str, council: Council | None, hours: int) -> None:
    given = of_this_project()
    lists = given.lists.copy(
        update={"acronyms": given.lists.acronyms.copy(update={"known": {**given.lists.acronyms.known, **KNOWN}})}
    )
    own = {"web@example.gov.uk", "0151 000 0000"}
    blocks = [
        text
        for tag, text in Read(page(name, council, hours)).blocks
        if not any(word in text for word in own) and "https://" not in text
    ]
    # Without the comma of "1,073", which would be taken for the end of a number to ring.
    texts = [Text(name, text[:40], re.sub(r"(?<=\d),(?=\d{3})", "", text)) for text in blocks]
    wrong = [
        finding for finding in findings(texts, Given(lists, given.addresses)) if finding.check not in ("reading age", "acronym")
    ]
    # An acronym may be explained anywhere on its page.
    wrong += [
        finding
        for finding in findings([Text(name, name, "\n".join(blocks))], Given(lists, given.addresses))
        if finding.check == "acronym"
    ]
    assert not [str(finding) for finding in wrong]


@pytest.mark.parametrize("name", PAGES)
def test_a_reader_of_12_can_read_every_paragraph(name: str) -> None:
    lists = of_this_project().lists
    law_titles = lists.reading_age.copy(update={"names": (*lists.reading_age.names, *LAW_NAMES)})
    lists = lists.copy(update={"reading_age": law_titles})
    ages = {text: reading_age(text, lists) for _, text in Read(page(name)).blocks}
    measured = {text: age for text, age in ages.items() if age is not None}
    assert len(measured) >= 8
    assert not {text: age for text, age in measured.items() if age > OLDEST_READER}


# Names of laws, standards and bodies, whose words are not ours to choose.
LAW_NAMES = (
    "Public Sector Bodies (Websites and Mobile Applications) (No. 2) Accessibility Regulations 2018",
    "Web Content Accessibility Guidelines (WCAG) version 2.2",
    "Equality and Human Rights Commission (EHRC)",
    "Equality Advisory and Support Service (EASS)",
    "substantial public interest",
    "UK GDPR, Article 9(2)(g), and Data Protection Act 2018, Schedule 1, paragraph 6",
    "UK GDPR, Article 6(1)(e)",
    "special category data",
    "Information Commissioner's Office",
    "accessibility statement",
    "JavaScript",
)


@pytest.mark.parametrize(("name", "council", "hours"), EVERY_STATE)
def test_pages_keep_to_the_content_security_policy_and_the_outline(name: str, council: Council | None, hours: int) -> None:
    read = Read(page(name, council, hours))
    assert not [
        tag for tag, attributes in read.tags if tag in ("script", "style", "img", "iframe", "form") or "style" in attributes
    ]
    levels = [int(tag[1]) for tag, _ in read.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert read.blocks[0] == ("title", next(text for tag, text in read.blocks if tag == "h1") + " – SEND disagreement guide")
    ids = [attributes["id"] for _, attributes in read.tags if "id" in attributes]
    base = (TEMPLATES / "base.html").read_text(encoding="utf-8")
    assert len(ids) == len(set(ids)) and not [name for name in ids if f'id="{name}"' in base]


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_to_known_places(name: str) -> None:
    assert Read(page(name)).links <= SITES | {"/send-guide", LAW[0]["link"]}
    own = {
        "https://www.example.gov.uk",
        "https://www.example.gov.uk/privacy",
        "https://www.example.gov.uk/data",
        "mailto:web@example.gov.uk",
    }
    contacts = {"https://complaints.example.org", "https://sendiass.example.org", "tel:01510000000"}
    assert Read(page(name, COUNCIL)).links <= SITES | own | contacts | {"/send-guide", LAW[0]["link"]}


@pytest.mark.parametrize("name", PAGES)
def test_in_a_frame_other_sites_open_in_a_tab_of_their_own_and_say_so(name: str) -> None:
    read = Read(page(name, COUNCIL, embedded=True))
    outside = [attributes for tag, attributes in read.tags if tag == "a" and str(attributes["href"]).startswith("https://")]
    assert outside and all(attributes.get("target") == "_blank" and attributes.get("rel") == "noopener" for attributes in outside)
    assert words(read.html).count("(opens in a new tab)") == len(outside)
    assert "_blank" not in page(name, COUNCIL)


BLANKS = {  # what is visibly empty where no council is set up, page by page
    "about": {"The council that runs this copy", "Where to complain about the guide"},
    "privacy": {
        "The name of the council that is the controller",
        "The data protection officer",
        "The council's own privacy notice",
        "The date on which the data protection officer confirmed this",
        "Where to complain about your data",
    },
    "accessibility": {
        "The name of the council that runs this copy",
        "Whom to contact about accessibility, and how soon they answer",
        "The date on which the council checked this statement",
    },
}
NOBODY_CAN_FILL_IN = {  # dates on which somebody at the council did something: no field holds them
    "about": set(),
    "privacy": {"The date on which the data protection officer confirmed this"},
    "accessibility": {"The date on which the council checked this statement"},
}


def blanks(html: str) -> set[str]:
    assert html.count(NOT_FILLED_IN) == Read(html).with_class("guide-blank")
    return set(re.findall(rf"^\[(.*)\. {re.escape(NOT_FILLED_IN)}\]$", words(html), re.M))


@pytest.mark.parametrize("name", PAGES)
def test_what_nobody_has_filled_in_is_visibly_empty(name: str) -> None:
    assert blanks(page(name)) == BLANKS[name]
    assert blanks(page(name, COUNCIL)) == NOBODY_CAN_FILL_IN[name]


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("about", ["Complaints office", "Example SENDIASS"]),
        ("privacy", ["Phone: 0151 000 0000", "Town Hall, High Street"]),
        ("accessibility", ["Web team", "Email: web@example.gov.uk"]),
    ],
)
def test_what_the_council_has_filled_in_is_shown(name: str, shown: list[str]) -> None:
    said = words(page(name, COUNCIL)).splitlines()
    assert set(shown) <= set(said)
    assert any("Example <b>Council</b>" in line for line in said), "a council's words are text, never markup"


@pytest.mark.parametrize(
    ("hours", "said"), [(24, "After 24 hours without"), (1, "After 1 hour without"), (48, "After 48 hours without")]
)
def test_the_privacy_page_says_how_long_conversations_are_kept(hours: int, said: str) -> None:
    assert words(page("privacy", keep_hours=hours)).count(said) == 2


@pytest.mark.parametrize(("hours", "gaps"), [(24, 0), (20, 0), (19, 2)])
def test_a_time_limit_under_20_hours_is_owned_up_to(hours: int, gaps: int) -> None:
    """WCAG 2.2, 2.2.1 lets a limit of more than 20 hours be."""
    said = words(page("accessibility", keep_hours=hours))
    assert len(re.findall(r"less than the standard's 20 hours|other than the time limit", said)) == gaps


def test_the_one_cookie_is_named() -> None:
    said = words(page("privacy"))
    assert "guide_session" in said
    assert "no cookies to count visitors" in said


@pytest.mark.parametrize("law", ["Children and Families Act 2014, section 51", "Last checked: 21 November 2026"])
def test_the_law_and_its_dates_are_listed(law: str) -> None:
    assert law in words(page("about"))


@pytest.mark.parametrize("reviewer", ["lawyer", "SENDIASS", "parent carer forum", "user research", "screen reader"])
def test_what_has_not_been_done_is_said(reviewer: str) -> None:
    undone = words(page("about")).split("What has not been done")[1].split("What it cannot do")[0]
    assert any(reviewer in line and line.startswith("No") for line in undone.splitlines())


def test_the_figures_are_those_of_the_test_reports() -> None:
    """Whoever changes docs/understanding.md or the README changes the page with it."""
    said = words(page("about"))
    report = (ROOT / "docs" / "understanding.md").read_text(encoding="utf-8")
    first_cell = {line.split("|")[1].strip(): line.split("|")[2].strip() for line in report.splitlines() if line.startswith("| ")}
    total = re.search(r"all ([\d,]+)", next(line for line in report.splitlines() if line.startswith("| held-out messages")))
    assert total
    assert f"of {total[1]} test messages" in said
    assert f"it read {first_cell['label, all']} correctly" in said
    assert f"a wrong reading in {first_cell['wrong and acted on']}" in said
    assert f"in {first_cell['opponent, where one is named']} of the test messages" in said
    assert f"In {first_cell['messages with a false date']} of messages" in said
    assert f"it found {first_cell['date phrases found']} of them" in said
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "44 worked deadlines" in readme and "all 44 worked examples" in said
    assert "every day of 2024 to 2027" in readme and "every day from 2024 to 2027" in said


def test_the_page_of_the_others_has_the_blocks() -> None:
    base = (TEMPLATES / "base.html").read_text(encoding="utf-8")
    assert re.search(r"{%-? *block title *-?%}", base) and re.search(r"{%-? *block main *-?%}", base)


# ---------------------------------------------------------------- the made-up council's pages that lead to the guide

DEMONSTRATION = ROOT / "docs" / "demonstration"
GUIDE = "http://localhost:5005/send-guide"


@pytest.fixture(scope="module")
def council_site() -> Iterator[str]:
    """The address of the demonstration, served on a free port."""
    spec = spec_from_file_location("demonstration_serve", DEMONSTRATION / "serve.py")
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    server = ThreadingHTTPServer(("127.0.0.1", 0), module.Pages)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("path", ["/", "/frame.html", "/element.html"])
def test_the_demonstration_leads_to_the_guide(path: str, council_site: str) -> None:
    answer = requests.get(council_site + path, timeout=ANSWER)
    read = Read(answer.text)
    assert GUIDE in read.links, "a link stands on every page, for whom a frame does not work"
    frames = [attributes for tag, attributes in read.tags if tag in ("iframe", "send-guide")]
    assert len(frames) == (path != "/")
    assert all(frame["src"] == f"{GUIDE}?embedded=1" and frame["title"] for frame in frames)
    assert not [
        tag
        for tag, attributes in read.tags
        if tag == "style" or "style" in attributes or (tag == "script" and "src" not in attributes)
    ]
    assert "frame-src http://localhost:5005;" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/serve.py", "/../embedding.md", "/%2e%2e/embedding.md", "/README.md", "/conversations.db"])
def test_the_demonstration_serves_nothing_else(path: str, council_site: str) -> None:
    assert requests.get(council_site + path, timeout=ANSWER).status_code == 404


@pytest.mark.parametrize(
    "name", ["embedding.md", "dpia.md", "atrs-record.md", "accessibility-test-log.md", "demonstration/README.md"]
)
def test_the_papers_link_to_what_is_there(name: str) -> None:
    paper = ROOT / "docs" / name
    links = re.findall(r"\]\(([^)#:]+)(?:#[\w-]+)?\)", paper.read_text(encoding="utf-8"))
    assert [link for link in links if not (paper.parent / link).exists()] == []
