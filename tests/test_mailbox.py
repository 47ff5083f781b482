"""Request emails become draft requests: what their words name, blank where they do not, and nothing of who wrote."""

from __future__ import annotations

import csv
import stat
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.made_mails import made_mail, mbox_of, msg_of
from tests.mail_phrasings import PHRASINGS
from walktalk_data import areas, desk
from walktalk_data.__main__ import run
from walktalk_data.intake.mail_text import own_words
from walktalk_data.intake.mail_words import find_words
from walktalk_data.intake.mailbox import Drafts

KEY = bytes(32)
EAST_AREA = areas.unit("East Area")


def drafts_of(folder: Path, **contents: bytes | str) -> Drafts:
    """The drafts of files so named (`one_eml` is one.eml)."""
    paths = []
    for name, content in contents.items():
        paths.append(folder / ".".join(name.rsplit("_", 1)))
        paths[-1].write_bytes(content.encode() if isinstance(content, str) else content)
    return desk.draft_requests(paths, KEY, "East Area")


@pytest.mark.parametrize(("words", "borough", "ward", "place"), PHRASINGS)
def test_areas_and_places_are_found_as_people_write_them(words: str, borough: str, ward: str, place: str) -> None:
    found = find_words(words, EAST_AREA)
    assert (found.borough, found.ward, found.place) == (borough, ward, place)


@pytest.mark.parametrize("ward", sorted({ward.name for ward in EAST_AREA.wards.values()}))
def test_every_ward_is_found_by_its_name_with_the_word_ward(ward: str) -> None:
    found = find_words(f"A walk in {ward} ward, please.", EAST_AREA)
    assert (found.borough, found.ward) == (EAST_AREA.boroughs_with_ward(ward)[0], ward)


@pytest.mark.parametrize(
    "words",
    [
        "My name is Jane Heaton and I am afraid.", "Ask Mrs Cranbrook.", "Wanstead Park station at night", "on Redbridge Lane",
        "write to jane@havering.gov.uk", "see www.redbridge.gov.uk/safety", "I live at 3 Park Road, Seven Kings IG3 8XX.",
        "over the bridge to the village on the heath", "from New Barking Road", "at St Edward's Church",
    ],
)  # fmt: skip
def test_a_surname_a_street_a_station_or_an_address_is_no_ward_and_no_borough(words: str) -> None:
    found = find_words(words, EAST_AREA)
    assert (found.borough, found.ward) == ("", "")


@pytest.mark.parametrize(
    "words",
    [
        "I live on York Road.", "at 12 York Road", "My house is on York Road", "near RM1 3BD", "12 York Road, RM1 3BD",
        "with Jane Park", "it happened by Sarah Lane", "near my road", "along the street",
    ],
)  # fmt: skip
def test_a_house_a_home_a_postcode_or_a_person_is_no_place(words: str) -> None:
    assert find_words(words, EAST_AREA).place == ""


def test_mails_that_name_several_boroughs_are_left_blank_and_said(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_eml=made_mail("From Upminster, Havering, to Loxford ward.").as_bytes())
    assert (drafts.rows[0]["borough"], drafts.rows[0]["ward"]) == ("", "")
    assert "1 draft of 1 names several boroughs: row 2" in drafts.in_words()


@pytest.mark.parametrize(
    ("words", "worry"),
    [
        ("I never go out after dark.", "dark"), ("The path is unlit.", "dark"), ("It's fine by day but scary at night.", "dark"),
        ("I am scared during the day", "day"), ("in the afternoon, on the school run", "day"), ("day and night", "both"),
        ("I don't feel safe at night, and in the daytime boys gather", "both"), ("Good evening, may I have a walk?", ""),
        ("I am free in the evening. Call me at night.", ""), ("No lights", ""), ("It is not safe at night", "dark"),
    ],
)  # fmt: skip
def test_the_time_of_day_is_what_she_worries_about_and_not_when_she_is_free(words: str, worry: str) -> None:
    assert find_words(words, EAST_AREA).worried_about == worry


@pytest.mark.parametrize(
    ("subject", "text", "stays", "goes"),
    [
        ("Re: x", "In Cranham.\n\nOn Mon, 15 Nov 2021 at 08:40, A <a@b.org>\nwrote:\n> In Loxford", "Cranham", "Loxford"),
        ("Re: x", "In Cranham.\n-----Original Message-----\nFrom: A\nIn Loxford", "Cranham", "Loxford"),
        ("Re: x", "In Cranham.\n\nFrom: A\nSent: B\nTo: C\nSubject: D\n\nIn Loxford", "Cranham", "Loxford"),
        ("x", "In Cranham.\nKind regards,\nJane\nLoxford Surgery", "Cranham", "Loxford"),
        ("x", "In Cranham.\n-- \nJane, Redbridge Council", "Cranham", "Redbridge"),
        ("x", "In Cranham.\nMany thanks\nJane\nRedbridge", "Cranham", "Redbridge"),
        (
            "FW: x",
            "See below.\nRegards\nPC Lox\n\nFrom: A\nSent: B\nTo: Redbridge\nSubject: D\n\nIn Cranham",
            "Cranham",
            "Redbridge",
        ),
        ("x", "---------- Forwarded message ---------\nFrom: A\nDate: B\nTo: Redbridge\n\nIn Cranham", "Cranham", "Redbridge"),
        ("x", "Thank you\nfor this. In Cranham.", "Cranham", "Redbridge"),
    ],
)
def test_earlier_mails_headers_and_signatures_are_ignored(subject: str, text: str, stays: str, goes: str) -> None:
    words = own_words(subject, text)
    assert stays in words
    assert goes not in words


def test_each_kind_of_file_gives_the_same_draft_of_the_same_mail(tmp_path: Path) -> None:
    text = "Could someone walk with me in Goodmayes after dark?"
    mail = made_mail(text)
    head = "Message-ID: <one@example.org>\r\nDate: Mon, 15 Nov 2021 08:40:00 +0000\r\n"
    outlook = f'Subject,Body,From: (Name),Received,Message ID\nWalk,"{text}",Jane Smith,15/11/2021 08:40,<one@example.org>\n'
    expected = drafts_of(tmp_path, a_eml=mail.as_bytes()).rows
    assert expected[0]["request_id"].startswith("M-")
    assert len(expected[0]["request_id"]) == 12
    assert list(expected[0].values())[1:] == [
        "2021-11-15", "email", "Redbridge", "Goodmayes", "", "dark", "received", "2021-11-15",
    ]  # fmt: skip
    assert drafts_of(tmp_path, b_mbox=mbox_of(mail)).rows == expected
    assert drafts_of(tmp_path, c_msg=msg_of({"0037": "Walk", "1000": text, "007D": head})).rows == expected
    sent = datetime(2021, 11, 15, 8, 40, tzinfo=UTC)
    assert drafts_of(tmp_path, d_msg=msg_of({"0037": "Walk", "1000": text, "1035": "<one@example.org>"}, sent)).rows == expected
    assert drafts_of(tmp_path, e_csv=outlook).rows == expected


def test_the_same_mail_in_two_exports_is_one_draft(tmp_path: Path) -> None:
    other = made_mail("In Cranham", message_id="<two@example.org>")
    drafts = drafts_of(tmp_path, a_mbox=mbox_of(made_mail(), other), b_eml=made_mail().as_bytes())
    assert len(drafts.rows) == 2
    assert "Left out: 1 mail that came twice." in drafts.in_words()


def test_another_key_gives_other_ids(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(made_mail().as_bytes())
    ids = {desk.draft_requests([path], key, "East Area").rows[0]["request_id"] for key in (KEY, b"1" * 32)}
    assert len(ids) == 2


def test_the_day_is_the_local_one(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_eml=made_mail(date="Wed, 30 Jun 2021 23:30:00 +0000").as_bytes())
    assert drafts.rows[0]["received_on"] == "2021-07-01"


def test_a_day_that_can_be_read_two_ways_is_left_blank(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_csv="Subject,Body,Received\nA,x,03/04/2022 10:00\nB,y,04/04/2022\n")
    assert sorted(draft["received_on"] for draft in drafts.rows) == ["", "2022-04-04"]
    drafts = drafts_of(tmp_path, a_csv="Subject,Body,Received\nA,x,03/04/2022 10:00\nB,y,14/04/2022\n")
    assert sorted(draft["received_on"] for draft in drafts.rows) == ["2022-04-03", "2022-04-14"]


def test_automatic_replies_bounces_and_mails_without_a_date_are_left_out_and_counted(tmp_path: Path) -> None:
    drafts = drafts_of(
        tmp_path,
        a_mbox=mbox_of(
            made_mail(message_id="<1@x>", Auto_Submitted="auto-replied"),
            made_mail(message_id="<2@x>", subject="Automatic reply: Walk and talk"),
            made_mail(message_id="<3@x>", sender="MAILER-DAEMON@example.org"),
            made_mail(message_id="<4@x>", date=None),
            made_mail(message_id="<5@x>", Auto_Submitted="auto-generated"),
        ),
        b_msg=msg_of({"0037": "Fehler", "001A": "REPORT.IPM.Note.NDR", "1035": "<6@x>"}, datetime(2021, 11, 15, tzinfo=UTC)),
    )
    assert len(drafts.rows) == 1, "a web form's own mail is a request"
    assert {"Left out: 4 automatic replies and bounces.", "Left out: 1 mail without a date."} <= set(drafts.in_words())


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "iso-8859-1"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_every_encoding_of_a_text_is_read(charset: str, encoding: str, tmp_path: Path) -> None:
    mail = made_mail()
    mail.set_content(
        "I’m afraid near Café Road in Goodmayes" if charset != "iso-8859-1" else "é in Goodmayes", charset, cte=encoding
    )
    mail.replace_header("Content-Type", f'text/plain; charset="{charset}"')
    assert drafts_of(tmp_path, a_eml=mail.as_bytes()).rows[0]["ward"] == "Goodmayes"


def test_a_mail_in_html_alone_is_read_as_text_and_its_attachments_are_not(tmp_path: Path) -> None:
    html = (
        "<html><head><style>in Loxford</style></head><body><p>I walk along&nbsp;Ilford&#32;Lane<br>in <b>Goodmayes</b></p>"
        "<blockquote>in Cranham</blockquote></body></html>"
    )
    mail = made_mail(html=html)
    mail.add_attachment("in Havering", filename="in Havering.txt")
    draft = drafts_of(tmp_path, a_eml=mail.as_bytes()).rows[0]
    assert (draft["borough"], draft["ward"], draft["place"]) == ("Redbridge", "Goodmayes", "Ilford Lane")


def test_nothing_of_the_sender_or_the_text_is_written_or_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    planted = [
        "Jane", "Okonkwo", "okonkwo@example.org", "07700 900123", "+44 7700 900124", "020 7946 0958", "12 York", "York Road",
        "RM1 3BD", "IG3 8XX", "Brentwood", "frightens", "Acme",
    ]  # fmt: skip
    text = (
        "My name is Jane Okonkwo, 12 York Road, Romford RM1 3BD, call 07700 900123.\n"
        "It frightens me along Ilford Lane in Goodmayes.\n"
        "I live at 12 York Road. My postcode is IG3 8XX, jane.okonkwo@example.org\n"
        "Kind regards\nJane Okonkwo\nAcme Ltd, Brentwood\n+44 7700 900124 020 7946 0958"
    )
    folder = tmp_path / "mails"
    folder.mkdir()
    mail = made_mail(text, subject="From Jane Okonkwo, 07700 900123", sender="Jane Okonkwo <jane.okonkwo@example.org>")
    (folder / "Jane Okonkwo.eml").write_bytes(mail.as_bytes())
    (folder / "Okonkwo 07700 900123.msg").write_bytes(b"Jane Okonkwo")
    out = tmp_path / "drafts.csv"
    assert run(["mailbox", str(folder), "--out", str(out)]) == 0
    missing = tmp_path / "Jane Okonkwo.eml"
    assert run(["mailbox", str(missing), "--out", str(tmp_path / "other.csv")]) == 1
    printed = capsys.readouterr()
    told = out.read_text(encoding="utf-8-sig") + printed.out + printed.err
    assert "Ilford Lane" in told
    assert "Left out: 1 mail that cannot be read." in told
    assert [words for words in planted if words.casefold() in told.casefold()] == []


def test_drafts_load_once_their_blanks_are_filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    box, out = tmp_path / "box.mbox", tmp_path / "drafts.csv"
    box.write_bytes(mbox_of(made_mail(), made_mail("Please help.", message_id="<2@x>"), made_mail("B&D", message_id="<3@x>")))
    assert run(["mailbox", str(box), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    with out.open(encoding="utf-8-sig", newline="") as file:
        drafts = list(csv.DictReader(file))
    blank = next(row for row, draft in enumerate(drafts, 2) if not draft["borough"])
    assert f"1 draft of 3 has no borough: row {blank}\n" in printed
    assert f"    row {blank}: 2021-11-15 08:40\n" in printed
    assert [(fault.row, fault.column) for fault in desk.check_files(None, [out], "East Area").problems] == [(blank, "borough")]
    drafts[blank - 2]["borough"] = "Havering"
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, drafts[0])
        writer.writeheader()
        writer.writerows(drafts)
    assert desk.check_files(None, [out], "East Area").problems == []


def test_a_newsletter_is_marked_as_doubtful_and_a_request_is_not(tmp_path: Path) -> None:
    drafts = drafts_of(
        tmp_path,
        a_eml=made_mail(message_id="<1@x>", date="Mon, 15 Nov 2021 08:00:00 +0000").as_bytes(),
        b_eml=made_mail(
            "New lights for safer walks", message_id="<2@x>", date="Tue, 16 Nov 2021 09:00:00 +0000", List_Unsubscribe="<x>"
        ).as_bytes(),
        c_eml=made_mail(
            "Ten per cent off.", subject="Offer", message_id="<3@x>", date="Wed, 17 Nov 2021 10:30:00 +0000"
        ).as_bytes(),
    )
    assert drafts.doubtful == [3, 4]
    assert (
        "2 drafts of 3 do not read like a request: rows 3, 4. Look at those mails first, and take out what is none."
        in drafts.in_words()
    )
    written = list(csv.DictReader(drafts.as_csv().splitlines()))
    assert [row["to_check"] for row in written] == ["", *["does not read like a request"] * 2]


def test_every_draft_says_when_its_mail_came_and_that_is_never_stored(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_eml=made_mail("Please walk with me in Goodmayes.").as_bytes())
    out = tmp_path / "drafts.csv"
    out.write_text(drafts.as_csv(), encoding="utf-8")
    assert [row["came_at"] for row in csv.DictReader(drafts.as_csv().splitlines())] == ["2021-11-15 08:40"]
    checked = desk.check_files(None, [out], "East Area")
    assert (checked.problems, checked.questions) == ([], [])
    assert checked.notices == ["drafts.csv: left out, for no such column is known: came_at, to_check."]


def test_the_key_is_made_once_for_its_owner_alone_and_drafts_are_never_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mail, key = tmp_path / "a.eml", tmp_path / "mailbox.key"
    mail.write_bytes(made_mail().as_bytes())
    assert run(["mailbox", str(mail), "--out", str(tmp_path / "one.csv")]) == 0
    assert f"Made the key {key}" in capsys.readouterr().out
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert run(["mailbox", str(mail), "--out", str(tmp_path / "two.csv")]) == 0
    assert "Made the key" not in capsys.readouterr().out
    assert (tmp_path / "one.csv").read_bytes() == (tmp_path / "two.csv").read_bytes()
    assert run(["mailbox", str(mail), "--out", str(tmp_path / "two.csv")]) == 1
    assert run(["mailbox", str(mail), "--out", str(tmp_path / "three.csv"), "--key", str(mail)]) == 1
    assert not (tmp_path / "three.csv").exists()


def test_a_mail_without_message_id_is_known_again_by_its_headers(tmp_path: Path) -> None:
    bare, later = made_mail(message_id=None), made_mail(message_id=None, date="Tue, 16 Nov 2021 08:40:00 +0000")
    drafts = drafts_of(tmp_path, a_eml=bare.as_bytes(), b_mbox=mbox_of(bare, later))
    assert len(drafts.rows) == 2


HEAD = b"Date: Mon, 15 Nov 2021 08:40:00 +0000\n"
NESTED = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (level, level) for level in range(2_000))


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0" * 4096, b"\xff\xfe\xfa" * 99, HEAD, HEAD + b'Content-Type: multipart/mixed; boundary="x"\n\nno boundary',
        HEAD + b"Content-Type: text/plain; charset=nonsense\n\nin Goodmayes", HEAD + b"Subject: =?x?b?!!!?=\n\n",
        HEAD + b"Content-Transfer-Encoding: base64\n\n***", HEAD + b"Content-Type: text/html\n\n<p <b <!-- <![x[ in",
        HEAD + NESTED, HEAD + b"Subject: " + b"\xe9" * 99 + b"\n\n", HEAD + b"Content-Type: text/plain; charset*=x'y'%\n\n",
        b"Date: Mon, 99 Nov 99999 08:40:00 +9999\n\n", b"Date: Mon, 1 Jan 0001 00:00:00 +1200\n\n",
        bytes.fromhex("d0cf11e0a1b11ae1") + b"\xff" * 4096, msg_of({"0037": "Walk"})[:1500],
        HEAD + b"\n" + b"a" * 200_000, HEAD + b"\n" + b"\n" * 200_000, HEAD + b"\n" + b"Best " * 50_000,
        HEAD + b"\n" + b" " * 200_000,
        HEAD + b"Content-Type: text/html\n\n" + b"<" * 200_000, HEAD + b"Content-Type: text/html\n\n" + b"<a " * 99_999,
        HEAD + b"\n" + b"in Redbridge " * 20_000, HEAD + b"\n" + b"near Long " * 20_000 + b"A" * 9_999,
        HEAD + b"Content-Type: text/plain; charset=punycode\n\n" + b"-a9" * 99_999,
    ],
)  # fmt: skip
def test_a_damaged_mail_crashes_nothing_and_takes_little_time(content: bytes, tmp_path: Path) -> None:
    began = time.perf_counter()
    drafts = drafts_of(tmp_path, a_eml=content, b_msg=content, c_mbox=b"From a 2021\n" + content, d_eml=made_mail().as_bytes())
    assert time.perf_counter() - began < 5
    assert "Goodmayes" in {draft["ward"] for draft in drafts.rows}
    assert drafts.faults == []


def test_a_day_that_the_records_would_refuse_is_left_blank(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_eml=made_mail(date="Thu, 1 Jan 1970 00:00:00 +0000").as_bytes())
    assert drafts.rows[0]["received_on"] == drafts.rows[0]["status_on"] == ""


@pytest.mark.long
def test_large_mails_and_large_boxes_are_read_whole(tmp_path: Path) -> None:
    large = made_mail()
    large.add_attachment(bytes(5_000_000), maintype="image", subtype="jpeg", filename="photo.jpg")
    text = "I am afraid along Ilford Lane in Goodmayes after dark. " + "It has been like this for years. " * 60
    box = mbox_of(*[made_mail(text, message_id=f"<{number}@example.org>") for number in range(2_000)])
    drafts = drafts_of(tmp_path, a_eml=large.as_bytes(), b_mbox=box)
    assert len(drafts.rows) == 2_001
    assert drafts.faults == []


def test_a_line_of_a_mail_that_begins_with_from_is_no_new_mail(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_mbox=mbox_of(made_mail("Hello\n\nFrom the station on\n\nFrom Cranham I walk, in Upminster.")))
    assert [draft["ward"] for draft in drafts.rows] == ["Upminster"]


OUTLOOK_DEFAULT = "Subject,Body,From: (Name),From: (Address),Importance\n"


def test_what_outlook_exports_of_itself_has_no_days_and_its_drafts_wait_for_them(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_csv=f'{OUTLOOK_DEFAULT}Walk and talk,"In Goodmayes, please",Jane,j@example.org,Normal\n')
    assert drafts.faults == []
    assert [(row["received_on"], row["borough"]) for row in drafts.rows] == [("", "Redbridge")]
    assert "1 draft of 1 has no received_on: row 2" in drafts.in_words()


def test_a_mail_without_its_day_is_the_same_as_one_that_has_it(tmp_path: Path) -> None:
    text = "Could someone walk with me in Goodmayes after dark?"
    without_day = f"{OUTLOOK_DEFAULT}Walk and talk,{text},Jane,j@example.org,Normal\n"
    drafts = drafts_of(tmp_path, a_csv=without_day, b_eml=made_mail(text).as_bytes())
    assert [row["received_on"] for row in drafts.rows] == ["2021-11-15"]
    assert "Left out: 1 mail that came twice." in drafts.in_words()


def test_one_bad_file_takes_no_drafts_away_and_is_named_on_her_own_screen_alone(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_eml=made_mail().as_bytes(), b_csv="When,What\n1,2\n")
    assert len(drafts.rows) == 1
    assert drafts.in_words()[0].startswith("Number 2 of what was given has no column Subject")
    assert drafts.in_words(["a.eml", "b.csv"])[0].startswith("“b.csv” has no column Subject")


@pytest.mark.parametrize("subject", ["RE: Walk and talk please", "Re[2]: Walk and talk", "AW: walk"])
def test_a_reply_is_marked_and_its_subject_makes_it_no_request(tmp_path: Path, subject: str) -> None:
    mail = made_mail("Thursday is fine for me.\n\n> I would like a walk and talk in Goodmayes", subject=subject)
    drafts = drafts_of(tmp_path, a_eml=mail.as_bytes())
    assert (drafts.replies, drafts.doubtful) == ([2], [2])
    (row,) = csv.DictReader(drafts.as_csv().splitlines())
    assert row["to_check"] == "does not read like a request; is a reply: the request may be here or stored already"


def test_a_request_that_is_written_as_a_reply_reads_like_one_and_is_marked_all_the_same(tmp_path: Path) -> None:
    drafts = drafts_of(tmp_path, a_eml=made_mail(subject="Re: your leaflet").as_bytes())
    assert (drafts.replies, drafts.doubtful) == ([2], [])
    assert any(line.startswith("1 draft of 1 is a reply: row 2.") for line in drafts.in_words())
