"""Pictures that a notebook shows and a file keeps."""

from __future__ import annotations

from os import PathLike, fspath
from pathlib import Path


class Picture:
    """A drawn page or figure: shown inline in a notebook, saved with :meth:`save`."""

    def __init__(self, svg: str, png: bytes) -> None:
        self.svg = svg
        self.png = png

    def save(self, path: str | PathLike[str]) -> Path:
        """Writes the picture; the ending of the path, ``.png`` or ``.svg``, says which."""
        target = Path(fspath(path))
        match target.suffix.lower():
            case ".png":
                target.write_bytes(self.png)
            case ".svg":
                target.write_text(self.svg, encoding="utf-8")
            case _:
                raise ValueError(f"{target} ends neither in .png nor in .svg")
        return target

    def _repr_png_(self) -> bytes:
        return self.png

    def _repr_svg_(self) -> None:
        # Jupyter would keep both forms in the notebook; the PNG looks the same and is smaller
        # than the page's SVG. `.svg` has it.
        return None

    def __repr__(self) -> str:
        return f"<Picture: {len(self.png):,} bytes of PNG, {len(self.svg):,} of SVG>"
