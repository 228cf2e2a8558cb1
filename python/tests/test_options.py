"""Options: the library, the command and the keywords say the same."""

from __future__ import annotations

import inspect
import re
import subprocess
from pathlib import Path

import eventstudy as es
from eventstudy import _eventstudy

PARAMETERS = inspect.signature(es.Study).parameters


def test_the_default_of_a_keyword_is_that_of_the_library() -> None:
    defaults = _eventstudy.defaults()
    names = [name for name, _, _ in _eventstudy.options()]
    assert set(defaults) == {*names, "language"}
    for name, default in defaults.items():
        assert PARAMETERS[name].default == default, name
    assert defaults["estimation_length"] == 250 and defaults["alpha"] == 0.05
    assert defaults["by"] is None and defaults["also"] == ()


def test_the_words_of_an_option_are_documented_and_the_command_lists_them(command: Path) -> None:
    asked = [str(command), "--help"]
    told = subprocess.run(asked, capture_output=True, text=True, check=True).stdout
    documented = inspect.getdoc(es.Study) or ""
    for name, flag, words in _eventstudy.options():
        own = re.split(r"\n +(?:-\w, )?--", told.split(f"--{flag}")[1])[0]
        keyword = re.split(r"\n    \w+: ", documented.split(f"\n    {name}: ")[1])[0]
        for word in words:
            assert f"- {word}:" in own, f"--{flag}"
            assert f"``{word}``" in keyword, name
        default = _eventstudy.defaults()[name]
        if default not in (None, (), False):
            assert f"[default: {default}]" in own, f"--{flag}"


def test_a_text_that_an_option_does_not_take_is_named_with_those_it_takes() -> None:
    for choices, said, hint in (
        ({"returns": "compound"}, "returns is `compound`", "give simple or log"),
        ({"also": "beta"}, "also is `beta`", "give calendar-time, volume,"),
        ({"exclude_days": ["tomorrow"]}, "`tomorrow`", "2025-12-10"),
        ({"language": "eo"}, "language is `eo`", "give en or ar"),
    ):
        try:
            es.Study("meta-avocado", **choices).run()  # type: ignore[arg-type]
        except es.StudyError as error:
            assert said in error.message and hint in error.hint
        else:
            raise AssertionError(f"{choices} were taken")
