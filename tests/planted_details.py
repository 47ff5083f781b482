"""Texts of the kind a woman might write about a place, with the personal details in them marked, and texts that have none.

All of it is invented: telephone numbers are from Ofcom's ranges for drama, addresses of the web are under example.org and
its like, postcodes end in letters that no postcode ends in (C, I, K, M, O, V), number plates and references are nobody's.
All of it was written down before the rules and the lists of names that find such details, from knowledge of the names of
East London's communities and from no list. The same hand wrote the rules later. Of the `HELD_OUT` half only the totals were
looked at while the rules were made, never what was missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from walktalk_data.intake.personal_details import DetailKind

KINDS: Final[dict[str, DetailKind]] = {
    "n": "name",
    "e": "email",
    "t": "telephone number",
    "a": "address",
    "w": "web address or handle",
    "d": "number",
}


@dataclass(frozen=True, slots=True)
class Planted:
    """One text and its details: kind, start and end of each."""

    text: str
    is_place: bool
    details: tuple[tuple[DetailKind, int, int], ...]


def read_marked(marked: str, is_place: bool) -> Planted:
    """Takes the marks out of a text: in "ask {n:Jane}" there is a name, "Jane"."""
    text, details = "", list[tuple[DetailKind, int, int]]()
    for plain, kind, words in re.findall(r"([^{]*)(?:\{(\w):([^}]*)\})?", marked):
        text += plain
        if kind:
            details.append((KINDS[kind], len(text), len(text) + len(words)))
            text += words
    return Planted(text, is_place, tuple(details))


HELD_OUT_TEXTS: Final = (
    "My daughter {n:Tanisha} will not walk there alone any more.",
    "{n:Farzana Khatun} from the mosque said it happened to her as well.",
    "I told {n:Mrs Odukoya} at the school and she did nothing.",
    "A man called {n:Dmitrijus} sits there every evening and shouts.",
    "my neighbour {n:Sukhvinder} was followed all the way to the shops",
    "It is worse since {n:Hodan Warsame} moved out and the flat is empty.",
    "Please ring me on {t:07700 900417} if you can fix the lamp.",
    "My mum {n:Gulsum} is too scared to go to the market after dark.",
    "Write to {e:p.okafor@example.org} about the CCTV.",
    "I live at {a:27 Kinfauns Road, IG3 9CO} and the alley behind is pitch black.",
    "Someone grabbed me outside {a:flat 9, Linden Court}.",
    "His car is {d:QX19 KVO}, a black BMW, always parked at the corner.",
    "I reported it, crime reference {d:5412987/21}, and nobody called back.",
    "dob {d:14/02/1989}, please add me to the list",
    "He follows girls on insta as {w:@roadman_ilford22} too.",
    "See the pictures on {w:www.example.org/alleyway} of the rubbish.",
    "I am {n:Oluwaseun} and I work nights at the hospital.",
    "i spoke to {n:pc thompson} in the summer about it",
    "{n:Agnieszka} and {n:Beata} also hate the underpass.",
    "Could you ask {n:Nasreen} in the corner shop, she sees everything.",
    "My friend {n:Chioma Eze} was harassed by a group of boys.",
    "{n:Zeynep Yildirim} says the bushes should go.",
    "the guy from number 40, {n:Darren Pike}, stares at women",
    "More lights please. {n:Abimbola Adewale}",
    "thanks, {n:Kirandeep}",
    "Regards {n:Vasile Munteanu}, {t:020 7946 0318}",
    "it was {n:Wojciech} from the garage who shouted at me",
    "A boy named {n:Ayaan} threw stones at us.",
    "I was walking with {n:Shabnam} when two men on a moped came.",
    "Tell {n:Sgt Halloran} that the gate is broken again.",
    "mobile {t:07700-900-862} any time after 5",
    "you can text me: {t:+44 7700 900 655}",
    "landline is {t:(0113) 496 0741} evenings only",
    "email me at {e:rukhsana dot b at example dot com}",
    "my email is {e:lamps4us [at] example.net}",
    "{e:THE.GREEN.GROUP@EXAMPLE.ORG} is our residents' group",
    "The house at {a:114 Aldborough Road} has men outside drinking.",
    "We are at {a:3b Mawney Close} and see it from the window.",
    "I moved to {a:Flat 22, Harts House, IG11 8VK} in May.",
    "NI number {d:QQ 65 43 21 A} if you need it",
    "Van with plate {d:LV07 OMC} parked on the pavement every night.",
    "CAD {d:7731/04NOV21}, the officer never came",
    "I was born on {d:9 March 1972} here and it was never like this.",
    "My NHS no is {d:999 555 1234}.",
    "The boys post videos on tiktok, {w:@e7drillers}.",
    "facebook: {w:Samina.Shoes.Barking}",
    "go to {w:https://example.com/group/1234?x=1} to see our petition",
    "ask {n:Thivya Sivakumar} at the temple",
    "{n:Jaswinder Kaur Gill} and I walk together now.",
    "my son {n:Kacper} is twelve and got chased",
    "Her name is {n:Ifrah} and she is fourteen.",
    "the caretaker {n:Winston} locks the gate at nine but not on Sundays",
    "A lady called {n:Pamela} lives opposite and filmed it.",
    "{n:Councillor Mehmood} promised lights two years ago.",
    "I'm {n:Sinead}, I run the girls' football on Tuesdays.",
    "Since {n:Rosie} was attacked I take a taxi.",
    "{n:Marcus} told me to avoid the car park.",
    "We asked {n:Mr Pereira} to cut his hedge.",
    "my ex {n:Liam} waits for me at the bus stop",
    "{n:Bukola} got followed from the N86",
    "Nobody believed {n:Ewelina} when she said so.",
    "it was me and {n:priya} and {n:aisha} coming home from college",
    "The manager, {n:Hussein Aden}, lets us wait inside.",
    "Signed, {n:Maureen O'Leary}",
    "the shopkeeper mr {n:rajaratnam} helped me",
    "Reverend {n:Akinola} opens the church hall on Fridays.",
    "my sister in law {n:Shirin} stopped using that path",
    "Give it to {n:Elif} at reception.",
    "{n:Natalia Kowalczyk}, {a:61 Ley Street, IG1 4CM}",
    "Contact: {n:Deborah Finch}, {e:debs_f@example.co.uk}, {t:07700900238}",
    "My carer {n:Blessing} has to walk through there at 6am.",
    "{n:Ionela} cleans at the station and is afraid to leave work",
    "there's a man {n:Big Tony} who deals by the swings",
    "{n:Halima} wears a headscarf and gets shouted at",
    "I think {n:Callum} from the flats broke the lamp.",
    "call {t:0 7 7 0 0 9 0 0 1 3 3}",
    "ring {t:01632 960 514} and ask for {n:Joan}",
    "My husband {n:Tariq} meets me at the station now.",
    "my manager at Tesco, {n:Yetunde}, walks me to the bus",
    "Dr {n:Venkataraman} at the surgery told me to write",
    "{n:Steph} and {n:Lou} had bottles thrown at them",
    "they robbed {n:old Mrs Feldman} by the post office",
    "if you want to see the video message {n:Ruqayyah}",
    "the landlord of {a:88A Goodmayes Lane} keeps the alley dark",
    "passport {d:533412987}",
)

HELD_OUT_PLACES: Final = (
    "Outside {n:Mrs Lewandowska's}, Ilford Lane",
    "Alley behind {a:16 Cranbrook Road, IG1 4OK}",
    "{a:Flat 7}, Mawney Road",
    "In front of {n:Mr Iqbal's} shop, Barking Road",
    "Bus stop on High Road, call {t:07700 900 981} for the exact spot",
    "{e:fatou@example.org} can show you, Park Lane",
    "by {a:52 Rush Green Road, RM7 0MV}",
    "garages near {n:Sharmila's} house",
    "footpath where {n:Mrs Grant} lives",
    "St Mary's Lane, in front of {a:Apartment 14B}",
)

TUNED_TEXTS: Final = (
    "My name is {n:Fatima} and I walk to work at five.",
    "I'm {n:Jasmine}, I live near the station.",
    "My daughter {n:Nadia Rahman} was followed by a man in a van.",
    "her friend {n:Ebony} had her phone taken",
    "my sister {n:fatima} is scared of the dogs",
    "I spoke to {n:PC Williams} about it last year.",
    "Ask for {n:Parminder} at the gurdwara.",
    "{n:Mrs Patel} in the newsagent has the keys.",
    "{n:Ms. Adeyemi} teaches at the school and saw it.",
    "{n:Dr Hussain} at the clinic heard the same from others.",
    "A boy called {n:Tyrone} hangs round the bins.",
    "{n:Mohammed Ali Khan} runs the cafe, he would have CCTV.",
    "It was {n:Katarzyna Nowak} who told me.",
    "{n:Andreea} and {n:Mihaela} were shouted at too.",
    "Me and {n:Ayesha Begum} use the path every day.",
    "My mum, {n:Sunita}, fell there because it is so dark.",
    "{n:Amina Yusuf} will not go past the pub.",
    "{n:Funmilayo} walks her kids that way.",
    "My colleague {n:Emine Demir} got off at the wrong stop.",
    "I saw {n:Daniel Carter} smash the lamp.",
    "The man is {n:Gary} and he drinks there all day.",
    "{n:Grace Mensah} from church was robbed.",
    "My friend {n:Rose} was there as well.",
    "{n:Mark Green} broke the fence.",
    "I told {n:Hope Williams} about it.",
    "{n:Will} and {n:May} walk me home.",
    "Thanks, {n:Deepika Sharma}",
    "Kind regards, {n:Lorraine}",
    "{n:Precious Owusu}, {t:07700 900123}",
    "Call me on {t:07700900456}.",
    "Phone {t:020 7946 0958} before six",
    "tel {t:020 7-946-0120}",
    "my number is {t:+44 (0)20 7946 0333}",
    "{t:0044 7700 900789} is my sister's",
    "text {t:07700.900.321}",
    "ring {t:077 00 90 01 11} after four",
    "whatsapp {t:+48 22 555 01 23}",
    "{e:jane.smith@example.org} is my address",
    "Mail {e:s_begum+walks@mail.example.co.uk} please.",
    "write there: {e:jane dot smith at example dot org}",
    "{e:kim(at)example(dot)com}",
    "mine is {e:lola at example.com}",
    "I live at {a:12 York Road, IG1 3OC}.",
    "{a:45 High Street, RM1 1KM} is where it happens",
    "Come to {a:Flat 4, 19 Station Parade}.",
    "we are in {a:flat 4}",
    "my postcode is {a:RM10 8VC}",
    "{a:7 Elm Park Avenue} has the broken wall.",
    "I am at {a:102A Longbridge Road} on the first floor.",
    "My address: {a:Apartment 3, Riverside Court, IG11 7MO}",
    "car reg {d:AO12 KCO} was circling",
    "a white van, {d:QV65 OKM}, slowed down beside me",
    "My national insurance number is {d:QQ123456C}",
    "crime ref {d:4412345/21}",
    "crime reference number {d:CRN 2301234/22} no news",
    "CAD {d:1234/12DEC21}",
    "DOB: {d:03/04/1991}",
    "date of birth {d:3 April 1991}",
    "born {d:12.6.88} in Ilford",
    "my oyster card number is {d:061234567890}",
    "find me on insta {w:@jaz.walks}",
    "my snapchat is {w:shadz_22}",
    "look at {w:https://www.example.org/pics}",
    "{w:example.com/our-street} has photos",
    "ig: {w:@lights.on.e6}",
    "I walk with {n:Simran} and {n:Harpreet}.",
    "The boys shouted at {n:Ngozi}.",
    "{n:Jodie} got whistled at",
    "{n:Abdullahi}'s shop shuts at eight and then it is dead.",
    "the barber {n:Mehmet} is nice and lets me wait",
    "our warden {n:Sheila} knows",
    "my auntie {n:Lakshmi} lives in the flats",
    "{n:Cllr Brown} came once",
    "Please speak to {n:Kemi Adebayo} or {n:Tunde}.",
    "I am {n:Roxana Popescu}, cleaner at the offices.",
    "my partner {n:Joe} picks me up",
    "name: {n:Shanice Campbell}",
    "i'm {n:leanne} and im 19",
    "{n:Mariam Hassan Ali} saw the men",
    "{n:Siobhan} works in the pub and can tell you",
    "I go with my cousin {n:Arjun}, he is 16.",
    "{n:Anjali Desai} and {n:Meera Shah} asked for a camera",
    "the officer, {n:Inspector Doyle}, was kind",
    "{n:Rev. Thomas} lets us use the hall",
    "her brother {n:Viktoras} waits at the stop",
)

TUNED_PLACES: Final = (
    "{a:12 York Road, IG1 3OC}",
    "Outside {n:Mrs Smith's}",
    "{a:flat 4}, Victoria Road",
    "Ley Street, ask {n:Mr Singh} in the shop",
    "Park gate, {t:07700 900555}",
    "{e:ward.lights@example.org}",
    "near {n:Fatima's} house, King Edward Road",
    "alley by {a:29 St Mary's Lane, RM14 2OV}",
    "where {n:Miss Jones} lives, Queen's Road",
    "{a:RM8 2KO}",
)

HELD_OUT_CLEAN_TEXTS: Final = (
    "The underpass at Gants Hill is filthy and no one is about.",
    "Cut back the bushes along Parsloes Avenue, please.",
    "I come home on the 86 bus and Ilford Hill is empty by then.",
    "More patrols on Friday and Saturday nights outside Harvester.",
    "Two of the 5 lamps in Rose Lane are out.",
    "Men drink in King George's Field until midnight.",
    "Will there be any lights in May?",
    "I hope the council does something before the winter.",
    "Young men in hoods stand by the brown gates.",
    "The walk from Elm Park station down to Hornchurch Road",
    "CCTV at the Queen's Theatre does not look at the steps.",
    "Lidl car park, it is closed at 10pm but the gate stays open",
    "Romford market after the stalls go, from Angel Way to the Liberty.",
    "St Andrew's ward needs more street lamps than Emerson Park.",
    "Being catcalled by men outside Ladbrokes",
    "I phoned 101 and waited 45 minutes.",
    "They told me to ring 999 next time.",
    "Rang the council twice in 2021 and once in 2022.",
    "Lights on from 16:30, not 18:00.",
    "The A12 subway by Gallows Corner smells and feels like a trap.",
    "Walls at Dagenham Heathway are too high to see over",
    "Drivers on the Elizabeth line platform shout.",
    "It's worse after Ramadan, Diwali and Christmas.",
    "People dealing near McDonald's and Greggs on South Street.",
    "Bollards have been knocked down at the end of Victoria Road and Albert Road.",
    "Overgrown hedges on both sides of Mary's Walk",
    "Please open the toilets in Valentines Park longer.",
    "You can't see round the corner at Churchill Avenue.",
    "The dean of the college should pay for lamps.",
    "A safe place such as Costa or the library in Barking Town Square",
    "Grass is high in Central Park so people hide.",
    "I'm scared of the dogs.",
    "I'm always rushing.",
    "My friend was followed twice last March.",
    "My daughter never goes alone.",
    "I spoke to officers at Ilford police station.",
    "A man called me names.",
    "Ask for more wardens from Redbridge Council.",
    "Her friend was grabbed near Chadwell Heath.",
    "Boys on e-scooters on Green Lane ride at you.",
    "School children from Loxford and Seven Kings fill the bus.",
    "Bright white lamps like in Stratford or Canary Wharf",
    "TfL should make the night bus stop nearer",
    "No signal inside the tunnel so I can't call anyone.",
    "Bins on fire twice behind Wilko.",
    "Too many empty shops since BHS and Debenhams went",
    "Hainault Forest in the dark!",
    "Someone was stabbed there in August.",
    "Graffiti all over Mayesbrook Park pavilion",
    "A group of around 10 to 15 lads, 16 to 18 years old",
    "Please put a mirror on the bend by the Old Mill.",
    "I feel better when Street Pastors are there.",
    "Ban the drinkers, close the off licence at 9.30pm",
    "Fairlop Waters is lovely by day and frightening by night",
    "Sunday morning is fine, Thursday late opening is not.",
    "Muslim women are being shouted at.",
    "English, Polish, Bengali and Somali posters would help.",
    "The Metropolitan Police and Havering Council should talk.",
    "Trees hide the light at Rush Green.",
    "Rainham station to Wennington, nothing but lorries",
    "No pavement on Hacton Lane",
    "Can we have help points like at Newbury Park?",
    "My walk home takes 20 mins, 30 in the winter.",
    "I would give it 3/10 for lighting and 8 out of 10 for the walk.",
    "The officers were great. Thank you Walk and Talk!",
    "Nothing really, all fine",
    "N/A",
    "none",
    "DARK, DIRTY AND NOBODY ABOUT",
    "PLEASE FIX THE LIGHTS IN HEATHWAY",
    "I do not like the Lord Nelson when there is football on.",
    "Lamp post 14 and lamp post 16 are broken.",
    "Height of the wall is 2.5m and the alley is 120m long.",
    "Cost of a taxi is £12.50 each time",
    "The shutters come down at Marks and Spencer and it goes dead.",
    "Victoria line was closed, so I had to walk.",
    "There are drug users on the stairs at Roding House.",
    "I am a nurse at King George Hospital.",
    "I am Asian and get comments.",
    "Called the police, no answer.",
)

HELD_OUT_CLEAN_PLACES: Final = (
    "Victoria Road by the footbridge",
    "St Mary's Lane, Upminster",
    "King George Hospital bus stop",
    "Alley from Francis Street to Elizabeth Avenue",
    "George Lane",
    "Martin's Corner, Heathway",
    "Outside Boots, High Road",
    "Corner of Albert Road and Clements Road",
    "Harold Hill library",
    "Cecil Road to Stanley Road",
    "Robert Clack School",
    "Charlie Brown's Roundabout",
    "Jo Richardson School gates",
    "Thomas Hardy Court",
    "The Eva Hart, Chadwell Heath",
)

TUNED_CLEAN_TEXTS: Final = (
    "York Road by the station is dark.",
    "The alley behind Tesco has 3 lamps and none work.",
    "Queen's Theatre car park after the show",
    "A12 footbridge near Whalebone Lane",
    "The N8 bus stop is too far from the lights.",
    "It is empty after 10pm.",
    "Nobody answers 101, you have to call 999.",
    "Ilford, IG1",
    "Trim the trees in Goodmayes Park.",
    "South Park Drive needs cameras.",
    "The Mall in Barking, by Asda and Iceland",
    "Young people with nothing to do, open the youth club.",
    "I hope May is lighter.",
    "Will someone mark the cycle lane?",
    "Rose bushes at the gates of Rise Park hide people.",
    "The hill at Clayhall is steep and dark",
    "Brown fence on Green Lane has a hole",
    "King Edward Road and Queen Elizabeth Drive are unlit.",
    "I used to walk along Mildmay Road, now I go round.",
    "St Alban's ward and St Edward's ward have no cameras.",
    "Bush is as tall as me on Park Street.",
    "I'm not happy walking there.",
    "I'm Muslim and wear a scarf, they shout.",
    "My sister says the same.",
    "my daughter was crying when she got home",
    "her friend had to run",
    "I spoke to the council.",
    "Ask for help at Sainsbury's.",
    "Something called a safe haven would help.",
    "They called me fat.",
    "A road called Manor Road",
    "The pub called the Royal Oak",
    "Street lights in Becontree are yellow and weak.",
    "Monday to Friday it's OK, weekends no.",
    "In January and February it is dark at 4.",
    "Paint the wall of the subway white.",
    "Dagenham East to Dagenham Heathway, District line",
    "Woodford, Wanstead and Snaresbrook are fine",
    "Harold Wood station footbridge",
    "Squirrels Heath Lane, cars race",
    "TfL, LBBD and the Met should share the cost.",
    "Lads outside William Hill and Paddy Power",
    "John Lewis closed and now it's dead",
    "Men hanging around in front of Coral and Betfred",
    "Close the Jolly Fisherman earlier.",
    "The Spotted Dog, Fridays",
    "I get the 174 from Romford to Harold Hill.",
    "25, 86 and 128 buses",
    "Between 21:30 and 23.00",
    "It was 12/11/2021 when I saw it.",
    "On 4 November they set off fireworks at people.",
    "There were 20 to 30 people.",
    "Room 4 in the library is safe",
    "I have lived here for 40 years",
    "15 Minute walk from the station",
    "The steps are 200 metres from the stop.",
    "We need 5 cameras, 10 lamps, 2 officers.",
    "The council spent £250,000 on planters.",
    "Happy to walk by day.",
    "Winter is worst.",
    "Everyone knows about it. Nobody acts. Sad.",
    "Police, Wardens, Anyone!",
    "Please help. Please.",
    "Lighting Lighting Lighting",
    "the Church, the Mosque and the Temple could open doors",
    "Light it up like Westfield.",
    "Eastern European men drinking beer",
    "Polish shop, Turkish barber, Indian sweet shop all shut by 8",
    "Bank Holiday weekends",
    "A Good Samaritan helped me.",
    "Uber drivers wait there with the engine running.",
    "Black cars with dark windows",
    "Halloween and Bonfire Night",
    "Eid and Easter are busy, no problem then",
    "St John Ambulance used to be there.",
    "Father Christmas could not find the way in that dark.",
    "Jack the Ripper would feel at home.",
    "Oh my God it's so dark",
    "Dear Sir or Madam, the path is dark.",
    "Miss the last bus and you are stuck",
    "Ms at the desk was kind",
    "Roding Valley way, no lights, no people.",
    "Broadway, opposite the Abbey",
    "Abbey Green after the match",
    "Eastbrook End Country Park",
    "The Chase nature reserve, Rush Green",
)

TUNED_CLEAN_PLACES: Final = (
    "York Road by the station",
    "Victoria Road",
    "St Mary's Lane",
    "King George Hospital",
    "Ilford, IG1",
    "Queen's Hospital bus stops A and B",
    "Valentines Park, Emerson Road gate",
    "Elizabeth Fry Way underpass",
    "Oldchurch Rise, behind the Rose and Crown",
    "Barking station, platform 3",
    "A13 slip road",
    "Dagnam Park Drive shops",
    "Mark Warren Avenue",
    "Sydney Russell School",
    "Ray Park café",
)


LATER_TEXTS: Final = (
    "A man called {n:Darren Pike} from {a:14 Cowley Road} shouts at girls.",
    "{n:Tracey Bush} from the salon saw all of it.",
    "It was {n:Kevin Marsh} who followed me to the bus.",
    "I walked with {n:Leanne Ford} and nobody came near us.",
    "{n:Gareth Pond} sits on the wall by the shops and stares.",
    "My neighbour {n:Shirley Bridge} has asked for a lamp three times.",
    "The caretaker, {n:Colin Gates}, locks the gate at six.",
    "{n:Olufunke Stone} was pushed there last winter.",
    "Please tell {n:Nadia Frost} that it happened again.",
    "a lad named {n:Jordan Banks} and his friends wait at the corner",
    "{n:Denise Hall} told the council and heard nothing.",
    "Speak to {n:Marcus Wall} at the garage, he has it on camera.",
    "{n:Priyanka Day} feels the same about the underpass.",
    "We think {n:Stacey Ring} should come on the next walk.",
    "Signed, {n:Beverley Cross}",
    "call {n:Dave} on {t:07700 900164} about the gate",
    "Ring {n:Zuleikha} on {t:07700 900172} when it is mended.",
    "text {n:Moses} {t:07700 900185} if the lamp is out",
    "my number is {t:oh seven seven double oh nine hundred 123}",
    "Ring me: {t:zero seven seven zero zero nine double zero one five six}.",
    "call {t:07700 nine hundred one four five} after six",
    "It is {t:oh two oh seven nine four six oh one two three}, ask for the desk.",
    "mobile {t:oh double seven double oh nine double oh one seven eight}",
    "phone {t:seven seven oh oh nine oh oh one nine one}, any time",
    "My ex, {n:Craig Street}, waits outside the gym.",
    "{n:Hayley Lane} and {n:Lorraine Green} walk home together for that reason.",
)

LATER_PLACES: Final = (
    "call {n:Dave} on {t:07700 900133} for the gate code",
    "by the garages, ring {n:Oksana} {t:07700 900142} first",
    "Outside the flats, ask {n:Terry Pike} for the key",
    "the yard, contact: {n:Imelda} {t:07700 900151}",
    "bus stop, tel {t:oh seven seven double oh nine hundred 167}",
    "park gate, speak to {n:Ludmila}",
)
"""Written down after a reader found "[removed] Pike", before the rules were changed for it. Again by the hand that wrote them."""

LATER_CLEAN_TEXTS: Final = (
    "Seven of us walked there and nine lamps were out.",
    "Oh, two or three times a week, at six, seven or eight.",
    "I counted one, two, three, four, five, six broken lamps.",
    "The Victoria Arms and the Chadwell Arms both close at eleven.",
    "Call the council on Monday and ask for a lamp.",
    "We walked from Romford Station to Gidea Park in the rain.",
    "Between York Road and Park Lane there is no light.",
    "Ring the bell twice and nobody comes.",
    "Zero lamps work. Double yellow lines, and cars on them all the same.",
    "Two buses, one at seven and one at eight, and then nothing until nine.",
    "I would call on the police to patrol it. Text alerts would help.",
    "Since Christmas Day it has been dark.",
    "On Sunday Evening the Rose Garden is empty.",
    "Nine hundred people use it and one in seven has been followed.",
    "From the Albert Road Bridge to Clements Lane it is unlit.",
    "Double decker buses pass at ten, eleven and twelve.",
)

LATER_CLEAN_PLACES: Final = (
    "Martin Road, by the call box on the corner",
    "Ring Road by Frances Street",
    "Rose Lane Park, gate seven",
    "Ask Farm Lane to Seven Kings Station",
    "Gordon Road, one two five bus stop",
    "The Drive, call point on the left",
)


def later() -> tuple[Planted, ...]:
    """Texts with details, of the kinds that were missed."""
    return _read(LATER_TEXTS, LATER_PLACES)


def later_clean() -> tuple[Planted, ...]:
    """Texts without details that are easily taken for such."""
    return _read(LATER_CLEAN_TEXTS, LATER_CLEAN_PLACES)


def held_out() -> tuple[Planted, ...]:
    """Planted texts that the rules were never fitted to."""
    return _read(HELD_OUT_TEXTS, HELD_OUT_PLACES)


def tuned() -> tuple[Planted, ...]:
    """Planted texts that were looked at while the rules were made."""
    return _read(TUNED_TEXTS, TUNED_PLACES)


def held_out_clean() -> tuple[Planted, ...]:
    """Texts without any detail that the rules were never fitted to."""
    return _read(HELD_OUT_CLEAN_TEXTS, HELD_OUT_CLEAN_PLACES)


def tuned_clean() -> tuple[Planted, ...]:
    """Texts without any detail that were looked at while the rules were made."""
    return _read(TUNED_CLEAN_TEXTS, TUNED_CLEAN_PLACES)


def _read(texts: tuple[str, ...], places: tuple[str, ...]) -> tuple[Planted, ...]:
    return (*(read_marked(text, False) for text in texts), *(read_marked(place, True) for place in places))
