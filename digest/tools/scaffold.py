"""The files of a new site, as `digest init` writes them.

They build without a problem, document every setting, and are the same bytes on every machine. The two articles show what
articles can look like.
"""

from __future__ import annotations

import json
import os

_CONFIG = """\
# yaml-language-server: $schema=config.schema.json
#
# The settings of this site. All of them are optional. A setting that is commented out shows its
# default or an example. With the first line, editors can complete and check settings.

# Name and tagline of the publication.
title: The Morning Digest
tagline: News worth keeping

# One or two sentences for search engines and feeds.
description: A small archive of clippings from the coast.

# Public URL of the site. It may contain a folder: https://example.com/news/
url: http://localhost:8000/

# The language of the site. digest detects the language of each article and reads dates ("6. Mai 2021") and
# bylines ("Von ...") in that language. It prefers the languages named here.
language: en
# languages: [de, fr]

# Time zone of the site, to which times with another zone are converted. Without it, each article keeps the day that is
# written in it.
# timezone: Europe/Kyiv

# Topics by slug. `aliases` are other names for the topic in the `topics:` of an article.
# An article without topics gets those with a phrase in `match` that occurs in its text (whole
# words, case-sensitive).
topics:
  railways:
    name: Railways
    description: Lines, stations, and the trains that run at night.
    aliases: [Trains, Rail]
    match: [night train, sleeping car, railway]
  sea:
    name: The Sea
    aliases: [Maritime]
    match: [lighthouse, harbour]

# Sources by host name. An article belongs to the source that its link to the original leads to.
sources:
  harbourtimes.example:
    name: Harbour Times
    url: https://harbourtimes.example/
    language: en

# Authors: needed only to merge different spellings of a name, or to add a description.
# authors:
#   edda-holm:
#     name: Edda Holm
#     description: Writes about ships and the people who bring them in.
#     aliases: [E. Holm]

# The period of an edition: day, week or month.
# edition: day

# The theme: a folder in themes/, or a built-in theme; and its options.
# theme: gazette
# theme_options: {}

# Folders: articles, files that are copied unchanged, and output.
# content: content
# static: static
# output: output

# URLs. A URL that ends with / is a folder with an index.html.
# permalinks:
#   article: /{year}/{month}/{day}/{slug}.html
#   undated: /undated/{slug}.html
#   topics: /topics/
#   sources: /sources/
#   authors: /authors/

# Make all links relative, so that the site can be opened from a disk without a server.
# relative_urls: false

# More collections of articles, here by the key `region:` of their front matter.
# collections:
#   region:
#     field: region
#     title: Regions

# The number of articles on the first page of a topic, and the number from which a year of it is
# split into months.
# listing:
#   front: 60
#   split: 200

# HTML in articles: sanitize (remove unsafe HTML) or trust (keep all HTML).
# markdown:
#   html: sanitize
#   typographer: true
#   extensions: [tables, strikethrough, footnotes]

# Atom feeds.
# feeds:
#   entries: 20
#   content: full
#   topics: true
#   sources: true

# Smaller sizes of the images that articles show, for small screens.
# pictures:
#   enabled: true
#   widths: [480, 800, 1200, 1600]
#   formats: [webp]
#   quality: 80
#   max_pixels: 64000000

# Publish drafts.
# drafts: false
"""

_WITH_FRONT_MATTER = """\
---
title: The lighthouse keeps its last log
date: 2021-05-05
authors: [Edda Holm]
source: Harbour Times
source_url: https://harbourtimes.example/2021/05/lighthouse-log
topics: [The Sea]
summary: >-
  For a hundred and forty years, the keepers of the Skarv light wrote down every ship that passed.
  Now anyone can read the books.
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

_WITHOUT = """\
# Night Train to the Coast Runs Again

By [Jonas Reed and Mira Okafor](#)

May 06, 2021

The first night train to the coast in eleven years left the capital on Wednesday with two sleeping
cars, one guard, and forty people on the platform who were not going anywhere.

They had come to wave. "My father drove this one," said a woman with a flask of tea, which she
handed through a window to a stranger. By then the train was four minutes late, and no one seemed
to mind.

The railway closed the line in 2010, when a seat on the morning plane cost less than a berth. The
berths still cost more. But the plane lands at nine, and the train arrives at half past six, when
the bakery at the harbour opens.

## **A timetable of one line**

The train will run on Wednesdays and Sundays until the end of September. Whether it returns in
spring depends on how many of the twenty-four berths are sold: two in three would be enough, the
railway says.

On the first night, all of them were. The guard said that he had kept a list of people who asked in
vain, and had run out of paper at the letter M.

Original url: https://harbourtimes.example/2021/05/06/night-train
"""

_IGNORED = """\
# Files that digest creates: the site, and what it remembers between builds.
/output/
/.digest/
"""


def files() -> dict[str, str]:
    """The files of a new site by path."""
    from digest.read.config.json_schema import site_schema

    schema = json.dumps(site_schema(), ensure_ascii=False, indent=2) + "\n"
    return {
        "config.yaml": _CONFIG,
        "config.schema.json": schema,
        "content/2021/lighthouse-log.md": _WITH_FRONT_MATTER,
        "content/2021/night-train.txt": _WITHOUT,
        ".gitignore": _IGNORED,
    }


def write(folder: str) -> list[str]:
    """Write the files to a folder that is empty or does not exist, and return their paths. Raises OSError."""
    contents = files()
    for path, text in contents.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return list(contents)
