"""How far a study is, in a notebook or a terminal.

Made here and not with tqdm: in a notebook tqdm needs ipywidgets and a front end that has them, and
all there is to show is one bar.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TypeAlias

Progress: TypeAlias = "bool | Callable[[int, int], object] | None"

_PATIENCE = 0.7
_WIDTH = 40


def follower(progress: Progress) -> Bar | Callable[[int, int], object] | None:
    """What is called with progress: a bar for ``True``, also for ``None`` where it can be seen."""
    if progress is False:
        return None
    if callable(progress):
        return progress
    notebook = _notebook()
    if notebook is not None:
        return _InNotebook(notebook)
    if progress or sys.stderr.isatty():
        return _InTerminal()
    return None


class Bar:
    """A bar that appears only if the study takes a while, and goes when it is done."""

    def __init__(self) -> None:
        self._start = time.monotonic()
        self._shown = False

    def __call__(self, done: int, total: int) -> None:
        if total and (self._shown or time.monotonic() - self._start > _PATIENCE):
            self._shown = True
            self._show(done, total)

    def close(self) -> None:
        if self._shown:
            self._clear()

    def _show(self, done: int, total: int) -> None:
        raise NotImplementedError

    def _clear(self) -> None:
        raise NotImplementedError


class _InTerminal(Bar):
    def _show(self, done: int, total: int) -> None:
        filled = _WIDTH * done // total
        bar = "#" * filled + "-" * (_WIDTH - filled)
        sys.stderr.write(f"\r[{bar}] {done:,}/{total:,} events")
        sys.stderr.flush()

    def _clear(self) -> None:
        sys.stderr.write("\r" + " " * (_WIDTH + 40) + "\r")
        sys.stderr.flush()


class _InNotebook(Bar):
    def __init__(self, display: Callable[..., Any]) -> None:
        super().__init__()
        self._display = display
        self._handle: Any = None

    def _show(self, done: int, total: int) -> None:
        html = (
            f'<progress value="{done}" max="{total}" style="width:20em"></progress> '
            f"{done:,} of {total:,} events"
        )
        if self._handle is None:
            self._handle = self._display(_Html(html), display_id=True)
        elif self._handle is not None:
            self._handle.update(_Html(html))

    def _clear(self) -> None:
        if self._handle is not None:
            self._handle.update(_Html(""))


class _Html:
    def __init__(self, html: str) -> None:
        self._html = html

    def _repr_html_(self) -> str:
        return self._html

    def __repr__(self) -> str:
        return ""


def _notebook() -> Callable[..., Any] | None:
    """IPython's display in a kernel, else nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    if shell is None or not hasattr(shell, "kernel"):
        return None
    from IPython.display import display

    show: Callable[..., Any] = display
    return show
