"""The Streamlit script: what the figures are about, and the pages there are for whoever is looking."""

import streamlit as st

from walktalk_data import screen

screen.start_screen()
figures = [
    st.Page("pages/overview.py", title="Overview", default=True),
    st.Page("pages/boroughs.py", title="Boroughs"),
    st.Page("pages/day_and_dark.py", title="Day and dark"),
    st.Page("pages/factors.py", title="Why places feel unsafe"),
    st.Page("pages/wards_and_places.py", title="Places"),
    st.Page("pages/heard.py", title="Who was heard"),
    st.Page("pages/actions.py", title="You said, we did"),
    st.Page("pages/data_quality.py", title="Data quality"),
    st.Page("pages/about_the_data.py", title="About the data"),
]
records = [
    st.Page("pages/load.py", title="Load"),
    st.Page("pages/loads.py", title="Loads"),
    st.Page("pages/places.py", title="Places to pass on"),
]
shared = [
    st.Page("pages/editions.py", title="Briefings"),
    st.Page("pages/publish.py", title="Prepare a briefing", visibility="hidden"),
]
access = [
    st.Page("pages/grants.py", title="Grants"),
    st.Page("pages/audit_log.py", title="Audit log"),
]
about = [
    st.Page("pages/welcome.py", title="Welcome", visibility="hidden"),
    st.Page("pages/glossary.py", title="Glossary", visibility="hidden"),
]
page = st.navigation(screen.offer_pages(*figures, *records, *shared, *access, *about), position="top")
if page in figures:
    with screen.in_turn():
        screen.greet()
        screen.offer_scope(page.title)
        screen.run_page(page)
else:
    screen.run_page(page)
