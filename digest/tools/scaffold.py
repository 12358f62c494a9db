"""The files of a new site, as `digest init` writes them.

They build without a problem, document every setting, and are the same bytes on every machine.
"""

from __future__ import annotations

import json
import os
import shutil

from digest.files.scan import is_ignored_name
from digest.model.config import Config
from digest.model.folders import HERE, site_folders
from digest.tools.sample_articles import ARTICLES

_CONFIG = """\
# yaml-language-server: $schema=config.schema.json
#
# The settings of this site. All of them are optional. A setting that is commented out shows its
# default or an example. With the first line, editors can complete and check settings.

# Name and tagline of the publication.
title: {title}
{mark}tagline: News worth keeping

# One or two sentences for search engines and feeds.
{mark}description: A small archive of clippings from the coast.

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
# topics:
#   railways:
#     name: Railways
#     description: Lines, stations, and the trains that run at night.
#     aliases: [Trains, Rail]
#     match: [night train, sleeping car, railway]

# What digest finds out about articles whose front matter does not say it. Without `topics`, articles
# without topics get the countries and subjects that they are about.
# infer:
#   summary: true
#   places: true
#   subjects: true

# Sources by host name. An article belongs to the source that its link to the original leads to.
{sources}
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
# theme_options:
#   cards: articles  # an image for link previews of each article without a picture

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
#   authors: true
#   stories: true

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

_IGNORED = """\
# Files that digest creates: the site, and what it remembers between builds.
/output/
/.digest/
"""


_SOURCES = """\
{mark}sources:
{mark}  harbourtimes.example:
{mark}    name: Harbour Times
{mark}    url: https://harbourtimes.example/
{mark}    language: en
"""
_MORE_SOURCES = """\
  northernwire.example:
    name: Northern Wire
"""


def sample_files() -> dict[str, str]:
    """The files of a new site with sample articles, by path."""
    sources = _SOURCES.format(mark="") + _MORE_SOURCES
    return {**_settings("The Morning Digest", "", sources), **ARTICLES}


def _settings(title: str, mark: str, sources: str) -> dict[str, str]:
    """The files of a new site without its articles. `mark`: `# ` if the examples of texts are comments."""
    from digest.read.config.json_schema import site_schema

    return {
        "config.yaml": _CONFIG.replace("{title}", title).replace("{mark}", mark).replace("{sources}\n", sources),
        "config.schema.json": json.dumps(site_schema(), ensure_ascii=False, indent=2) + "\n",
        ".gitignore": _IGNORED,
    }


def write_sample(folder: str) -> list[str]:
    """Create a site with sample articles, and return the paths of its files. Raises OSError."""
    return _write(folder, sample_files())


def write_with_articles(folder: str, articles: str) -> tuple[list[str], int]:
    """Create a site with copies of the files of a folder of articles. Raises OSError.

    Returns the paths of the other files, and the number of copied files. Files that builds ignore because of their names,
    pipes and broken links are left out, and so is the output of a site whose articles are in its own folder.
    """
    name = os.path.basename(os.path.abspath(folder)).replace("-", " ").replace("_", " ")
    title = json.dumps(name[:1].upper() + name[1:], ensure_ascii=False)  # JSON text is also YAML
    paths = _write(folder, _settings(title, "# ", _SOURCES.format(mark="# ")))
    skipped = site_folders(articles, Config()._replace(content=HERE))[0].skipped
    copied = 0
    for top, folders, names in os.walk(articles):
        relative = os.path.relpath(top, articles)
        folders[:] = [
            f
            for f in sorted(folders)
            if not is_ignored_name(f) and f"{os.path.normpath(os.path.join(relative, f))}/" not in skipped
        ]
        for name in sorted(names):
            source = os.path.join(top, name)
            if not is_ignored_name(name) and os.path.isfile(source):
                target = os.path.join(folder, "content", relative, name)
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copy2(source, target)
                copied += 1
    return paths, copied


def _write(folder: str, contents: dict[str, str]) -> list[str]:
    for path, text in contents.items():
        full = os.path.join(folder, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    return list(contents)
