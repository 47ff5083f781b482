"""The months' summaries of walks are kept by day too, so that a period may begin and end, and be known, on any day."""

import sqlalchemy as sa
from alembic import op

from walktalk_data.records.summaries import keep_all_summaries

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add the table of summaries by day, and make all summaries anew. All that is there is kept.

    Summaries are made of the records as this program reads them: a later version that changes these tables makes them again.
    """
    op.create_table(
        "day_summaries",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False, comment="of the walk, from year 0"),
        sa.Column(
            "known",
            sa.Integer(),
            nullable=False,
            comment="the month in which the answers were given: that of the walk, or a later one",
        ),
        sa.Column(
            "cells",
            sa.LargeBinary(),
            nullable=False,
            comment="columns of counts by day, packed (format 1): see records/packed.py",
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the cells"),
        sa.PrimaryKeyConstraint("unit", "month", "known", name=op.f("pk_day_summaries")),
        comment="The months' summaries of walks by day: made with them. One more for each month in which later answers came.",
    )
    keep_all_summaries(op.get_bind())
