"""One exception class for each stage of a study, with message and hint."""

from __future__ import annotations


class EventStudyError(Exception):
    """Something went wrong in a study.

    Attributes:
        message: What is wrong, with the values in it.
        hint: What to do next.
    """

    message: str
    hint: str

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n  help: {self.hint}" if self.hint else self.message


class CalendarError(EventStudyError):
    """The trading calendar could not answer."""


class EventError(EventStudyError):
    """An event could not be read or found."""


class PriceError(EventStudyError):
    """Prices could not be read."""


class ModelError(EventStudyError):
    """An expected-return model could not be estimated.

    Raise it in a model of your own to refuse a sample: the event becomes a row of the ledger with
    this message, and the study goes on. Any other exception ends the study.
    """


class ClaimError(EventStudyError):
    """A claim could not be understood."""


class StudyError(EventStudyError):
    """The study could not be run."""


class CertificateError(EventStudyError):
    """Pseudo-events could not be drawn."""


class ReportError(EventStudyError):
    """A result could not be written."""
