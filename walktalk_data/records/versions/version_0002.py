"""Every version of a record is kept beside what stands, so that a load can be undone; removals are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables of versions, who loaded and undid, and the log of removals. What stands is not touched."""
    op.create_table(
        "removals",
        sa.Column("removal_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("removed_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("answers", sa.Integer(), nullable=False, comment="how many were removed"),
        sa.Column("walks", sa.Integer(), nullable=False, comment="how many were coarsened"),
        sa.Column("requests", sa.Integer(), nullable=False, comment="how many lost their free text"),
        sa.CheckConstraint("why IN ('retention', 'erasure')", name=op.f("ck_removals_why")),
        sa.PrimaryKeyConstraint("removal_id", name=op.f("pk_removals")),
        comment="One row a removal that retention or erasure made: how many, and no more.",
    )
    op.create_table(
        "answer_versions",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("walk_id", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("respondent", sa.String(), nullable=False),
        sa.Column("feeling", sa.String(), nullable=True),
        sa.Column("factor_other", sa.Text(), nullable=True),
        sa.Column("idea_text", sa.Text(), nullable=True),
        sa.Column("trust_before", sa.Integer(), nullable=True),
        sa.Column("trust_after", sa.Integer(), nullable=True),
        sa.Column("pass_on", sa.Boolean(), nullable=True),
        sa.Column("factors", sa.String(), nullable=False, comment="codes, `;` between"),
        sa.Column("ideas", sa.String(), nullable=False, comment="codes, `;` between"),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that brought this version"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_answer_versions_loads")),
        sa.PrimaryKeyConstraint("unit", "answer_id", "load_id", name=op.f("pk_answer_versions")),
        comment="One row a version that does not stand in answers, or that came once more. Only ever added.",
    )
    op.create_table(
        "request_versions",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("worried_about", sa.String(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that brought this version"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_request_versions_loads")),
        sa.PrimaryKeyConstraint("unit", "request_id", "load_id", name=op.f("pk_request_versions")),
        comment="One row a version that does not stand in requests, or that came once more. Only ever added.",
    )
    op.create_table(
        "status_change_versions",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that brought this version"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_status_change_versions_loads")),
        sa.PrimaryKeyConstraint("unit", "request_id", "status_on", "load_id", name=op.f("pk_status_change_versions")),
        comment="One row a version that does not stand in status_changes, or that came once more. Only ever added.",
    )
    op.create_table(
        "walk_versions",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("walk_id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("light", sa.String(), nullable=False),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("ward_retired", sa.Boolean(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("route_id", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that brought this version"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_walk_versions_loads")),
        sa.PrimaryKeyConstraint("unit", "walk_id", "load_id", name=op.f("pk_walk_versions")),
        comment="One row a version that does not stand in walks, or that came once more. Only ever added.",
    )
    op.add_column("loads", sa.Column("loaded_by", sa.String(), nullable=True, comment="empty where nobody had to sign in"))
    op.add_column("loads", sa.Column("undone_at", sa.DateTime(), nullable=True, comment="UTC; empty where the load stands"))
    op.add_column("loads", sa.Column("undone_by", sa.String(), nullable=True, comment="empty where nobody had to sign in"))
