"""The committed notebooks, run again: every output must come out as it stands there.

`EVENTSTUDY_NOTEBOOKS=write python -m pytest python/tests/test_notebooks.py` writes new outputs.
"""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbclient import NotebookClient

from sample import ROOT

FOLDER = ROOT / "examples" / "notebooks"
WRITE = os.environ.get("EVENTSTUDY_NOTEBOOKS") == "write"
IN_PYTHON = ["main_event.ipynb", "many_announcements.ipynb"]
IN_RUST = FOLDER / "main_event_rust.ipynb"


def read(path: Path) -> Any:
    return nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]


def code(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def without_bars(notebook: Any) -> Any:
    """A slow machine shows a bar, which leaves an empty output behind."""
    for cell in code(notebook):
        cell.outputs = [o for o in cell.outputs if "data" not in o or any(o.data.values())]
    return notebook


def outputs(cell: Any) -> list[dict[str, Any]]:
    """What a reader sees of a cell: streams in one piece, data by type."""
    seen: list[dict[str, Any]] = []
    for output in cell.outputs:
        if output.output_type == "stream" and seen and seen[-1].get("stream") == output.name:
            seen[-1]["text"] += output.text
        elif output.output_type == "stream":
            seen.append({"stream": output.name, "text": output.text})
        elif output.output_type == "error":
            seen.append({"error": output.ename})
        else:
            seen.append({kind: str(data).strip() for kind, data in output.data.items()})
    return seen


@pytest.mark.parametrize("name", IN_PYTHON)
def test_a_notebook_comes_out_as_it_stands(name: str) -> None:
    committed = read(FOLDER / name)
    again = read(FOLDER / name)
    client = NotebookClient(again, timeout=600, record_timing=False, kernel_name="python3")
    client.execute(cwd=FOLDER)
    without_bars(again)
    if WRITE:
        again.metadata.language_info = {"name": "python"}
        nbformat.write(again, FOLDER / name)  # type: ignore[no-untyped-call]
        return
    for was, now in zip(code(committed), code(again), strict=True):
        assert was.execution_count == now.execution_count, "the notebook is committed executed"
        assert outputs(was) == outputs(now), was.source


def cells_of_rust() -> str:
    """The cells as one function body; what only the kernel understands is left out."""
    lines = "\n".join(cell.source for cell in code(read(IN_RUST))).splitlines()
    return "\n".join(line for line in lines if not line.startswith(":dep"))


def put(notebook: Any, told: str) -> None:
    """Gives each cell its part of what the example printed. Where a cell prints another number of
    lines than before, its output has to be cut by hand once."""
    lines = told.splitlines(keepends=True)
    for at, cell in enumerate(code(notebook), start=1):
        before = "".join(o["text"] for o in outputs(cell) if "text" in o)
        own, lines = lines[: before.count("\n")], lines[before.count("\n") :]
        printed = nbformat.v4.new_output("stream", name="stdout", text="".join(own))
        cell.outputs, cell.execution_count = [printed] if own else [], at
    assert not lines, f"no cell has printed so many lines: {lines}"


def test_the_rust_notebook_is_the_example() -> None:
    """Compiling the library anew for evcxr takes minutes, so that its cells are also an example."""
    example = IN_RUST.with_suffix(".rs").read_text()
    body = re.search(r"\{\n(.*)\n    Ok\(\(\)\)\n\}\n$", example, re.DOTALL)
    assert body is not None

    def bare(text: str) -> str:
        return re.sub(r"\s+", "", text)

    assert bare(body[1]) == bare(cells_of_rust())


def test_the_rust_notebook_prints_what_stands_there() -> None:
    asked = ["cargo", "run", "--quiet", "--locked", "--example", "main_event_notebook"]
    done = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    notebook = read(IN_RUST)
    if WRITE:
        put(notebook, done.stdout)
        nbformat.write(notebook, IN_RUST)  # type: ignore[no-untyped-call]
        return
    told = "".join(o["text"] for cell in code(notebook) for o in outputs(cell) if "text" in o)
    assert told == done.stdout
