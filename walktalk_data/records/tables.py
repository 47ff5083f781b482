"""The database's tables. Every record's key is its unit and its id; ids are text and unique within a unit."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

from walktalk_data import vocabulary

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)


def _one_of(column: str, words: tuple[str, ...]) -> CheckConstraint:
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


about = Table(
    "about",
    metadata,
    Column("name", String, primary_key=True),
    Column("value", String, nullable=False),
    comment="`data_version` (one more after every change), `sample` (yes or no), `sample_sha256` (the files it came from).",
)

loads = Table(
    "loads",
    metadata,
    Column("load_id", Integer, primary_key=True, autoincrement=True),
    Column("unit", String, nullable=False),
    Column("loaded_at", DateTime, nullable=False, comment="UTC"),
    Column("loaded_by", String, comment="empty where nobody had to sign in"),
    Column("undone_at", DateTime, comment="UTC; empty where the load stands"),
    Column("undone_by", String, comment="empty where nobody had to sign in"),
    comment="One row a load: all of it or none.",
)

load_files = Table(
    "load_files",
    metadata,
    Column("load_id", ForeignKey("loads.load_id"), primary_key=True),
    Column("position", Integer, primary_key=True, comment="1, 2, 3 ... in the order given"),
    Column("file_name", String, nullable=False),
    Column("sheet", String, nullable=False, comment="empty for a CSV file"),
    Column("kind", String, nullable=False, comment="what its rows are: requests, walks, actions ..."),
    Column("sha256", String(64), nullable=False, comment="of the whole file"),
    Column("rows", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("same", Integer, nullable=False),
    comment="One row a table that a load brought: a CSV file, or a sheet of a workbook.",
)

requests = Table(
    "requests",
    metadata,
    Column("unit", String, primary_key=True),
    Column("request_id", String, primary_key=True),
    Column("received_on", Date, nullable=False),
    Column("channel", String),
    Column("borough", String, nullable=False),
    Column("ward", String),
    Column("place", Text),
    Column("worried_about", String),
    Column("load_id", ForeignKey("loads.load_id"), nullable=False, comment="the load that last changed this row"),
    _one_of("channel", vocabulary.CHANNELS),
    _one_of("worried_about", vocabulary.WORRIED_ABOUT),
    Index("ix_requests_received_on", "unit", "received_on"),
    comment="One row a request for a walk.",
)

status_changes = Table(
    "status_changes",
    metadata,
    Column("unit", String, primary_key=True),
    Column("request_id", String, primary_key=True),
    Column("status_on", Date, primary_key=True),
    Column("status", String, nullable=False),
    Column("load_id", ForeignKey("loads.load_id"), nullable=False),
    ForeignKeyConstraint(["unit", "request_id"], ["requests.unit", "requests.request_id"]),
    _one_of("status", vocabulary.STATUSES),
    comment="One row a dated change. The latest on or before a day is the status as at that day; before the first: `received`.",
)

walks = Table(
    "walks",
    metadata,
    Column("unit", String, primary_key=True),
    Column("walk_id", String, primary_key=True),
    Column("request_id", String, comment="empty where nobody asked for this walk"),
    Column("kind", String, nullable=False),
    Column("started_at", DateTime, nullable=False, comment="local time"),
    Column("started_on", Date, nullable=False, comment="the local date of started_at"),
    Column("minutes", Integer, comment="empty counts as vocabulary.MINUTES_WHEN_BLANK"),
    Column("light", String, nullable=False, comment="at the walk's place in the middle of the walk, from the sun"),
    Column("borough", String, nullable=False),
    Column("ward", String),
    Column("ward_retired", Boolean, nullable=False, comment="the ward's name is no longer in use"),
    Column("place", Text),
    Column("route_id", String),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("women", Integer, comment="how many took part"),
    Column("load_id", ForeignKey("loads.load_id"), nullable=False),
    ForeignKeyConstraint(["unit", "request_id"], ["requests.unit", "requests.request_id"]),
    _one_of("kind", vocabulary.WALK_KINDS),
    _one_of("light", vocabulary.LIGHTS),
    Index("ix_walks_started_on", "unit", "started_on"),
    Index("ix_walks_request_id", "unit", "request_id"),
    comment="One row a walk that took place.",
)

answers = Table(
    "answers",
    metadata,
    Column("unit", String, primary_key=True),
    Column("answer_id", String, primary_key=True),
    Column("walk_id", String, nullable=False),
    Column("answered_on", Date, comment="empty: the day of the walk"),
    Column("respondent", String, nullable=False),
    Column("feeling", String),
    Column("factor_other", Text, comment="free text, for police eyes only"),
    Column("idea_text", Text, comment="free text, for police eyes only"),
    Column("trust_before", Integer),
    Column("trust_after", Integer),
    Column("pass_on", Boolean, comment="she agreed that what is wrong with the place is passed on by place"),
    Column("load_id", ForeignKey("loads.load_id"), nullable=False),
    ForeignKeyConstraint(["unit", "walk_id"], ["walks.unit", "walks.walk_id"]),
    _one_of("respondent", vocabulary.RESPONDENTS),
    _one_of("feeling", vocabulary.FEELINGS),
    CheckConstraint("trust_before BETWEEN 1 AND 5", name="trust_before"),
    CheckConstraint("trust_after BETWEEN 1 AND 5", name="trust_after"),
    Index("ix_answers_walk_id", "unit", "walk_id"),
    Index("ix_answers_answered_on", "unit", "answered_on"),
    comment="One row a completed questionnaire.",
)

answer_factors = Table(
    "answer_factors",
    metadata,
    Column("unit", String, primary_key=True),
    Column("answer_id", String, primary_key=True),
    Column("factor", String, primary_key=True),
    ForeignKeyConstraint(["unit", "answer_id"], ["answers.unit", "answers.answer_id"]),
    _one_of("factor", vocabulary.FACTOR_CODES),
    comment="One row a factor that an answer named; `none` is a row of its own. No row: the question was not answered.",
)

answer_ideas = Table(
    "answer_ideas",
    metadata,
    Column("unit", String, primary_key=True),
    Column("answer_id", String, primary_key=True),
    Column("idea", String, primary_key=True),
    ForeignKeyConstraint(["unit", "answer_id"], ["answers.unit", "answers.answer_id"]),
    _one_of("idea", vocabulary.IDEA_CODES),
    comment="One row an idea that an answer gave; `none` is a row of its own. No row: the question was not answered.",
)


actions = Table(
    "actions",
    metadata,
    Column("unit", String, primary_key=True),
    Column("action_id", String, primary_key=True),
    Column("what", Text, nullable=False, comment="official words, which partners may read"),
    Column("kind", String, nullable=False),
    Column("factor", String, comment="what it is against"),
    Column("borough", String, nullable=False),
    Column("ward", String),
    Column("place", Text, comment="as the walks have it; empty where it is of a ward or the whole borough"),
    Column("route_id", String, comment="as the walks have it"),
    Column("owner", String, nullable=False, comment="the office that has to do it"),
    Column("source", String, comment="where it was asked for"),
    Column("recommendation", String, comment="its number there, as text: 4.2"),
    Column("agreed_on", Date, nullable=False),
    Column("due_on", Date),
    Column("done_on", Date),
    Column("dropped_on", Date),
    Column("decision", Text, comment="official words: why it was dropped, or what came of it"),
    Column("load_id", ForeignKey("loads.load_id"), nullable=False),
    _one_of("kind", vocabulary.ACTION_KIND_CODES),
    _one_of("factor", vocabulary.NAMED_FACTOR_CODES),
    _one_of("owner", vocabulary.ACTION_OWNER_CODES),
    _one_of("source", vocabulary.ACTION_SOURCE_CODES),
    CheckConstraint("done_on IS NULL OR dropped_on IS NULL", name="ended_once"),
    comment="One row an action that was agreed: what is done about a place or a cause. Neither done nor dropped: open.",
)

engagements = Table(
    "engagements",
    metadata,
    Column("unit", String, primary_key=True),
    Column("engagement_id", String, primary_key=True),
    Column("held_on", Date, nullable=False),
    Column("kind", String, nullable=False),
    Column("borough", String, comment="empty: all of the unit"),
    Column("title", Text, nullable=False, comment="official words, which partners may read"),
    Column("people", Integer, comment="how many came"),
    Column("load_id", ForeignKey("loads.load_id"), nullable=False),
    _one_of("kind", vocabulary.ENGAGEMENT_KIND_CODES),
    comment="One row a panel, a meeting or the like that was held.",
)

hubs = Table(
    "hubs",
    metadata,
    Column("unit", String, primary_key=True),
    Column("hub_id", String, primary_key=True),
    Column("hub_name", Text, nullable=False, comment="official words, which partners may read"),
    Column("kind", String, nullable=False, comment="who can be found there"),
    Column("borough", String, nullable=False),
    Column("ward", String),
    Column("latitude", Float),
    Column("longitude", Float),
    Column("hours", Text, comment="one form for the same hours: Mon-Fri 08:00-18:00; Sat 20:00-02:00. Empty: not known"),
    Column("from_on", Date, comment="open since; empty: always"),
    Column("until_on", Date, comment="its last day; empty: still open"),
    Column("load_id", ForeignKey("loads.load_id"), nullable=False),
    _one_of("kind", vocabulary.HUB_KIND_CODES),
    comment="One row a place where officers, of the police or of the council, can be found.",
)


def _versions_of(table: Table, name: str, *parts: Column[str]) -> Table:
    columns = [Column(column.name, column.type, primary_key=column.primary_key, nullable=column.nullable) for column in table.c]
    return Table(
        name,
        metadata,
        *(column for column in columns if column.name != "load_id"),
        *parts,
        Column("load_id", ForeignKey("loads.load_id"), primary_key=True, comment="the load that brought this version"),
        comment=f"One row a version that does not stand in {table.name}, or that came once more. Only ever added.",
    )


PARTS: Final = {"answers": {"factors": answer_factors.c.factor, "ideas": answer_ideas.c.idea}}
"""What a record has several of: each is kept in a table of its own where the record stands, and as one text in its versions."""

VERSIONS: Final = {
    "requests": _versions_of(requests, "request_versions"),
    "status_changes": _versions_of(status_changes, "status_change_versions"),
    "walks": _versions_of(walks, "walk_versions"),
    "answers": _versions_of(
        answers,
        "answer_versions",
        *(Column(name, String, nullable=False, comment="codes, `;` between") for name in PARTS["answers"]),
    ),
    "actions": _versions_of(actions, "action_versions"),
    "engagements": _versions_of(engagements, "engagement_versions"),
    "hubs": _versions_of(hubs, "hub_versions"),
}
"""The table of versions of each table of records. What stands follows from them, from what stands and from the loads undone."""

removals = Table(
    "removals",
    metadata,
    Column("removal_id", Integer, primary_key=True, autoincrement=True),
    Column("removed_at", DateTime, nullable=False, comment="UTC"),
    Column("why", String, nullable=False),
    Column("answers", Integer, nullable=False, comment="how many were removed"),
    Column("walks", Integer, nullable=False, comment="how many were coarsened"),
    Column("requests", Integer, nullable=False, comment="how many lost their free text"),
    Column(
        "others",
        Integer,
        nullable=False,
        server_default="0",
        comment="actions, engagements and hubs that were removed; actions that lost their place",
    ),
    _one_of("why", ("retention", "erasure")),
    comment="One row a removal that retention or erasure made: how many, and no more.",
)

place_clearings = Table(
    "place_clearings",
    metadata,
    Column("clearing_id", Integer, primary_key=True, autoincrement=True),
    Column("unit", String, nullable=False),
    Column("borough", String, nullable=False),
    Column("ward", String, comment="empty where the walks have none"),
    Column("place", Text, nullable=False, comment="as the walks have it"),
    Column("public_name", String, nullable=False, comment="under which it is passed on"),
    Column("factor", String, nullable=False),
    Column("cleared_at", DateTime, nullable=False, comment="UTC"),
    Column("cleared_by", String, comment="empty where nobody had to sign in"),
    Column("taken_back_at", DateTime, comment="UTC; empty where it stands"),
    Column("taken_back_by", String, comment="empty where nobody had to sign in"),
    _one_of("factor", vocabulary.ENVIRONMENTAL_CODES),
    comment="One row a thing about a place that was cleared to be passed on. What is taken back stays, with who and when.",
)

column_maps = Table(
    "column_maps",
    metadata,
    Column("unit", String, primary_key=True),
    Column("shape", String(64), primary_key=True, comment="of the table's headings, whatever their order and capitals"),
    Column("column_map", Text, nullable=False, comment="JSON of format 1: headings, words and how dates are read"),
    Column("confirmed_at", DateTime, nullable=False, comment="UTC"),
    Column("confirmed_by", String, comment="empty where nobody had to sign in"),
    comment="One row a shape of table whose headings and words were confirmed.",
)

month_summaries = Table(
    "month_summaries",
    metadata,
    Column("unit", String, primary_key=True),
    Column("what", String, primary_key=True, comment="walks, with their answers, or requests"),
    Column("month", Integer, primary_key=True, comment="of the walk, or in which the request was received, from year 0"),
    Column("cells", LargeBinary, nullable=False, comment="columns of counts, packed (format 1): see records/packed.py"),
    Column("sha256", String(64), nullable=False, comment="of the cells"),
    _one_of("what", ("walks", "requests")),
    comment="One row a month of which there are records: made anew of them in each transaction that changes any.",
)

day_summaries = Table(
    "day_summaries",
    metadata,
    Column("unit", String, primary_key=True),
    Column("month", Integer, primary_key=True, comment="of the walk, from year 0"),
    Column(
        "known", Integer, primary_key=True, comment="the month in which the answers were given: that of the walk, or a later one"
    ),
    Column("cells", LargeBinary, nullable=False, comment="columns of counts by day, packed (format 1): see records/packed.py"),
    Column("sha256", String(64), nullable=False, comment="of the cells"),
    comment="The months' summaries of walks by day: made with them. One more for each month in which later answers came.",
)

editions = Table(
    "editions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False, comment="1, 2, 3 ... whatever the audience"),
    Column("unit", String, nullable=False),
    Column("audience", String, nullable=False),
    Column("name", String, nullable=False, comment="what people call it: Redbridge panel, 13 December 2021"),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False, comment="included"),
    Column("as_at", Date, nullable=False),
    Column("data_version", Integer, nullable=False),
    Column("published_at", DateTime, nullable=False, comment="UTC"),
    Column("published_by", String, comment="empty where nobody had to sign in"),
    Column("content", Text, nullable=False, comment="canonical JSON of format 1: never changed"),
    Column("sha256", String(64), nullable=False, comment="of the content"),
    Column("withdrawn_at", DateTime, comment="UTC; empty where the edition stands"),
    Column("withdrawn_by", String),
    Column("withdrawn_because", String),
    Column("replaced_by", Integer, comment="the edition to read instead"),
    _one_of("audience", ("partner", "public")),
    comment="One row an edition: a briefing published to partners or the public.",
)

edition_proofs = Table(
    "edition_proofs",
    metadata,
    Column("number", ForeignKey("editions.number"), primary_key=True),
    Column("proof", Text, nullable=False, comment="JSON: the true table and others that tell the same; for police alone"),
    comment="One row an edition: why nothing protected follows from it.",
)

closed_months = Table(
    "closed_months",
    metadata,
    Column("unit", String, primary_key=True),
    Column("month", String(7), primary_key=True, comment="as 2021-12"),
    Column("number", ForeignKey("editions.number"), nullable=False, comment="the edition that told of it first"),
    Column("counts", Text, nullable=False, comment="JSON: walks' strata and answers alike, as they were then; for police alone"),
    comment="One row a month that an edition told of: later editions repeat it.",
)
