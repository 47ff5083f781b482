"""Editions are kept as they were published, with their proofs and the months that they closed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the tables of editions. Nothing that is there is touched."""
    op.create_table(
        "editions",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False, comment="1, 2, 3 ... whatever the audience"),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("audience", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False, comment="what people call it: Redbridge panel, 13 December 2021"),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False, comment="included"),
        sa.Column("as_at", sa.Date(), nullable=False),
        sa.Column("data_version", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("published_by", sa.String(), nullable=True, comment="empty where nobody had to sign in"),
        sa.Column("content", sa.Text(), nullable=False, comment="canonical JSON of format 1: never changed"),
        sa.Column("sha256", sa.String(64), nullable=False, comment="of the content"),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True, comment="UTC; empty where the edition stands"),
        sa.Column("withdrawn_by", sa.String(), nullable=True),
        sa.Column("withdrawn_because", sa.String(), nullable=True),
        sa.Column("replaced_by", sa.Integer(), nullable=True, comment="the edition to read instead"),
        sa.CheckConstraint("audience IN ('partner', 'public')", name=op.f("ck_editions_audience")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_editions")),
        comment="One row an edition: a briefing published to partners or the public.",
    )
    op.create_table(
        "edition_proofs",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "proof", sa.Text(), nullable=False, comment="JSON: the true table and others that tell the same; for police alone"
        ),
        sa.ForeignKeyConstraint(["number"], ["editions.number"], name=op.f("fk_edition_proofs_editions")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_edition_proofs")),
        comment="One row an edition: why nothing protected follows from it.",
    )
    op.create_table(
        "closed_months",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("month", sa.String(7), nullable=False, comment="as 2021-12"),
        sa.Column("number", sa.Integer(), nullable=False, comment="the edition that told of it first"),
        sa.Column(
            "counts",
            sa.Text(),
            nullable=False,
            comment="JSON: walks' strata and answers alike, as they were then; for police alone",
        ),
        sa.ForeignKeyConstraint(["number"], ["editions.number"], name=op.f("fk_closed_months_editions")),
        sa.PrimaryKeyConstraint("unit", "month", name=op.f("pk_closed_months")),
        comment="One row a month that an edition told of: later editions repeat it.",
    )
