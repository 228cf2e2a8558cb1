"""What did the market do with a piece of news, and was it more than noise?

The same study as the command ``eventstudy`` and the Rust library, with the same numbers to the last
bit::

    import eventstudy as es

    study = es.Study(event="meta-avocado", tickers=["META", "BABA"], data="prices/")
    result = study.run()
    result                                 # a table in a notebook
    result.abnormal_returns.to_polars()
    result.plot()                          # the picture; .save("report.png")

Returns are decimal fractions, times are UTC, a missing value is ``None`` or null. Errors have a
class for each stage, a message and a hint, see :class:`EventStudyError`.
"""

from __future__ import annotations

import json
from os import fspath
from typing import Any

from . import _eventstudy
from ._errors import (
    CalendarError,
    CertificateError,
    ClaimError,
    EventError,
    EventStudyError,
    ModelError,
    PriceError,
    ReportError,
    StudyError,
)
from ._eventstudy import __version__
from ._frames import Frame, Path
from ._models import Estimate, Model, Sample, Window, linear_model
from ._picture import Picture
from ._results import Results, SampleResults
from ._study import Study

__all__ = [
    "CalendarError",
    "CertificateError",
    "ClaimError",
    "Estimate",
    "EventError",
    "EventStudyError",
    "Frame",
    "Model",
    "ModelError",
    "Picture",
    "PriceError",
    "ReportError",
    "Results",
    "Sample",
    "SampleResults",
    "Study",
    "StudyError",
    "Window",
    "__version__",
    "events",
    "linear_model",
    "models",
    "tests",
]


def events(path: Path | None = None) -> list[dict[str, Any]]:
    """The events of a catalogue: the bundled one, or that of a file.

    >>> import eventstudy as es
    >>> "meta-avocado" in [event["id"] for event in es.events()]
    True

    Raises:
        EventError: The file cannot be read or understood.
    """
    found: list[dict[str, Any]] = json.loads(
        _eventstudy.events(None if path is None else fspath(path))
    )
    return found


def models() -> list[dict[str, str]]:
    """The expected-return models: ``id``, ``formula`` and ``source`` of each."""
    return [{"id": i, "formula": f, "source": s} for i, f, s in _eventstudy.models()]


def tests() -> list[dict[str, str]]:
    """The significance tests: ``id``, what each is ``for``, and its ``source``."""
    return [{"id": i, "for": w, "source": s} for i, w, s in _eventstudy.tests()]
