"""The Streamlit script: what the figures are about, and the pages there are."""

import streamlit as st

from walktalk_data import screen

screen.start_screen()
page = st.navigation(
    [
        st.Page("pages/overview.py", title="Overview", default=True),
        st.Page("pages/boroughs.py", title="Boroughs"),
        st.Page("pages/day_and_dark.py", title="Day and dark"),
        st.Page("pages/factors.py", title="Why places feel unsafe"),
        st.Page("pages/data_quality.py", title="Data quality"),
        st.Page("pages/about_the_data.py", title="About the data"),
    ],
    position="top",
)
screen.offer_scope()
page.run()
screen.show_foot()
