"""The Streamlit script: what the figures are about, and the pages there are."""

import streamlit as st

from walktalk_data import screen

screen.start_screen()
figures = [
    st.Page("pages/overview.py", title="Overview", default=True),
    st.Page("pages/boroughs.py", title="Boroughs"),
    st.Page("pages/day_and_dark.py", title="Day and dark"),
    st.Page("pages/factors.py", title="Why places feel unsafe"),
    st.Page("pages/data_quality.py", title="Data quality"),
    st.Page("pages/about_the_data.py", title="About the data"),
]
records = [
    st.Page("pages/load.py", title="Load"),
    st.Page("pages/loads.py", title="Loads"),
]
page = st.navigation([*figures, *records], position="top")
if page in figures:
    screen.invite_first_load(page.title)
    screen.offer_scope()
page.run()
screen.show_foot()
