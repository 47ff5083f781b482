"""Spreadsheets as Basic Command Units keep them by hand, all invented, with what each heading and word of them means."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from walktalk_data.intake.column_map import ColumnMap
from walktalk_data.intake.grid import Cell


@dataclass(frozen=True)
class HerSpreadsheet:
    """One table with the map that is to be proposed for it. `personal` are headings, `styles` those possible of its dates."""

    name: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    expected: ColumnMap
    personal: frozenset[str] = frozenset()
    styles: Mapping[str, frozenset[str]] = field(default_factory=dict)


DAY_FIRST: Final = frozenset({"day first"})
MONTH_FIRST: Final = frozenset({"month first"})
EITHER: Final = DAY_FIRST | MONTH_FIRST

HER_SPREADSHEETS: Final = (
    HerSpreadsheet(
        "Requests log 2021",
        ["Ref", "Date rec'd", "Name", "Email", "Boro", "Ward", "Location of concern", "Day/Night", "Progress", "Updated",
         "Officer"],
        [
            ["R-001", "03/12/2021", "Jane Smith", "j.s@example.org", "Hav", "Rainham", "York Road", "night", "booked",
             "05/12/2021", "PC Jones"],
            ["R-002", "14/12/2021", "Ann Brown", "ann@example.org", "B&D", "Abbey", "the station", "both", "cancelled",
             "16/12/2021", "PC Lee"],
        ],
        ColumnMap(
            "requests",
            {
                "ref": "request_id", "daterecd": "received_on", "boro": "borough", "locationofconcern": "place",
                "daynight": "worried_about", "progress": "status", "updated": "status_on",
            },
            words={
                "borough": {"hav": "Havering", "b&d": "Barking and Dagenham"}, "worried_about": {"night": "dark"},
                "ward": {"rainham": "Rainham & Wennington"}, "status": {"booked": "arranged", "cancelled": "withdrawn"},
            },
        ),
        frozenset({"Name", "Email", "Officer"}),
        {"received_on": DAY_FIRST, "status_on": DAY_FIRST},
    ),
    HerSpreadsheet(
        "Walk feedback",
        ["No.", "Walk no", "Completed by", "How safe did you feel?", "Poor lighting", "No CCTV", "More patrols", "Trust before",
         "Trust after", "OK to share", "Any other comments"],
        [
            [1, "W1", "woman", "V unsafe", "Y", "N", "Y", 2, 4, "Y", "it was dark"],
            [2, "W1", "PC", "quite safe", "N", "N", "Y", 3, 4, "N", "went well"],
        ],
        ColumnMap(
            "questionnaires",
            {
                "no": "answer_id", "walkno": "walk_id", "completedby": "respondent", "howsafedidyoufeel": "feeling",
                "oktoshare": "pass_on", "anyothercomments": "idea_text",
            },
            {"poorlighting": ("factors", "lighting"), "nocctv": ("factors", "cctv"), "morepatrols": ("ideas", "patrols")},
            words={
                "respondent": {"woman": "participant", "pc": "officer"}, "pass_on": {"y": "yes", "n": "no"},
                "feeling": {"v unsafe": "very unsafe", "quite safe": "fairly safe"},
            },
        ),
    ),
    HerSpreadsheet(
        "Walks",
        ["Walk ref", "Request ref", "Type", "Date and time of walk", "Duration (mins)", "Borough", "Ward name",
         "Start point", "No. of women"],
        [
            ["W-01", "R-001", "W&T", "28/02/2022 at 7pm", 40, "Havering", "Cranham", "by the park", 1],
            ["W-02", None, "group", "01/03/2022 19:30", 35, "LBR", "Loxford", "Ilford Lane", 12],
        ],
        ColumnMap(
            "walks",
            {
                "walkref": "walk_id", "requestref": "request_id", "type": "kind", "dateandtimeofwalk": "started_at",
                "durationmins": "minutes", "wardname": "ward", "startpoint": "place", "noofwomen": "women",
            },
            words={"kind": {"w&t": "walk and talk", "group": "group walk"}, "borough": {"lbr": "Redbridge"}},
        ),
        styles={"started_at": DAY_FIRST},
    ),
    HerSpreadsheet(
        "status history",
        ["Request number", "Date changed", "New status"],
        [["R1", "03/04/2022", "being booked"], ["R1", "05/04/2022", "Booked in"], ["R2", "05/04/2022", "No reply"]],
        ColumnMap(
            "status_changes",
            {"requestnumber": "request_id", "datechanged": "status_on", "newstatus": "status"},
            words={"status": {"being booked": "being arranged", "booked in": "arranged", "no reply": "not possible"}},
        ),
        styles={"status_on": EITHER},
    ),
    HerSpreadsheet(
        "Sheet1",
        ["Request No", "Date requested", "How received", "Council", "Ward/SNT", "Street name", "When unsafe",
         "Current status", "Notes"],
        [
            [101, date(2021, 11, 2), "e-mail", "LB Redbridge", "Ilford", "Cranbrook Road", "evenings", "walked", "ring after 5"],
            [102, date(2021, 11, 9), "tel", "LB Havering", "Harold Wood", "Gubbins Lane", "after dark", "in progress",
             "on leave"],
            [103, date(2021, 11, 9), "F2F", "LBBD", "Gascoigne", "The Clarksons", "daytime", "walked", "none"],
        ],
        ColumnMap(
            "requests",
            {
                "requestno": "request_id", "daterequested": "received_on", "howreceived": "channel", "council": "borough",
                "wardsnt": "ward", "streetname": "place", "whenunsafe": "worried_about", "currentstatus": "status",
            },
            left_out=frozenset({"notes"}),
            words={
                "channel": {"e mail": "email", "tel": "phone", "f2f": "in person"}, "ward": {"ilford": "Ilford Town"},
                "borough": {"lb redbridge": "Redbridge", "lb havering": "Havering", "lbbd": "Barking and Dagenham"},
                "worried_about": {"evenings": "dark", "after dark": "dark", "daytime": "day"},
                "status": {"walked": "completed", "in progress": "being arranged"},
            },
        ),
    ),
    HerSpreadsheet(
        "US export requests",
        ["Request ID", "Timestamp", "Area", "Where", "Stage"],
        [["A1", "12/21/2021 9:15 AM", "Barking", "Ripple Road", "new"], ["A2", "12/03/2021 4:00 PM", "Romford", "Main Road",
         "Done"]],
        ColumnMap(
            "requests",
            {"timestamp": "received_on", "area": "borough", "where": "place", "stage": "status"},
            words={
                "borough": {"barking": "Barking and Dagenham", "romford": "Havering"}, "status": {"new": "received",
                 "done": "completed"},
            },
        ),
        styles={"received_on": MONTH_FIRST},
    ),
    HerSpreadsheet(
        "survey answers",
        ["Response ID", "Walk ID", "Survey date", "Respondent type", "Safety rating", "Reasons unsafe", "What would help",
         "Other reason"],
        [
            ["Q1", "W1", "Mon 28 Feb 2022", "resident", "not very safe", "lamp out; alleyway", "fix street lights", "dogs"],
            ["Q2", "W1", "28-Feb-22", "WPC", "Fairly safe", "bushes overgrown", "trim bushes; more patrols", None],
        ],
        ColumnMap(
            "questionnaires",
            {
                "responseid": "answer_id", "surveydate": "answered_on", "respondenttype": "respondent", "safetyrating": "feeling",
                "reasonsunsafe": "factors", "whatwouldhelp": "ideas", "otherreason": "factor_other",
            },
            words={
                "respondent": {"resident": "participant", "wpc": "officer"}, "feeling": {"not very safe": "fairly unsafe"},
                "factors": {"lamp out": "lighting", "alleyway": "layout", "bushes overgrown": "sightlines"},
                "ideas": {"fix street lights": "lighting", "trim bushes": "cut_back", "more patrols": "patrols"},
            },
        ),
        styles={"answered_on": frozenset({"year first", "day first", "month first", "days since 1900", "days since 1904"})},
    ),
    HerSpreadsheet(
        "questionnaire results",
        ["Form no", "Walk ref", "Role", "Felt", "Why: dark", "Why: drug use", "Why: followed", "Idea: cctv", "Idea: clean up"],
        [["F1", "W1", "participant", "VU", 1, 0, 1, 1, 0], ["F2", "W2", "official", "VS", 0, 0, 0, 0, 1]],
        ColumnMap(
            "questionnaires",
            {"formno": "answer_id", "walkref": "walk_id", "role": "respondent", "felt": "feeling"},
            {
                "whydark": ("factors", "lighting"), "whydruguse": ("factors", "substances"), "whyfollowed": ("factors",
                 "followed"),
                "ideacctv": ("ideas", "cctv"), "ideacleanup": ("ideas", "clean_up"),
            },
            words={"feeling": {"vu": "very unsafe", "vs": "very safe"}},
        ),
    ),
    HerSpreadsheet(
        "wide ticks feedback",
        ["Questionnaire ID", "Walk", "Who", "How safe", "Overgrown bushes", "Graffiti", "Cat calling", "Groped",
         "Better lighting", "Leaflets"],
        [["1a", "W1", "participant", "very safe", None, "x", None, None, "x", None], ["1b", "W1", "officer", "fairly safe",
         "x", None, "x", "x", None, "x"]],
        ColumnMap(
            "questionnaires",
            {"questionnaireid": "answer_id", "walk": "walk_id", "who": "respondent", "howsafe": "feeling"},
            {
                "overgrownbushes": ("factors", "sightlines"), "graffiti": ("factors", "rundown"),
                "catcalling": ("factors", "harassed_by_one"), "groped": ("factors", "behaviour_other"),
                "betterlighting": ("ideas", "lighting"), "leaflets": ("ideas", "information"),
            },
        ),
    ),
    HerSpreadsheet(
        "W&T walks done",
        ["walk id", "Request", "kind", "started at", "mins", "borough", "ward", "Route no", "Lat", "Long", "Attendees"],
        [["W1", "R1", "walk and talk", datetime(2022, 1, 5, 18), 30, "Redbridge", "Fullwell", "RT1", 51.59, 0.061, 1]],
        ColumnMap(
            "walks",
            {"request": "request_id", "mins": "minutes", "routeno": "route_id", "lat": "latitude", "long": "longitude",
             "attendees": "women"},
        ),
    ),
    HerSpreadsheet(
        "requests.csv",
        ["request_id", "received_on", "channel", "borough", "ward", "place", "worried_about", "status", "status_on"],
        [["R1", "2021-12-01", "email", "Havering", "Cranham", "the park", "dark", "received", "2021-12-01"]],
        ColumnMap("requests"),
    ),
    HerSpreadsheet(
        "Mailbox",
        ["Log no", "Date of email", "Who asked", "Mobile", "LA", "Meeting point", "Outcome", "Date of outcome"],
        [
            ["21/001", "1.12.21", "Sarah Lee", "07700 900123", "R'bridge", "outside the library", "date agreed", "13.12.21"],
            ["21/002", "2.12.21", "Priya Shah", "07700 900124", "Haverin", "bus garage", "no longer wanted", "9.12.21"],
        ],
        ColumnMap(
            "requests",
            {
                "logno": "request_id", "dateofemail": "received_on", "la": "borough", "meetingpoint": "place",
                 "outcome": "status",
                "dateofoutcome": "status_on",
            },
            words={
                "borough": {"r'bridge": "Redbridge", "haverin": "Havering"},
                "status": {"date agreed": "arranged", "no longer wanted": "withdrawn"},
            },
        ),
        frozenset({"Who asked", "Mobile"}),
        {"received_on": EITHER, "status_on": DAY_FIRST},
    ),
    HerSpreadsheet(
        "Safety walks",
        ["W no", "Category", "When", "How long", "District", "Route walked", "Headcount", "Weather"],
        [
            ["SW1", "safety walk", "6 December 2021 18:00", 60, "Redbridge", "York Road to the station", 6, "wet"],
            ["SW2", "students", "7 Dec 2021, 5pm", 45, "Romford", "college to station", 20, "dry"],
        ],
        ColumnMap(
            "walks",
            {
                "wno": "walk_id", "category": "kind", "when": "started_at", "howlong": "minutes", "district": "borough",
                "routewalked": "place", "headcount": "women",
            },
            left_out=frozenset({"weather"}),
            words={"kind": {"students": "group walk"}, "borough": {"romford": "Havering"}},
        ),
    ),
    HerSpreadsheet(
        "Tracker",
        ["URN", "Recieved on", "Chanel", "Bourough", "Wrad", "Worried abuot", "Staus"],
        [["T1", "2022-01-03", "email", "Havering", "Hacton", "dark", "received"], ["T2", "2022-01-04", "phone", "Redbridge",
         "Bridge", "day", "completed"]],
        ColumnMap(
            "requests",
            {
                "urn": "request_id", "recievedon": "received_on", "chanel": "channel", "bourough": "borough", "wrad": "ward",
                "worriedabuot": "worried_about", "staus": "status",
            },
        ),
    ),
    HerSpreadsheet(
        "Requests without ids",
        ["Received", "Borough", "Ward", "Place"],
        [["04/01/2022", "Havering", "Heaton", "the shops"], ["30/01/2022", "Havering", "Heaton", "the shops"]],
        ColumnMap("requests", {"received": "received_on"}),
        styles={"received_on": DAY_FIRST},
    ),
    HerSpreadsheet(
        "Feedback form responses",
        ["Form ID", "Completion time", "Email", "Name", "Walk number", "Filled in by", "How safe did you feel on the walk today?",
         "What made you feel unsafe?", "What would make it safer?", "Trust in police before", "Trust in police after",
          "Happy to share?"],
        [[1, datetime(2022, 3, 1, 20, 14), "a@example.org", "Ann Brown", "W7", "member of public", "A bit unsafe",
         "street light broken;no cameras;", "more cameras;", 3, 4, "Yes please"]],
        ColumnMap(
            "questionnaires",
            {
                "formid": "answer_id", "completiontime": "answered_on", "walknumber": "walk_id", "filledinby": "respondent",
                "howsafedidyoufeelonthewalktoday": "feeling", "whatmadeyoufeelunsafe": "factors", "whatwouldmakeitsafer": "ideas",
                "trustinpolicebefore": "trust_before", "trustinpoliceafter": "trust_after", "happytoshare": "pass_on",
            },
            words={
                "respondent": {"member of public": "participant"}, "feeling": {"a bit unsafe": "fairly unsafe"},
                "factors": {"street light broken": "lighting", "no cameras": "cctv"}, "ideas": {"more cameras": "cctv"},
                "pass_on": {"yes please": "yes"},
            },
        ),
        frozenset({"Email", "Name"}),
    ),
)  # fmt: skip

HELD_OUT: Final = (
    HerSpreadsheet(
        "Central West enquiries",
        ["Enquiry", "Received date", "Requester", "Contact number", "Local authority area", "Electoral ward", "Concern location",
         "Time when feels unsafe", "Enquiry status", "Status last changed"],
        [
            ["E-19", "03/01/2022", "Kate Hill", "07700 900125", "Barking/Dagenham", "Parsloes", "underpass by the A13",
             "at night", "Waiting for reply", "04/01/2022"],
            ["E-20", "05/01/2022", "Mary Owen", "07700 900126", "Havering", "Upminster", "the windmill", "any time",
             "Walk done", "19/01/2022"],
        ],
        ColumnMap(
            "requests",
            {
                "enquiry": "request_id", "receiveddate": "received_on", "localauthorityarea": "borough", "electoralward": "ward",
                "concernlocation": "place", "timewhenfeelsunsafe": "worried_about", "enquirystatus": "status",
                "statuslastchanged": "status_on",
            },
        ),
        frozenset({"Requester", "Contact number"}),
    ),
    HerSpreadsheet(
        "Completed W and T",
        ["Walk", "Linked to request", "Walk category", "Walk took place", "Time spent (min)", "Boro.", "Ward",
         "Area covered", "Females present"],
        [["W31", "R90", "one to one", "11/02/2022 18:30", 30, "Redbridge", "Clayhall", "park gates to tube", 1]],
        ColumnMap(
            "walks",
            {
                "walk": "walk_id", "linkedtorequest": "request_id", "walkcategory": "kind", "walktookplace": "started_at",
                "timespentmin": "minutes", "boro": "borough", "areacovered": "place", "femalespresent": "women",
            },
        ),
    ),
    HerSpreadsheet(
        "Post walk survey",
        ["ID", "Walk code", "Participant/officer", "Safety felt", "Dark street", "Fly tipping", "Stalked", "Trim hedges",
         "Somewhere to go",
         "Police trust - before", "Police trust - after", "Share with LA?"],
        [["S1", "W31", "participant", "slightly unsafe", "Yes", "No", "No", "Yes", "No", 2, 3, "Yes"]],
        ColumnMap(
            "questionnaires",
            {
                "id": "answer_id", "walkcode": "walk_id", "participantofficer": "respondent", "safetyfelt": "feeling",
                "policetrustbefore": "trust_before", "policetrustafter": "trust_after", "sharewithla": "pass_on",
            },
            {
                "darkstreet": ("factors", "lighting"), "flytipping": ("factors", "rundown"), "stalked": ("factors", "followed"),
                "trimhedges": ("ideas", "cut_back"), "somewheretogo": ("ideas", "safe_place"),
            },
        ),
    ),
)  # fmt: skip
"""Nothing was chosen with these in view: they say how often an unseen spreadsheet is understood."""
