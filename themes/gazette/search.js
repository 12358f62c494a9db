// The search page. Loads the index, one file per month, newest first, and shows results while it loads.
// The query is in the URL, so that it can be shared and the back button works. Texts of articles and readers are
// inserted as text, never as HTML.
"use strict";
{
  const PAGE = 20; // results per page
  const MOST = 6; // number of sources and topics to choose from
  const AHEAD = 4; // number of files to request at once
  const WAYS = 12; // number of years or months to offer if nothing is found
  const LONG = 160; // number of characters of a summary to show
  const FACETS = ["year", "source", "topic"];
  const WORD = /[\p{L}\p{N}\p{M}]+/gu;
  // Scripts without spaces between words, in which a term matches anywhere.
  const DENSE = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u;

  const at = id => document.getElementById(id);
  const find = at("find"), field = at("q"), status = at("status"), answer = at("answer"), facets = at("facets"), hits = at("hits"), pages = at("pages");
  const files = find.dataset.files.split(" ");
  const articles = [];
  let loaded = 0, busy = false, failed = false, shown = 0, typing = false, timer;

  // -- texts and numbers in the language of the site

  const plural = new Intl.PluralRules(document.documentElement.lang);
  const separator = [...find.dataset.number][1];
  const digits = [...find.dataset.number.replaceAll(separator, "")]; // from 1 to 9, then 0
  const localised = text => text.replace(/\d/g, d => digits[(+d + 9) % 10]);
  const number = n => localised(String(n).replace(/\B(?=(\d{3})+$)/g, separator));

  // Returns a text by name. Of several plural forms, returns the one for n.
  function word(name, values = {}, n = 0) {
    const all = [...at("words").content.querySelectorAll(`[data-word=${name}]`)];
    const form = all.find(e => e.dataset.n && plural.select(+e.dataset.n) === plural.select(n)) || all[all.length - 1];
    return form.textContent.replace(/\{(\w+)\}/g, (name, key) => key in values ? values[key] : name);
  }

  // -- matching

  // Letters that are written in two ways, and that Unicode does not take apart.
  const SAME = { "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ς": "σ" };
  const same = letter => SAME[letter] || "";

  const fold = text => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[ßæœøłđðþıς]/g, same)
    .replace(/[^\p{L}\p{N}]+/gu, " ");

  function termsOf(query) {
    const terms = [...query.matchAll(WORD)].map(m => ({ shown: m[0], folded: fold(m[0]).trim() })).filter(t => t.folded);
    return terms.filter((t, i) => terms.findIndex(other => other.folded === t.folded) === i);
  }

  const has = (article, term) => article.folded.includes(DENSE.test(term.folded) ? term.folded : " " + term.folded);

  // Returns the ranges of a text that match the terms: words that start with a term, or in a dense script the term itself.
  function places(text, terms) {
    const found = [];
    for (const { 0: part, index } of text.matchAll(WORD)) {
      const folded = fold(part).trim();
      if (terms.some(t => !DENSE.test(t.folded) && folded.startsWith(t.folded))) {
        found.push([index, index + part.length]);
        continue;
      }
      for (const term of terms.filter(t => DENSE.test(t.folded))) {
        const start = part.toLowerCase().indexOf(term.shown.toLowerCase());
        if (start >= 0) found.push([index + start, index + start + term.shown.length]);
      }
    }
    return found.sort((a, b) => a[0] - b[0]);
  }

  // -- years, months and days

  const lang = document.documentElement.lang;
  const FILLERS = new Set(["de", "del", "of", "the"]);

  // Month names, folded, alone and as in dates, each with the number of its month: "may", "мая".
  const monthNames = [lang, "en"].flatMap(tag => ["long", "short"].flatMap(month => [{ month }, { day: "numeric", month }]
    .flatMap(options => Array.from({ length: 12 }, (_, i) => {
      const parts = new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" }).formatToParts(Date.UTC(2021, i, 15));
      return [fold(parts.find(part => part.type === "month").value).trim(), i + 1];
    }))));

  // Returns the number of the month that a word names, also if it is cut: 9 for "sept"; 0 for another word.
  function monthOf(name) {
    const found = monthNames.find(([full]) => full === name) || monthNames.find(([full]) => name.length > 2 && full.startsWith(name));
    return found ? found[1] : 0;
  }

  // Returns the year, month or day that a query names, as the beginning of a date: "2021", "2021-05", "2021-05-07"; else "".
  function periodOf(query) {
    const text = query.trim().replace(/\p{Nd}/gu, d => digits.includes(d) ? (digits.indexOf(d) + 1) % 10 : d);
    const period = (...parts) => parts.filter(Boolean).map((part, i) => part.padStart(i ? 2 : 4, "0")).join("-");
    let m = /^(\d{4})(?:[-\/.](\d\d?)(?:[-\/.](\d\d?))?)?$/.exec(text) || /^(\d{4})年(?:(\d\d?)月(?:(\d\d?)日)?)?$/.exec(text);
    if (m) return period(m[1], m[2], m[3]);
    m = /^(?:(\d\d?)\. ?)?(\d\d?)[.\/] ?(\d{4})$/.exec(text);
    if (m) return period(m[3], m[2], m[1]);
    const words = fold(text).trim().split(" ").filter(word => !FILLERS.has(word));
    const year = words.find(word => /^\d{4}$/.test(word)), month = words.map(monthOf).find(Boolean);
    const day = words.find(word => /^\d\d?$/.test(word));
    return year && month && words.length === (day ? 3 : 2) ? period(year, String(month), day) : "";
  }

  const pageOf = period => find.dataset.root + period.replaceAll("-", "/") + "/";

  function nameOf(period) {
    if (period.length === 4) return localised(period);
    const day = period.length > 7 && articles.find(a => a.date === period);
    if (day) return day.when;
    return new Intl.DateTimeFormat(lang, { month: "long", year: "numeric", timeZone: "UTC" }).format(new Date(period));
  }

  // Returns the edition to which a day belongs.
  function editionOf(date) {
    if (find.dataset.edition === "week") return Math.floor((Date.parse(date) / 864e5 + 3) / 7);
    return find.dataset.edition === "month" ? date.slice(0, 7) : date;
  }

  // -- loading

  async function load() {
    if (busy || loaded === files.length) return;
    busy = true;
    failed = false;
    const coming = [];
    try {
      while (loaded < files.length) {
        while (coming.length < AHEAD && loaded + coming.length < files.length) {
          const file = fetch(find.dataset.root + files[loaded + coming.length]).then(answer => {
            if (!answer.ok) throw new Error(answer.status);
            return answer.json();
          });
          file.catch(() => {}); // errors are handled when it is awaited
          coming.push(file);
        }
        for (const a of await coming.shift()) {
          const { title, summary = "", source = "", authors = [], topics = [], story = "" } = a;
          articles.push({ ...a, folded: " " + fold([title, summary, source, ...authors, ...topics, story].join(" ")) });
        }
        loaded++;
        if (Date.now() - shown > 150) show();
      }
    } catch {
      failed = true;
    }
    busy = false;
    show();
  }

  // -- showing

  const asked = () => new URLSearchParams(location.search);

  // Returns the URL of the same search with changed parameters.
  function address(changes) {
    const params = asked();
    params.delete("page");
    for (const [name, value] of Object.entries(changes)) value ? params.set(name, value) : params.delete(name);
    return "?" + params;
  }

  function make(name, attributes, ...inside) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value);
    made.append(...inside);
    return made;
  }

  const link = (href, ...inside) => make("a", { href }, ...inside);

  function valuesOf(article, facet) {
    if (facet === "topic") return article.topics || [];
    return facet === "source" ? [article.source].filter(Boolean) : [article.date ? article.date.slice(0, 4) : "undated"];
  }

  function show() {
    const params = asked(), terms = termsOf(params.get("q") || "");
    shown = Date.now();
    find.classList.toggle("busy", busy);
    at("broken").hidden = !failed;
    const asks = periodOf(params.get("q") || "");
    const within = asks ? articles.filter(a => (a.date || "").startsWith(asks)) : [];
    const period = within.length ? asks : "";
    const found = period ? within : terms.length ? articles.filter(a => terms.every(t => has(a, t))) : [];
    const passes = (a, facet) => !params.get(facet) || valuesOf(a, facet).some(v => fold(v) === fold(params.get(facet)));
    const kept = found.filter(a => FACETS.every(f => passes(a, f)));
    say(terms, period, found.length, kept.length);
    reply(terms, period, found);
    facets.replaceChildren(...FACETS.map(name => {
      const others = FACETS.filter(f => f !== name);
      return group(name, found.filter(a => others.every(f => passes(a, f))), params.get(name) || "");
    }).filter(Boolean));
    facets.hidden = !facets.children.length;
    const last = Math.max(1, Math.ceil(kept.length / PAGE));
    const page = Math.min(last, Math.max(1, Math.floor(params.get("page")) || 1));
    hits.replaceChildren(...kept.slice((page - 1) * PAGE, page * PAGE).map(a => hit(a, period ? [] : terms)));
    paginate(page, last);
  }

  // Says in the status line what is shown. `found`, `kept`: numbers of results without and with the filters.
  function say(terms, period, found, kept) {
    if (!terms.length) return status.replaceChildren(failed ? "" : idle());
    if (busy || failed) return status.replaceChildren(busy ? word("busy") : "");
    if (period && period.length < 10) return status.replaceChildren(word("within", { count: number(kept), period: nameOf(period) }, kept));
    if (found) return status.replaceChildren(word("hits", { count: number(kept) }, kept));
    const quoted = terms.map(t => word("quoted", { word: t.shown }));
    const [, comma, and] = word("list").split(/\{\w\}/);
    const words = [quoted.slice(0, -1).join(comma), ...quoted.slice(-1)].filter(Boolean).join(and);
    const none = terms.length === 2 ? word("neither", { one: quoted[0], other: quoted[1] }) : word("none", { words });
    status.replaceChildren(none, " ", word("unsearched"));
  }

  // Puts a link into a sentence, between {begin} and {end}.
  function linked(sentence, href) {
    const [before, inside, after] = sentence.split(/\{begin\}|\{end\}/);
    return [before, link(href, inside), after];
  }

  // Shows what is known of a period, or other ways if nothing is found.
  function reply(terms, period, found) {
    const parts = busy || failed || !terms.length ? [] : period ? about(period, found) : found.length ? [] : otherWays(terms);
    answer.replaceChildren(...parts);
    answer.hidden = !parts.length;
  }

  function about(period, found) {
    const editions = new Set(found.map(a => editionOf(a.date))).size;
    const values = { period: nameOf(period), articles: word("articles", { count: number(found.length) }, found.length) };
    values.editions = word("editions", { count: number(editions) }, editions);
    const kind = period.length === 4 ? "a-year" : period.length === 7 ? "a-month" : "a-day";
    return linked(word(kind, values), pageOf(period));
  }

  // The rarest word that has results, and the years; the months if there is only one year.
  function otherWays(terms) {
    const counts = terms.map(t => articles.filter(a => has(a, t)).length);
    const least = Math.min(...counts.filter(Boolean)), rarest = terms[counts.indexOf(least)];
    const parts = [];
    if (terms.length > 1 && rarest) {
      const values = { word: word("quoted", { word: rarest.shown }), count: number(least) };
      parts.push(...linked(word("alone", values, least), "?" + new URLSearchParams({ q: rarest.shown })), " ");
    }
    const dates = articles.map(a => a.date).filter(Boolean);
    const years = [...new Set(dates.map(date => date.slice(0, 4)))], months = [...new Set(dates.map(date => date.slice(0, 7)))];
    const periods = (years.length > 1 ? years : months).sort().reverse().slice(0, WAYS);
    if (!periods.length) return parts;
    const [before, after] = word(years.length > 1 ? "by-year" : "by-month").split("{links}");
    const [, comma] = word("list").split(/\{\w\}/);
    const links = periods.flatMap((period, i) => [i ? comma : "", link(pageOf(period), nameOf(period))]);
    return [...parts, before, ...links, after];
  }

  // The number of articles is not in the page, because the page would change with each article. It is known once all is loaded.
  const idle = () => loaded < files.length ? word("since") : word("idle", { count: number(articles.length) }, articles.length);

  // Returns the choices of a facet, each with the number of articles that it leaves.
  function group(name, among, chosen) {
    const counts = new Map();
    for (const article of among) {
      for (const value of valuesOf(article, name)) {
        const key = fold(value);
        counts.set(key, [counts.get(key)?.[0] ?? value, (counts.get(key)?.[1] || 0) + 1]);
      }
    }
    if (counts.size < 2 && !chosen) return null;
    let rows = [...counts.values()];
    rows.sort(name === "year" ? (a, b) => (a[0] < b[0] ? 1 : -1) : (a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (name === "year") rows = [...rows.filter(r => r[0] !== "undated"), ...rows.filter(r => r[0] === "undated")];
    else rows = rows.filter((r, i) => i < MOST || fold(r[0]) === fold(chosen));
    rows.unshift(["", among.length]);
    const made = at("facet").content.cloneNode(true);
    made.querySelector("h2").textContent = word(name);
    made.querySelector("ul").append(...rows.map(([value, total]) => {
      const label = value === "undated" ? word("undated") : name === "year" ? localised(value) : value;
      const a = link(address({ [name]: value }), label || word("all"), " ", make("span", {}, number(total)));
      if (fold(value) === fold(chosen)) a.setAttribute("aria-current", "true");
      return make("li", {}, a);
    }));
    return made.firstElementChild;
  }

  function hit(article, terms) {
    const made = at("hit").content.cloneNode(true);
    const [title, summary, line] = ["h2 a", ".summary", ".src"].map(s => made.querySelector(s));
    for (const part of [title.parentElement, summary]) {
      if (article.lang) part.lang = article.lang;
      if (article.dir) part.dir = article.dir;
    }
    // Articles without a text have no page; their URL is that of the original.
    title.href = /^https?:/.test(article.url) ? article.url : find.dataset.root + article.url;
    write(title, article.title, places(article.title, terms), 0, article.title.length);
    if (article.summary) excerpt(summary, article.summary, places(article.summary, terms));
    else summary.remove();
    if (article.source) line.append(marked(article.source, terms), " ");
    if (article.date) line.append(make("time", { datetime: article.date }, article.when));
    // Show authors, topics and the story only if they contain a term that is not shown elsewhere.
    const others = [...(article.authors || []), ...(article.topics || []), article.story || ""];
    const shown = [...made.querySelectorAll("mark")].map(mark => fold(mark.textContent).trim());
    const missing = terms.filter(term => !shown.some(text => text.startsWith(term.folded)));
    for (const other of new Set(others)) if (places(other, missing).length) line.append(" ", marked(other, terms));
    return made;
  }

  // Shows a summary, or the part of a long one around the first match.
  function excerpt(element, text, found) {
    let start = 0, end = text.length;
    if (end > LONG) {
      start = found.length ? Math.max(0, found[0][0] - 50) : 0;
      const next = start ? text.indexOf(" ", start) : -1, space = text.lastIndexOf(" ", start + LONG);
      if (next >= 0 && next < found[0][0]) start = next + 1;
      if (start + LONG < end) end = space > start + LONG / 2 ? space : start + LONG;
    }
    if (start) element.append("… ");
    write(element, text, found, start, end);
    if (end < text.length) element.append(" …");
  }

  function write(element, text, found, start, end) {
    for (const [from, to] of found) {
      if (from < start || to > end) continue;
      element.append(text.slice(start, from), make("mark", {}, text.slice(from, to)));
      start = to;
    }
    element.append(text.slice(start, end));
  }

  function marked(text, terms) {
    const made = make("span", {});
    write(made, text, places(text, terms), 0, text.length);
    return made;
  }

  function paginate(page, last) {
    const near = [1, page - 2, page - 1, page, page + 1, page + 2, last];
    const numbers = [...new Set(near)].filter(n => n >= 1 && n <= last);
    const to = n => address({ page: n > 1 && n });
    const entries = numbers.map(n => n === page ? make("b", { "aria-current": "page" }, number(n)) : link(to(n), number(n)));
    if (page > 1) entries.unshift(link(to(page - 1), word("newer")));
    if (page < last) entries.push(link(to(page + 1), word("older")));
    pages.firstElementChild.replaceChildren(...entries.map(entry => make("li", {}, entry)));
    pages.hidden = last < 2;
  }

  // -- events

  function begin() {
    field.value = asked().get("q") || "";
    typing = false;
    if (field.value || location.protocol === "file:") load(); // files cannot be loaded from file: URLs; show the error at once
    show();
  }

  function typed() {
    const href = field.value.trim() ? "?" + new URLSearchParams({ q: field.value.trim() }) : location.pathname;
    if (href === (location.search || location.pathname)) return;
    history[typing ? "replaceState" : "pushState"](null, "", href); // one history entry for everything that is typed at once
    typing = true;
    load();
    show();
  }

  field.addEventListener("focus", load);
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(typed, 120);
  });
  at("form").addEventListener("submit", event => {
    event.preventDefault();
    clearTimeout(timer);
    typed();
    typing = false;
  });
  at("again").addEventListener("click", () => {
    load();
    show();
    field.focus(); // the button is hidden now
  });
  addEventListener("popstate", begin);
  addEventListener("keydown", event => { // "/" puts the cursor into the field
    const writes = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes) return;
    event.preventDefault();
    field.focus();
  });
  find.addEventListener("click", event => {
    const a = event.target.closest("a[href^='?']");
    if (!a || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    const nameOfFacet = of => of.closest("#facets section")?.querySelector("h2").textContent;
    const facet = nameOfFacet(a);
    history.pushState(null, "", a.getAttribute("href"));
    begin();
    const chosen = [...facets.querySelectorAll("[aria-current]")].find(of => nameOfFacet(of) === facet);
    (chosen || status).focus();
  });

  at("form").hidden = false;
  begin();
}
