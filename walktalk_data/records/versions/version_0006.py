"""Actions that were agreed, engagements that were held, and hubs with their hours are kept beside walks and what was said."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the tables of these records and of their versions, and what removals count of them. All that is there is kept."""
    op.create_table(
        "action_versions",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("action_id", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("factor", sa.String(), nullable=True),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("route_id", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=True),
        sa.Column("recommendation", sa.String(), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that brought this version"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_action_versions_loads")),
        sa.PrimaryKeyConstraint("unit", "action_id", "load_id", name=op.f("pk_action_versions")),
        comment="One row a version that does not stand in actions, or that came once more. Only ever added.",
    )
    op.create_table(
        "actions",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("action_id", sa.String(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False, comment="official words, which partners may read"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("factor", sa.String(), nullable=True, comment="what it is against"),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column(
            "place", sa.Text(), nullable=True, comment="as the walks have it; empty where it is of a ward or the whole borough"
        ),
        sa.Column("route_id", sa.String(), nullable=True, comment="as the walks have it"),
        sa.Column("owner", sa.String(), nullable=False, comment="the office that has to do it"),
        sa.Column("source", sa.String(), nullable=True, comment="where it was asked for"),
        sa.Column("recommendation", sa.String(), nullable=True, comment="its number there, as text: 4.2"),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("dropped_on", sa.Date(), nullable=True),
        sa.Column("decision", sa.Text(), nullable=True, comment="official words: why it was dropped, or what came of it"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "factor IN ('lighting', 'cctv', 'isolated', 'layout', 'sightlines', 'rundown', 'substances', 'environment_other', "
            "'harassed_by_one', 'harassed_by_group', 'followed', 'behaviour_other')",
            name=op.f("ck_actions_factor"),
        ),
        sa.CheckConstraint("kind IN ('policy', 'services', 'infrastructure', 'behaviour')", name=op.f("ck_actions_kind")),
        sa.CheckConstraint(
            "owner IN ('council lighting', 'council parks', 'council highways', 'council cctv', 'council cleansing', "
            "'council enforcement', 'council community safety', 'council other', 'police', "
            "'Transport for London', 'rail operator', 'landlord', 'other')",
            name=op.f("ck_actions_owner"),
        ),
        sa.CheckConstraint("source IN ('walk', 'panel', 'crime commission', 'other')", name=op.f("ck_actions_source")),
        sa.CheckConstraint("done_on >= agreed_on", name=op.f("ck_actions_done_on")),
        sa.CheckConstraint("done_on IS NULL OR dropped_on IS NULL", name=op.f("ck_actions_ended_once")),
        sa.CheckConstraint("dropped_on >= agreed_on", name=op.f("ck_actions_dropped_on")),
        sa.CheckConstraint("due_on >= agreed_on", name=op.f("ck_actions_due_on")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_actions_loads")),
        sa.PrimaryKeyConstraint("unit", "action_id", name=op.f("pk_actions")),
        comment="One row an action that was agreed: what is done about a place or a cause. Neither done nor dropped: open.",
    )
    op.create_table(
        "engagement_versions",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("engagement_id", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("borough", sa.String(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that brought this version"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_engagement_versions_loads")),
        sa.PrimaryKeyConstraint("unit", "engagement_id", "load_id", name=op.f("pk_engagement_versions")),
        comment="One row a version that does not stand in engagements, or that came once more. Only ever added.",
    )
    op.create_table(
        "engagements",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("engagement_id", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("borough", sa.String(), nullable=True, comment="empty: all of the unit"),
        sa.Column("title", sa.Text(), nullable=False, comment="official words, which partners may read"),
        sa.Column("people", sa.Integer(), nullable=True, comment="how many came"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('panel', 'community meeting', 'school', 'walkabout', 'media', 'other')", name=op.f("ck_engagements_kind")
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_engagements_loads")),
        sa.PrimaryKeyConstraint("unit", "engagement_id", name=op.f("pk_engagements")),
        comment="One row a panel, a meeting or the like that was held.",
    )
    op.create_table(
        "hub_versions",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("hub_id", sa.String(), nullable=False),
        sa.Column("hub_name", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("hours", sa.Text(), nullable=True),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that brought this version"),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_hub_versions_loads")),
        sa.PrimaryKeyConstraint("unit", "hub_id", "load_id", name=op.f("pk_hub_versions")),
        comment="One row a version that does not stand in hubs, or that came once more. Only ever added.",
    )
    op.create_table(
        "hubs",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("hub_id", sa.String(), nullable=False),
        sa.Column("hub_name", sa.Text(), nullable=False, comment="official words, which partners may read"),
        sa.Column("kind", sa.String(), nullable=False, comment="who can be found there"),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column(
            "hours",
            sa.Text(),
            nullable=True,
            comment="one form for the same hours: Mon-Fri 08:00-18:00; Sat 20:00-02:00. Empty: not known",
        ),
        sa.Column("from_on", sa.Date(), nullable=True, comment="open since; empty: always"),
        sa.Column("until_on", sa.Date(), nullable=True, comment="its last day; empty: still open"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('police', 'council enforcement', 'shared')", name=op.f("ck_hubs_kind")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_hubs_until_on")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_hubs_loads")),
        sa.PrimaryKeyConstraint("unit", "hub_id", name=op.f("pk_hubs")),
        comment="One row a place where officers, of the police or of the council, can be found.",
    )
    others = "actions, engagements and hubs that were removed; actions that lost their place"
    op.add_column("removals", sa.Column("others", sa.Integer(), server_default="0", nullable=False, comment=others))
    if op.get_bind().dialect.name == "postgresql":
        op.alter_column(
            "load_files", "kind", comment="what its rows are: requests, walks, actions ...", existing_type=sa.String()
        )
