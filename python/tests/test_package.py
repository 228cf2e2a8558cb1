"""The package as it is installed: its examples, its types, its place in a notebook."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from sample import ROOT

import eventstudy as es

NAMES = [m.name for m in pkgutil.iter_modules(es.__path__) if m.name != "_eventstudy"]


@pytest.mark.parametrize("name", ["eventstudy", *(f"eventstudy.{name}" for name in NAMES)])
def test_examples_of_the_documentation_run(name: str) -> None:
    failed, _ = doctest.testmod(importlib.import_module(name))
    assert failed == 0


def test_there_are_examples() -> None:
    finder = doctest.DocTestFinder()
    found = [finder.find(importlib.import_module(f"eventstudy.{name}")) for name in NAMES]
    assert sum(bool(test.examples) for tests in found for test in tests) >= 4


def test_types_hold_for_the_package_and_for_a_user(tmp_path: Path) -> None:
    user = tmp_path / "user.py"
    user.write_text(
        "import eventstudy as es\n"
        "result = es.Study('meta-avocado', tickers=['META'], window=(-5, 5)).run()\n"
        "assert isinstance(result, es.Results)\n"
        "rows: int = len(result.abnormal_returns)\n"
        "png: bytes = result.plot().png\n"
    )
    package = Path(es.__path__[0])
    settings = str(ROOT / "python" / "pyproject.toml")
    asked = [sys.executable, "-m", "mypy", "--no-incremental", "--config-file", settings]
    for target in (["-p", "eventstudy"], [str(user)]):
        done = subprocess.run([*asked, *target], cwd=tmp_path, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert (package / "py.typed").exists()


def test_the_stub_says_what_the_extension_has() -> None:
    asked = [sys.executable, "-m", "mypy.stubtest", "eventstudy._eventstudy"]
    done = subprocess.run(
        [*asked, "--ignore-missing-stub"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_a_result_shows_itself() -> None:
    result = es.Study("meta-avocado").run()
    html = result._repr_html_()
    assert "SIMULATED" in html and "META" in html and "noise" in html
    assert "SIMULATED" in str(result)
    assert "\x1b[" not in str(result)
    assert "SIMULATED" in repr(result)


def test_a_picture_shows_and_saves_itself(tmp_path: Path) -> None:
    picture = es.Study("meta-avocado", language="ar").run().plot()
    assert picture._repr_png_().startswith(b"\x89PNG")
    assert picture.save(tmp_path / "report.png").read_bytes() == picture.png
    assert picture.save(tmp_path / "report.svg").read_text().startswith("<svg")
    with pytest.raises(ValueError, match="neither"):
        picture.save(tmp_path / "report.jpg")


def test_lists_name_what_there_is() -> None:
    assert {"market-model", "garch"} <= {model["id"] for model in es.models()}
    assert {"bmp", "wilcoxon"} <= {test["id"] for test in es.tests()}
    assert es.events()[0]["id"]
