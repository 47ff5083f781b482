"""What is kept: the tables, opening and upgrading a database, and the loads that fill it."""
