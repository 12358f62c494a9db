"""The articles of a new site: examples of what articles can look like, with and without front matter."""

from __future__ import annotations

LIGHTHOUSE = """\
---
title: The lighthouse keeper's last log
date: 2021-05-06
authors: [Edda Holm]
source: Harbour Times
source_url: https://harbourtimes.example/2021/05/06/lighthouse-log
topics: [The Sea]
summary: >-
  For a hundred and forty years, the keepers of the Skarv light wrote down every ship that passed.
  Now anyone can read the books.
image: lighthouse.svg
alt: A white lighthouse on a dark rock, with its beam over the sea at dusk
caption: The Skarv light, which has looked after itself since 1961.
weight: 10
---

The keepers of the Skarv light were paid to do three things: to wind the clockwork, to trim the
lamp, and to write. The clockwork was removed in 1961, and the lamp now looks after itself. The
writing went on longest, because no one had asked the keepers to stop.

Their log fills sixty-two books. Each line has a time, a wind and a ship, and now and then a
sentence that no regulation required. "Fog since Tuesday," reads one from November 1908. "I have
heard nine vessels and seen none."

## From the shelf to the screen

Since this week, the books can be read page by page at the town library, where three volunteers
have begun to type them out. The handwriting is the smaller problem. The greater one is ships with
the same name: four on this coast were called *Hope*, and one day in 1894 all of them passed.

The book of 1911 in numbers:

| month | ships seen | nights of fog |
| --- | ---: | ---: |
| June | 412 | 2 |
| September | 388 | 7 |
| December | 97 | 15 |

The last entry is dated 31 March 2003. It gives the time, the wind and a ferry, and below them a
line in pencil: "Lamp is out of my hands. Good watch."
"""

NIGHT_TRAIN = """\
# Night Train to the Coast of Norway Runs Again

By [Jonas Reed and Mira Okafor](#)

May 06, 2021

The first night train from Oslo to the west coast of Norway in eleven years left on Wednesday with
two sleeping cars, one guard, and forty people on the platform who were not going anywhere.

They had come to wave. "My father drove this one," said a woman with a flask of tea, which she
handed through a window to a stranger. By then the train was four minutes late, and no one seemed
to mind.

The Norwegian railway closed the line in 2010, when a seat on the morning plane cost less than a
berth. The berths still cost more. But the plane lands at nine, and the train arrives at half past
six, when the bakery at the harbour opens.

## **A timetable of one line**

The train will run on Wednesdays and Sundays until the end of September. Whether it returns in
spring depends on how many of the twenty-four berths are sold: two in three would be enough, the
railway says.

On the first night, all of them were. The guard said that he had kept a list of people who asked in
vain, and had run out of paper at the letter M.

Original url: https://harbourtimes.example/2021/05/06/night-train
"""

FERRIES = """\
# Finland and Sweden agree on one timetable for their ferries

By [Anna Lindqvist](#)

May 6, 2021

Finland and Sweden will publish a single timetable for the ferries between them from June, after
thirty years in which each country printed its own and neither mentioned the other's boats.

The two ministries of transport signed the agreement on a ship halfway between Helsinki and
Stockholm, at an hour on which both timetables agreed. "We have found eleven crossings that nobody
knew about," the Finnish minister said. The Swedish minister said it was twelve.

Tickets stay as they are. A commuter who has crossed every Monday since 1998 said that she would
keep both old timetables, since they were hard to read but had never been wrong at the same time.

Original url: https://northernwire.example/2021/05/06/ferries
"""

BAKERY = """\
---
title: A bakery that keeps the hours of the tide
date: 2021-05-05
authors: [Mira Okafor]
source: Harbour Times
source_url: https://harbourtimes.example/2021/05/05/tide-bakery
topics: [Food, The Sea]
---

The bakery at the harbour opens when the water is high, because that is when the boats come in. On
Tuesday this was at ten past four in the morning, and the queue reached the fish hall.

"You cannot argue with the moon," says the baker, who sets her dough by a printed table of tides
and has been late twice in nineteen years, both times in a storm.

In summer, visitors ask for the opening hours. A card in the window answers them -- it has two
columns, for the next two weeks, and at the bottom the words: "Or listen for the boats."
"""

LIBRARY = """\
# Iceland Opens a Library for Sounds

By [Jonas Reed](#)

May 5, 2021

Iceland opened a library on Tuesday that has no books. Its shelves hold nine thousand recordings of
the country, from the first radio broadcast in Reykjavik to the noise that a glacier makes at night.

Visitors choose a place on a map of Iceland and hear what it sounded like. The oldest recording is
of a street in 1912, with one horse. The most popular is of rain.

The collection belongs to the Icelandic broadcaster, which found half of it in a cellar. "We knew
that something was there," said the archivist. "It hummed."

Original url: https://northernwire.example/2021/05/05/sounds
"""

PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800" viewBox="0 0 1200 800">
<title>A lighthouse at dusk</title>
<defs>
<linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#1f3350"/><stop offset=".55" stop-color="#6d7f92"/><stop offset="1" stop-color="#e8b98a"/>
</linearGradient>
<linearGradient id="sea" x1="0" y1="0" x2="0" y2="1">
<stop offset="0" stop-color="#8a8f96"/><stop offset="1" stop-color="#16263b"/>
</linearGradient>
<linearGradient id="beam" x1="1" y1="0" x2="0" y2="0">
<stop offset="0" stop-color="#ffe9b0" stop-opacity=".85"/><stop offset="1" stop-color="#ffe9b0" stop-opacity="0"/>
</linearGradient>
<linearGradient id="tower" x1="0" y1="0" x2="1" y2="0">
<stop offset="0" stop-color="#f6efe2"/><stop offset="1" stop-color="#a9a59c"/>
</linearGradient>
</defs>
<rect width="1200" height="560" fill="url(#sky)"/>
<circle cx="250" cy="520" r="64" fill="#f7d9a8" opacity=".9"/>
<rect y="545" width="1200" height="255" fill="url(#sea)"/>
<path d="M150 575h200M190 600h130M215 628h80M232 655h44" stroke="#f7d9a8" stroke-width="5" opacity=".55"/>
<path d="M0 690q75-16 150 0t150 0 150 0 150 0 150 0 150 0 150 0 150 0v110H0z" fill="#1b2d45" opacity=".6"/>
<path d="M840 208 0 70v220z" fill="url(#beam)"/>
<path d="M560 640l70-58 60-8 50-44h210l70 40 80 18 100 60v152H500z" fill="#121b29"/>
<path d="M790 540l26-290h68l26 290z" fill="url(#tower)"/>
<path d="M807 350h86l8 84h-102zM797 470h106l7 70H790z" fill="#a8412f"/>
<path d="M802 250h96v-12h-96z" fill="#26303f"/>
<rect x="820" y="186" width="60" height="52" fill="#ffe9b0"/>
<path d="M835 186v52M850 186v52M865 186v52" stroke="#26303f" stroke-width="4"/>
<path d="M812 186h76l-38-40z" fill="#a8412f"/>
<path d="M850 146v-22" stroke="#26303f" stroke-width="5"/>
<path d="M938 540v-62l44-30 44 30v62z" fill="#d8d0c2"/>
<path d="M930 482l52-38 52 38z" fill="#26303f"/>
<rect x="970" y="492" width="22" height="26" fill="#ffd27a"/>
<path d="M390 560l14-46 40 46zM404 514v62M380 578h80l-14 14h-52z" fill="#26303f" stroke="#26303f" stroke-width="3"/>
</svg>
"""

ARTICLES = {
    "content/2021/bakery.md": BAKERY,
    "content/2021/ferries.txt": FERRIES,
    "content/2021/lighthouse-log.md": LIGHTHOUSE,
    "content/2021/lighthouse.svg": PICTURE,
    "content/2021/night-train.txt": NIGHT_TRAIN,
    "content/2021/sounds.txt": LIBRARY,
}
"""The files of the articles by path."""
