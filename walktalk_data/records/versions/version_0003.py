"""What a coordinator confirmed of her own headings and words is remembered for tables of the same shape."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table of column maps. Nothing that is there is touched."""
    op.create_table(
        "column_maps",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("shape", sa.String(64), nullable=False, comment="of the table's headings, whatever their order and capitals"),
        sa.Column("column_map", sa.Text(), nullable=False, comment="JSON of format 1: headings, words and how dates are read"),
        sa.Column("confirmed_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("confirmed_by", sa.String(), nullable=True, comment="empty where nobody had to sign in"),
        sa.PrimaryKeyConstraint("unit", "shape", name=op.f("pk_column_maps")),
        comment="One row a shape of table whose headings and words were confirmed.",
    )
