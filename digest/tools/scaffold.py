"""What `digest init` writes: a small site that builds at once and shows what there is to set.

The same bytes on every day and machine. The articles are read by people who see digest for the first time, so
they say by example what an article may look like. This module must not print, or know the command line.
"""

from __future__ import annotations

import json
import os

_CONFIG = """\
# yaml-language-server: $schema=config.schema.json
#
# The settings of this site. All of them may be left out; a setting behind a single # shows its
# default or an example. The line on top lets editors complete and check what you write.

# Name of the publication, and a few words beside it.
title: The Morning Digest
tagline: News worth keeping

# One or two sentences for search engines and feeds.
description: A small archive of clippings from the coast.

# Where the site will stand, with its folder if it has one: https://example.com/news/
url: http://localhost:8000/

# The language of the site's own words, and the others that articles may be in: their dates
# ("6. Mai 2021", "6 mai 2021") and bylines ("Von ...", "Par ...") are then understood too.
language: en
# languages: [de, fr]

# The time zone that decides an article's day.
timezone: UTC

# Topics by slug. `aliases` are other names in the `topics:` of an article that mean the same.
# An article that names no topics is filed by the phrases in `match`: whole words, case as written.
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

# Sources by host name: an article whose original stands there belongs to the source.
sources:
  harbourtimes.example:
    name: Harbour Times
    url: https://harbourtimes.example/
    language: en

# Authors, only to join spellings of one name or to describe somebody.
# authors:
#   edda-holm:
#     name: Edda Holm
#     description: Writes about ships and the people who bring them in.
#     aliases: [E. Holm]

# What one issue of the digest is: day, week or month.
# edition: day

# The look: a folder under themes/, or a theme that ships with digest; and what it lets you set.
# theme: gazette
# theme_options: {}

# Folders: the articles, files to be copied as they are, and where the archive is written.
# content: content
# static: static
# output: output

# Addresses. One that ends in / is a folder with an index.html.
# permalinks:
#   article: /{year}/{month}/{day}/{slug}.html
#   undated: /undated/{slug}.html
#   topics: /topics/
#   sources: /sources/
#   authors: /authors/

# Make every link relative, so that the archive can be opened from a disk without a server.
# relative_urls: false

# More ways to group articles, here by a key `region:` in their front matter.
# collections:
#   region:
#     field: region
#     title: Regions

# How many of the newest articles the first page of a topic shows; and the number from which
# a year of it is split into months.
# listing:
#   front: 60
#   split: 200

# HTML in articles: sanitize (keep what is safe) or trust (keep all of it).
# markdown:
#   html: sanitize
#   typographer: false
#   extensions: [tables, strikethrough, footnotes]

# Atom feeds.
# feeds:
#   entries: 20
#   content: full
#   topics: true
#   sources: true

# Pictures beside articles, and those of static/ that articles show: smaller sizes for small screens.
# pictures:
#   enabled: true
#   widths: [480, 800, 1200, 1600]
#   formats: [webp]
#   quality: 80
#   max_pixels: 64000000

# Publish drafts too.
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
  For a hundred and forty years somebody wrote down every ship that passed the Skarv light. The
  books are open to readers now.
---

The keepers of the Skarv light were paid to do three things: to wind the clockwork, to trim the
lamp, and to write. The clockwork went in 1961 and the lamp looks after itself. The writing was
given up last, and nobody had told the keepers to stop.

Their log fills sixty-two books. Each line has a time, a wind and a ship, and now and then a
sentence that no regulation asked for. "Fog since Tuesday", says one of November 1908. "I have
heard nine vessels and seen none."

## From the shelf to the screen

Since this week the books can be read at the town library, page by page, and three volunteers
have begun to type them out. The handwriting is the smaller difficulty. The greater one is ships
of one name: there were four called *Hope* on this coast, and in 1894 they all passed on one day.

What a book of 1911 holds, in numbers:

| month | ships seen | nights of fog |
| --- | ---: | ---: |
| June | 412 | 2 |
| September | 388 | 7 |
| December | 97 | 15 |

The last entry is of 31 March 2003. It gives the time, the wind, and a ferry, and under them a
line in pencil: "Lamp is out of my hands. Good watch."
"""

_WITHOUT = """\
# Night Train to the Coast Runs Again

By [Jonas Reed and Mira Okafor](#)

May 06, 2021

The first night train to the coast in eleven years left the capital on Wednesday with two sleeping
cars, one guard, and forty people on the platform who were not going anywhere.

They had come to wave. "My father drove this one", said a woman with a flask of tea, which she
handed through a window to a stranger. The train was four minutes late by then, and no one seemed
to want it to be on time.

The railway gave the line up in 2010, when a seat on the morning plane cost less than a berth. The
berths are dearer still. But the plane lands at nine, and the train is there at half past six, when
the bakery at the harbour opens.

## **A timetable of one line**

It will run on Wednesdays and Sundays until the end of September. Whether it comes back in spring
depends on how many of the twenty-four berths are taken: two in three would do, the railway says.

On the first night it was all of them. The guard had kept a list of those who asked in vain, he
said, and had run out of paper at the letter M.

Original url: https://harbourtimes.example/2021/05/06/night-train
"""

_IGNORED = """\
# What digest makes: the archive, and what it remembers from build to build.
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
    """Make a new site in a folder that is empty or not there; the paths that were written. Raises OSError."""
    made = files()
    for path, text in made.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return list(made)


def next_steps(site: str, output: str) -> str:
    """What to do with a new site. `site`: what a command line names it by, with a space before it; empty when it is here."""
    return f"""
A new site with two articles. What to do next:
  digest serve{site}    show it in a browser, new after every edit
  digest build{site}    write it into {output}, for any web server

Put your own articles into content/ (with front matter, as lighthouse-log.md has it, or without, as
night-train.txt) and look again. `digest inspect FILE` shows what is understood of one; config.yaml
explains every setting."""
