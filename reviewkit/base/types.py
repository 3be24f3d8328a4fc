"""Types that other libraries do not name."""

from __future__ import annotations

from typing import Any, TypeAlias

Row: TypeAlias = Any  # a row of `DataFrame.itertuples()`: its fields are the columns of the table
