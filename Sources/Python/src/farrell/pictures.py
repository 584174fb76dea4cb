"""Pictures of results: charts of Altair where that is installed, else small objects that notebooks
show."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ._errors import UsageError
from ._frames import hint, listed
from ._status import Status

if TYPE_CHECKING:
    from .results import Result


class Picture:
    """A picture as the engine drew it.

    Attributes
    ----------
    name : str
        Such as "forest".
    svg : str
        The picture as SVG, complete.
    vega : dict
        The same as a specification of Vega-Lite, with its data.
    """

    def __init__(self, name: str, svg: str, vega: dict[str, Any]) -> None:
        self.name, self.svg, self.vega = name, svg, vega

    def _repr_svg_(self) -> str:
        return self.svg

    def __repr__(self) -> str:
        return f"<farrell.Picture {self.name!r}>"

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the picture: ``.svg``, ``.json`` (Vega-Lite), and with vl-convert ``.png``,
        ``.pdf``, ``.html``.

        Raises
        ------
        UsageError
            For another ending.
        ImportError
            Where vl-convert is needed and missing (``pip install farrell[plot]``).
        """
        target = Path(path)
        ending = target.suffix.lower()
        if ending == ".svg":
            target.write_text(self.svg, encoding="utf-8")
        elif ending == ".json":
            target.write_text(json.dumps(self.vega, ensure_ascii=False), encoding="utf-8")
        elif ending in (".png", ".pdf", ".html"):
            import vl_convert

            specification = json.dumps(self.vega)
            if ending == ".png":
                target.write_bytes(vl_convert.vegalite_to_png(specification, scale=2))
            elif ending == ".pdf":
                target.write_bytes(vl_convert.vegalite_to_pdf(specification))
            else:
                target.write_text(vl_convert.vegalite_to_html(specification), encoding="utf-8")
        else:
            raise UsageError(
                f"path: found the ending {ending!r}; expected .svg, .json, .png, .pdf or .html",
                Status.USAGE,
            )


class Pictures:
    """The pictures of a result: ``result.plot.forest()`` and the like."""

    def __init__(self, result: Result) -> None:
        self._result = result

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the pictures that there are."""
        return tuple(self._result.document("pictures").decode().splitlines())

    def picture(self, name: str) -> Picture:
        """A picture by its name, whether Altair is installed or not.

        Raises
        ------
        UsageError
            Where there is none of this name.
        """
        names = self.names
        if name not in names:
            raise UsageError(
                f"picture: found {name!r}{hint(name, names)}; expected one of {listed(names)}",
                Status.NAME,
            )
        svg = self._result.document(f"svg/{name}").decode()
        return Picture(name, svg, json.loads(self._result.document(f"vega/{name}")))

    def chart(self, name: str) -> Any:
        """A picture as a chart of Altair where that is installed, else as a :class:`Picture`."""
        picture = self.picture(name)
        try:
            import altair
        except ImportError:
            return picture
        return altair.Chart.from_dict(picture.vega)

    def cumulative(self, period: str | None = None, group: str | None = None) -> Any:
        """Chains of mean indices since the first year of a period, and what they are made of.

        Parameters
        ----------
        period
            Its name; None for the last.
        group
            A subset of a bootstrap; None for all units.
        """
        middle = ""
        if group is not None:
            groups = self._result._groups()
            if group not in groups:
                raise UsageError(
                    f"group: found {group!r}{hint(group, groups)}; "
                    f"expected one of {listed(groups)}",
                    Status.USAGE,
                )
            middle = f"-group-{groups.index(group) + 1}"
        return self.chart(f"cumulative{middle}{self._suffix(period)}")

    def isoquant(self, pair: str | tuple[str, str] | None = None, period: str | None = None) -> Any:
        """Isoquants of a pair of inputs at the start and the end of a period.

        Parameters
        ----------
        pair
            Two inputs, as ``("e", "k")`` or ``"e:k"``; None for the first pair.
        period
            Its name; None for the last.
        """
        pairs: list[str] = self._result.metadata.get("pairs") or []
        wanted = pair if isinstance(pair, str) or pair is None else ":".join(pair)
        if wanted is not None and wanted not in pairs:
            raise UsageError(
                f"pair: found {wanted!r}{hint(wanted, pairs)}; expected one of {listed(pairs)}",
                Status.USAGE,
            )
        number = 1 if wanted is None else pairs.index(wanted) + 1
        return self.chart(f"isoquant-{number}{self._suffix(period)}")

    def _suffix(self, period: str | None) -> str:
        """What a picture of a period has after its name: nothing for the last period."""
        if period is None:
            return ""
        periods = self._result._periods()
        if period not in periods:
            raise UsageError(
                f"period: found {period!r}{hint(period, periods)}; "
                f"expected one of {listed(periods)}",
                Status.USAGE,
            )
        number = len(periods) - 1 - periods.index(period)
        return f"-{number}" if number else ""


class BootstrapPictures(Pictures):
    """The pictures of a bootstrap."""

    def forest(self, period: str | None = None) -> Any:
        """Intervals of the bias of every unit over a period, and of the means; None for the last
        period."""
        return self.chart(f"forest{self._suffix(period)}")

    def bias_map(self) -> Any:
        """Confidence that technical change saves the first input of each pair, by unit and
        period."""
        return self.chart("confidence")
