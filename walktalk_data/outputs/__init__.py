"""A Briefing turned into what people read: sentences, charts, tables, the workbook."""
