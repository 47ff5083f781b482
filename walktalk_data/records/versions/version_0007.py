"""What the records of each month say is kept, counted, beside them; answers are found by the day on which they were given."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the table of the months' summaries, which version 0008 fills. All that is there is kept."""
    op.create_table(
        "month_summaries",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False, comment="walks, with their answers, or requests"),
        sa.Column(
            "month", sa.Integer(), nullable=False, comment="of the walk, or in which the request was received, from year 0"
        ),
        sa.Column(
            "cells", sa.LargeBinary(), nullable=False, comment="columns of counts, packed (format 1): see records/packed.py"
        ),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the cells"),
        sa.CheckConstraint("what IN ('walks', 'requests')", name=op.f("ck_month_summaries_what")),
        sa.PrimaryKeyConstraint("unit", "what", "month", name=op.f("pk_month_summaries")),
        comment="One row a month of which there are records: made anew of them in each transaction that changes any.",
    )
    op.create_index("ix_answers_answered_on", "answers", ["unit", "answered_on"])
