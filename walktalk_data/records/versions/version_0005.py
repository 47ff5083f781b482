"""What the coordinator has cleared to be passed on by place is kept, with who cleared it and who took it back."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table of cleared places. Nothing that is there is touched."""
    op.create_table(
        "place_clearings",
        sa.Column("clearing_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True, comment="empty where the walks have none"),
        sa.Column("place", sa.Text(), nullable=False, comment="as the walks have it"),
        sa.Column("public_name", sa.String(), nullable=False, comment="under which it is passed on"),
        sa.Column("factor", sa.String(), nullable=False),
        sa.Column("cleared_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("cleared_by", sa.String(), nullable=True, comment="empty where nobody had to sign in"),
        sa.Column("taken_back_at", sa.DateTime(), nullable=True, comment="UTC; empty where it stands"),
        sa.Column("taken_back_by", sa.String(), nullable=True, comment="empty where nobody had to sign in"),
        sa.CheckConstraint(
            "factor IN ('lighting', 'cctv', 'isolated', 'layout', 'sightlines', 'rundown', 'substances', 'environment_other')",
            name=op.f("ck_place_clearings_factor"),
        ),
        sa.PrimaryKeyConstraint("clearing_id", name=op.f("pk_place_clearings")),
        comment="One row a thing about a place that was cleared to be passed on. What is taken back stays, with who and when.",
    )
