"""What stands on each page: its inputs, fetched from the store by key, with their fingerprints.

Each page's inputs say first what it depends on, as short named fingerprints; the page is rendered only when one of them
differs from its trace. This is where plan, store and render meet for one page; it must not know which pages are to be
made, or write anything. Begin in pages.py for what browsers show, in xml.py for what machines read.
"""
