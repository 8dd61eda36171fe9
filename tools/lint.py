"""Checks beside ruff and mypy: Rasa's validation, with failures that fail; the wording; the age of the law; the council files."""

from __future__ import annotations

import re
import subprocess
import sys

from actions.clock import today
from actions.rules.law import stale
from tools.serve import check_inputs, environment
from tools.wording_lint import wording_failures

# What Rasa warns of and is right as it is: responses that only code or a form speaks (tests/unit/test_assistant_files.py checks
# them), our subclass of RulePolicy, the retrieval intent that Rasa itself puts in twice, intents that nobody types, and words
# that stand for one body here and for another there (no synonym mapper reads them).
_NOISE = re.compile(
    r"The utterance '.*' is not used in any story or rule|'RulePolicy' is not included|More info at|^\s*$"
    r"|Found inconsistent entity synonyms|duplicated intents .*: faq$"
    r"|The intent '(?:no_words|none_of_these|council_letter|set_facts|change_fact)' is listed in the domain file, but "
)
_WARNING = re.compile(r"UserWarning: (.*)|^(?:\S+ )?\S+ (?:ERROR|WARNING)\s+(.*)")


def validation_failures() -> list[str]:
    """What `rasa data validate` finds wrong; a mere warning counts."""
    command = [sys.executable, "-m", "rasa", "data", "validate", "--domain", "domain.yml", "--data", "data"]
    env = {**environment(), "PYTHONWARNINGS": "default"}
    done = subprocess.run(command, capture_output=True, text=True, env=env, check=False)
    found = []
    for line in (done.stdout + done.stderr).splitlines():
        plain = re.sub(r"\x1b\[[0-9;]*m", "", line)
        match = _WARNING.search(plain)
        if match and "rasa" in plain and not _NOISE.search(words := match[1] or match[2] or ""):
            found.append(words)
    if done.returncode and not found:
        found.append((done.stderr or done.stdout).strip().splitlines()[-1])
    return found


def main() -> int:
    """Print what is wrong (1) and what to look at (0)."""
    failures = validation_failures() + wording_failures()
    if wrong := check_inputs():
        failures.append(wrong)
    for failure in failures:
        print(f"error: {failure}", file=sys.stderr)
    for rule in stale(today()):
        print(f"warning: law.yml: {rule.id} was last compared with its source on {rule.checked_on}. Read {rule.link} again.")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
