"""Pages that `digest serve` generates itself: their frame and style, and the page that waits for the first build."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from digest.model.events import Progress, Stage
from digest.serve.reload import OWN

LABELS: Mapping[Stage, str] = {
    "scan": "Looking for files", "read": "Reading articles", "pictures": "Making smaller images", "plan": "Planning pages",
    "render": "Writing pages", "write": "Writing pages",
}  # fmt: skip
"""What a build does in each stage."""

_STYLE = """
:root { color-scheme: light dark; --rule: #8886; --spot: light-dark(#1b479f, #9dbbf7) }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 0 auto; padding: 0 1rem 2rem;
  background: light-dark(#fff, #15171a); color: light-dark(#14161a, #e9eaec); overflow-wrap: anywhere }
body::before { content: ""; display: block; height: 5px; background: currentColor; margin-bottom: 2rem }
h1 { font-size: 1.4rem; line-height: 1.3 } h2 { font-size: 1.1rem; margin-top: 2rem }
a { color: var(--spot) }
code { font: .9em ui-monospace, monospace }
.wide { overflow-x: auto }
table { border-collapse: collapse; width: 100% }
th, td { text-align: start; vertical-align: top; padding: .3rem 1rem .3rem 0; border-bottom: 1px solid var(--rule);
  overflow-wrap: normal }
progress { display: block; width: min(30rem, 100%); height: .75rem; accent-color: var(--spot) }
.dim { color: light-dark(#626872, #989da7); font-variant-numeric: tabular-nums; min-height: 1.5em }
@media (min-width: 640px) { body { padding: 0 1.75rem 2rem } }
"""

_WAIT = f"""
(function () {{
  var bar = document.querySelector("progress"), text = document.querySelector(".dim");
  function ask() {{
    fetch("{OWN}progress.json?page=" + encodeURIComponent(location.pathname), {{ cache: "no-store" }})
      .then(function (response) {{ return response.json(); }})
      .then(function (data) {{
        if (data.written) return location.reload();
        text.textContent = data.text;
        if (data.total) {{ bar.max = data.total; bar.value = data.done; }}
        setTimeout(ask, 250);
      }})
      .catch(function () {{ setTimeout(ask, 1000); }});
  }}
  ask();
}})();
"""
"""Shows the progress of the build, and loads the page at this URL when it is written."""


def own_page(title: str, body: str, heading: str = "", head: str = "") -> str:
    """Return a page as HTML. `title` is plain text, the others are HTML. Without `heading`, the title is the heading."""
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)} – digest serve</title>
<link rel="icon" href="data:,">
<style>{_STYLE}</style>{head}</head>
<body><h1>{heading or escape(title)}</h1>
{body}
</body></html>
"""


def waiting_page(site: str) -> str:
    """Return the page at all URLs that the first build has not written yet. `site`: the title of the site."""
    body = f"""<progress aria-label="Progress of the build"></progress>
<p class="dim"></p>
<p>This page opens by itself as soon as it is written. See also the <a href="{OWN}">build status</a>.</p>
<script>{_WAIT}</script>"""
    return own_page(f"Building {site} …", body, head='<noscript><meta http-equiv="refresh" content="2"></noscript>')


def progress_text(progress: Progress) -> str:
    """Return the progress of a build in words: `Writing pages: 120 of 287`."""
    label = LABELS[progress.stage]
    return f"{label}: {progress.done:,} of {progress.total:,}" if progress.total else label


def with_code(text: str) -> str:
    """Return a message as HTML: text in backquotes becomes `<code>`."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(text))
