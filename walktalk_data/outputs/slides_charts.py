"""A chart's description as a native PowerPoint chart: which hand draws which form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from walktalk_data.outputs.chart import Chart
from walktalk_data.outputs.slides_bars import draw_bars
from walktalk_data.outputs.slides_chart_xml import Size
from walktalk_data.outputs.slides_lines import draw_lines
from walktalk_data.outputs.slides_rows import draw_rows
from walktalk_data.outputs.slides_sheet import DataSheet


@dataclass(frozen=True)
class NativeChart:
    """A chart as python-pptx takes one up: its XML, and the workbook in which its numbers stand."""

    chart: Chart
    size: Size
    as_at: date

    @cached_property
    def _drawn(self) -> tuple[bytes, DataSheet]:
        if self.chart.form == "lines":
            return draw_lines(self.chart, self.size)
        if self.chart.form in ("dots", "dumbbell"):
            return draw_rows(self.chart, self.size)
        return draw_bars(self.chart, self.size)

    def xml_bytes(self, chart_type: Any) -> bytes:  # noqa: ARG002  python-pptx asks by type; the description knows its own
        """The chart."""
        return self._drawn[0]

    @property
    def xlsx_blob(self) -> bytes:
        """Its workbook, which "Edit data" opens."""
        return self._drawn[1].as_workbook(self.as_at)
