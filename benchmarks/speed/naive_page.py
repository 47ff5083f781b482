"""The dashboard that an analyst writes in an afternoon: reads all records, keeps them in memory, groups them on every click.

Run it with: streamlit run benchmarks/speed/naive_page.py -- FILE
"""

from __future__ import annotations

import io
import sqlite3
import sys

import pandas as pd
import plotly.express as px
import streamlit as st

st.set_page_config(page_title="Safety walks", layout="wide")


@st.cache_data
def read(file: str, query: str) -> pd.DataFrame:
    with sqlite3.connect(file) as connection:
        return pd.read_sql(query, connection)


file = sys.argv[1]
requests = read(
    file,
    "SELECT r.borough, r.ward, s.status, max(s.status_on) AS status_on FROM requests AS r "
    "LEFT JOIN status_changes AS s ON s.unit = r.unit AND s.request_id = r.request_id GROUP BY r.unit, r.request_id",
)
walks = read(file, "SELECT borough, ward, light, substr(started_on, 1, 7) AS month FROM walks")
answers = read(
    file,
    "SELECT w.borough, w.ward, w.light, a.feeling, a.trust_before, a.trust_after FROM answers AS a "
    "JOIN walks AS w ON w.unit = a.unit AND w.walk_id = a.walk_id WHERE a.respondent = 'participant' AND a.feeling IS NOT NULL",
)
factors = read(
    file,
    "SELECT w.borough, w.light, f.factor FROM answers AS a JOIN walks AS w ON w.unit = a.unit AND w.walk_id = a.walk_id "
    "JOIN answer_factors AS f ON f.unit = a.unit AND f.answer_id = a.answer_id WHERE a.respondent = 'participant'",
)
requests["status"] = requests["status"].fillna("received")

st.title("Safety walks")
choice = st.selectbox("Borough", ["All boroughs", *sorted(requests["borough"].unique())])
if choice != "All boroughs":
    requests, walks = requests[requests["borough"] == choice], walks[walks["borough"] == choice]
    answers, factors = answers[answers["borough"] == choice], factors[factors["borough"] == choice]
answers = answers.assign(
    unsafe=answers["feeling"].isin(["fairly unsafe", "very unsafe"]) * 100.0,
    trust_change=answers["trust_after"] - answers["trust_before"],
)

by_light = answers.groupby("light")["unsafe"].mean()
tiles = st.columns(5)
tiles[0].metric("Requests received", f"{len(requests):,}")
tiles[1].metric("Being arranged", f"{(requests['status'] == 'being arranged').sum():,}")
tiles[2].metric("Walks completed", f"{len(walks):,}")
tiles[3].metric("Felt unsafe, daylight", f"{by_light['daylight']:.1f}%")
tiles[4].metric("Felt unsafe, dark", f"{by_light['dark']:.1f}%")

left, right = st.columns(2)
by_status = requests.groupby(["borough", "status"]).size().reset_index(name="requests")
left.plotly_chart(px.bar(by_status, x="borough", y="requests", color="status", title="Requests by borough and status"))
unsafe = answers.groupby(["borough", "light"])["unsafe"].mean().reset_index()
right.plotly_chart(px.bar(unsafe, x="borough", y="unsafe", color="light", barmode="group", title="Felt unsafe, %"))
by_month = walks.groupby(["month", "light"]).size().reset_index(name="walks")
left.plotly_chart(px.line(by_month, x="month", y="walks", color="light", title="Walks a month by light"))
top = factors["factor"].value_counts().head(10).index
named = factors[factors["factor"].isin(top)].groupby(["factor", "light"]).size().reset_index(name="times")
right.plotly_chart(px.bar(named, x="times", y="factor", color="light", title="Top 10 factors by light"))

wards = answers.groupby(["borough", "ward"]).agg(
    answers=("unsafe", "size"), unsafe=("unsafe", "mean"), trust=("trust_change", "mean")
)
for light in ("daylight", "dark"):
    wards[f"unsafe_{light}"] = answers[answers["light"] == light].groupby(["borough", "ward"])["unsafe"].mean()
wards = wards.reset_index()
st.dataframe(wards, hide_index=True)
buffer = io.BytesIO()
wards.to_excel(buffer, index=False)
st.download_button("Download Excel", buffer.getvalue(), "wards.xlsx", on_click="ignore")
