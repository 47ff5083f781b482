"""The first records: requests with their dated statuses, walks, answers, their factors and ideas, and the loads."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table. The words allowed in each column are written out: a released version never changes."""
    op.create_table(
        "about",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_about")),
        comment="`data_version` (one more after every change), `sample` (yes or no), `sample_sha256` (the files it came from).",
    )
    op.create_table(
        "loads",
        sa.Column("load_id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False, comment="UTC"),
        sa.PrimaryKeyConstraint("load_id", name=op.f("pk_loads")),
        comment="One row a load: all of it or none.",
    )
    op.create_table(
        "load_files",
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False, comment="1, 2, 3 ... in the order given"),
        sa.Column("file_name", sa.String(), nullable=False),
        sa.Column("sheet", sa.String(), nullable=False, comment="empty for a CSV file"),
        sa.Column("kind", sa.String(), nullable=False, comment="requests, status_changes, walks or questionnaires"),
        sa.Column("sha256", sa.String(length=64), nullable=False, comment="of the whole file"),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("same", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_load_files_loads")),
        sa.PrimaryKeyConstraint("load_id", "position", name=op.f("pk_load_files")),
        comment="One row a table that a load brought: a CSV file, or a sheet of a workbook.",
    )
    op.create_table(
        "requests",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("worried_about", sa.String(), nullable=True),
        sa.Column("load_id", sa.Integer(), nullable=False, comment="the load that last changed this row"),
        sa.CheckConstraint("channel IN ('email', 'phone', 'in person', 'web form', 'event')", name=op.f("ck_requests_channel")),
        sa.CheckConstraint("worried_about IN ('day', 'dark', 'both')", name=op.f("ck_requests_worried_about")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_requests_loads")),
        sa.PrimaryKeyConstraint("unit", "request_id", name=op.f("pk_requests")),
        comment="One row a request for a walk.",
    )
    op.create_index("ix_requests_received_on", "requests", ["unit", "received_on"], unique=False)
    op.create_table(
        "status_changes",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("status_on", sa.Date(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status IN ('received', 'being arranged', 'arranged', 'completed', 'withdrawn', 'not possible')",
            name=op.f("ck_status_changes_status"),
        ),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_status_changes_loads")),
        sa.ForeignKeyConstraint(
            ["unit", "request_id"], ["requests.unit", "requests.request_id"], name=op.f("fk_status_changes_requests")
        ),
        sa.PrimaryKeyConstraint("unit", "request_id", "status_on", name=op.f("pk_status_changes")),
        comment="One row a dated change. The latest on or before a day is the status as at that day; "
        "before the first: `received`.",
    )
    op.create_table(
        "walks",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("walk_id", sa.String(), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True, comment="empty where nobody asked for this walk"),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False, comment="local time"),
        sa.Column("started_on", sa.Date(), nullable=False, comment="the local date of started_at"),
        sa.Column("minutes", sa.Integer(), nullable=True, comment="empty counts as vocabulary.MINUTES_WHEN_BLANK"),
        sa.Column("light", sa.String(), nullable=False, comment="at the walk's place in the middle of the walk, from the sun"),
        sa.Column("borough", sa.String(), nullable=False),
        sa.Column("ward", sa.String(), nullable=True),
        sa.Column("ward_retired", sa.Boolean(), nullable=False, comment="the ward's name is no longer in use"),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("route_id", sa.String(), nullable=True),
        sa.Column("latitude", sa.Float(), nullable=True),
        sa.Column("longitude", sa.Float(), nullable=True),
        sa.Column("women", sa.Integer(), nullable=True, comment="how many took part"),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('walk and talk', 'safety walk', 'group walk')", name=op.f("ck_walks_kind")),
        sa.CheckConstraint("light IN ('daylight', 'twilight', 'dark')", name=op.f("ck_walks_light")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_walks_loads")),
        sa.ForeignKeyConstraint(["unit", "request_id"], ["requests.unit", "requests.request_id"], name=op.f("fk_walks_requests")),
        sa.PrimaryKeyConstraint("unit", "walk_id", name=op.f("pk_walks")),
        comment="One row a walk that took place.",
    )
    op.create_index("ix_walks_request_id", "walks", ["unit", "request_id"], unique=False)
    op.create_index("ix_walks_started_on", "walks", ["unit", "started_on"], unique=False)
    op.create_table(
        "answers",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("walk_id", sa.String(), nullable=False),
        sa.Column("answered_on", sa.Date(), nullable=True, comment="empty: the day of the walk"),
        sa.Column("respondent", sa.String(), nullable=False),
        sa.Column("feeling", sa.String(), nullable=True),
        sa.Column("factor_other", sa.Text(), nullable=True, comment="free text, for police eyes only"),
        sa.Column("idea_text", sa.Text(), nullable=True, comment="free text, for police eyes only"),
        sa.Column("trust_before", sa.Integer(), nullable=True),
        sa.Column("trust_after", sa.Integer(), nullable=True),
        sa.Column(
            "pass_on", sa.Boolean(), nullable=True, comment="she agreed that what is wrong with the place is passed on by place"
        ),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "feeling IN ('very safe', 'fairly safe', 'fairly unsafe', 'very unsafe')", name=op.f("ck_answers_feeling")
        ),
        sa.CheckConstraint("respondent IN ('participant', 'officer', 'official')", name=op.f("ck_answers_respondent")),
        sa.CheckConstraint("trust_after BETWEEN 1 AND 5", name=op.f("ck_answers_trust_after")),
        sa.CheckConstraint("trust_before BETWEEN 1 AND 5", name=op.f("ck_answers_trust_before")),
        sa.ForeignKeyConstraint(["load_id"], ["loads.load_id"], name=op.f("fk_answers_loads")),
        sa.ForeignKeyConstraint(["unit", "walk_id"], ["walks.unit", "walks.walk_id"], name=op.f("fk_answers_walks")),
        sa.PrimaryKeyConstraint("unit", "answer_id", name=op.f("pk_answers")),
        comment="One row a completed questionnaire.",
    )
    op.create_index("ix_answers_walk_id", "answers", ["unit", "walk_id"], unique=False)
    op.create_table(
        "answer_factors",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("factor", sa.String(), nullable=False),
        sa.CheckConstraint(
            "factor IN ('lighting', 'cctv', 'isolated', 'layout', 'sightlines', 'rundown', "
            "'substances', 'environment_other', 'harassed_by_one', 'harassed_by_group', 'followed', 'behaviour_other', 'none')",
            name=op.f("ck_answer_factors_factor"),
        ),
        sa.ForeignKeyConstraint(
            ["unit", "answer_id"], ["answers.unit", "answers.answer_id"], name=op.f("fk_answer_factors_answers")
        ),
        sa.PrimaryKeyConstraint("unit", "answer_id", "factor", name=op.f("pk_answer_factors")),
        comment="One row a factor that an answer named; `none` is a row of its own. No row: the question was not answered.",
    )
    op.create_table(
        "answer_ideas",
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("answer_id", sa.String(), nullable=False),
        sa.Column("idea", sa.String(), nullable=False),
        sa.CheckConstraint(
            "idea IN ('lighting', 'cctv', 'cut_back', 'open_up', 'clean_up', "
            "'patrols', 'safe_place', 'transport', 'information', 'other', 'none')",
            name=op.f("ck_answer_ideas_idea"),
        ),
        sa.ForeignKeyConstraint(
            ["unit", "answer_id"], ["answers.unit", "answers.answer_id"], name=op.f("fk_answer_ideas_answers")
        ),
        sa.PrimaryKeyConstraint("unit", "answer_id", "idea", name=op.f("pk_answer_ideas")),
        comment="One row an idea that an answer gave; `none` is a row of its own. No row: the question was not answered.",
    )
    op.execute("INSERT INTO about (name, value) VALUES ('data_version', '0'), ('sample', 'no'), ('sample_sha256', '')")
