// The script that runs in the browser: a plugin of livereload.js that reloads or replaces what changed, and the overlay that
// shows errors. It is independent of the scripts of the page, and the styles of the page do not affect the overlay.
(function () {
  "use strict";
  if (window.LiveReloadPluginDigest) return;
  var own = "/__digest__/";
  var version = document.currentScript.dataset.page, position = document.currentScript.dataset.parts;
  var scrollKey = "digest-scroll";

  // -- reloading ---------------------------------------------------------------------------------

  function store(key, value) {
    try {
      if (value === undefined) return sessionStorage.getItem(key);
      if (value === null) sessionStorage.removeItem(key);
      else sessionStorage.setItem(key, value);
    } catch (error) { /* storage is disabled in this browser */ }
    return null;
  }

  function reloadPage(address) { // the address of the page, if it has a new one
    var url = new URL(address || location.href, location.href);
    store(scrollKey, JSON.stringify([url.pathname, scrollX, scrollY]));
    if (!address) return location.reload();
    location.replace(url.pathname + location.search + location.hash);
  }

  (function restoreScrollPosition() {
    var saved = JSON.parse(store(scrollKey) || "null");
    store(scrollKey, null);
    if (!saved || saved[0] !== location.pathname) return;
    function restore() { scrollTo({ left: saved[1], top: saved[2], behavior: "instant" }); }
    document.addEventListener("DOMContentLoaded", restore);
    addEventListener("load", restore);
  })();

  function hasPath(address, path) {
    try {
      var url = new URL(address, document.baseURI);
      return url.host === location.host && decodeURI(url.pathname) === decodeURI(path);
    } catch (error) { // an invalid URL
      return false;
    }
  }

  function withTimestamp(address) {
    var url = new URL(address, document.baseURI);
    url.searchParams.set("livereload", Date.now());
    return url.href;
  }

  function replaceImports(sheet, path) { // browsers load an imported sheet again only if its URL is different
    var rules = [];
    try { rules = Array.from(sheet ? sheet.cssRules : []); } catch (error) { /* a style sheet of another host */ }
    rules.forEach(function (rule, number) {
      if (rule.type !== CSSRule.IMPORT_RULE) return;
      var address = new URL(rule.href, sheet.href || document.baseURI).href;
      if (!hasPath(address, path)) return replaceImports(rule.styleSheet, path);
      sheet.insertRule('@import url("' + withTimestamp(address) + '") ' + rule.media.mediaText + ";", number);
      sheet.deleteRule(number + 1);
    });
  }

  function replaceStyleSheets(path) {
    Array.from(document.styleSheets).forEach(function (sheet) { replaceImports(sheet, path); });
    document.querySelectorAll("link[rel~=stylesheet]").forEach(function (link) {
      if (link.dataset.digestOld !== undefined || !hasPath(link.href, path)) return;
      var next = link.cloneNode();
      link.dataset.digestOld = "";
      next.href = withTimestamp(link.href);
      function done() { link.remove(); }
      next.addEventListener("load", done);
      next.addEventListener("error", done);
      link.after(next);
    });
  }

  function srcsetWithTimestamp(set, path) {
    return set.split(",").map(function (part) {
      var words = part.trim().split(/\s+/);
      if (hasPath(words[0], path)) words[0] = withTimestamp(words[0]);
      return words.join(" ");
    }).join(", ");
  }

  function replaceImages(path) {
    document.querySelectorAll("img, source, image, video[poster], input[type=image]").forEach(function (element) {
      ["src", "poster", "href"].forEach(function (name) {
        var address = element.getAttribute(name);
        if (address && hasPath(address, path)) element.setAttribute(name, withTimestamp(address));
      });
      var set = element.getAttribute("srcset");
      if (set && srcsetWithTimestamp(set, path) !== set) element.setAttribute("srcset", srcsetWithTimestamp(set, path));
    });
  }

  function uses(path) {
    return Array.from(document.querySelectorAll("script[src], iframe[src], video[src], audio[src], object[data], embed[src]"))
      .some(function (element) { return hasPath(element.src || element.data, path); });
  }

  function Plugin() {}
  Plugin.identifier = "digest";
  Plugin.version = "1";
  Plugin.prototype.analyze = function () { return { page: version, parts: position }; };
  Plugin.prototype.reload = function (path, options) {
    if (options.originalPath) position = options.originalPath; // given if an asset changed
    if (path === own + "problems.json") {
      showProblems();
    } else if (!options.originalPath) {
      reloadPage(options.overrideURL);
    } else if (/\.css$/i.test(path)) {
      replaceStyleSheets(path);
    } else if (/\.(jpe?g|png|gif|webp|avif|svg|ico)$/i.test(path)) {
      replaceImages(path);
      return !/\.(jpe?g|png|gif)$/i.test(path); // livereload.js replaces those in style sheets
    } else if (uses(path)) {
      reloadPage();
    }
    return true;
  };
  window.LiveReloadPluginDigest = Plugin;

  var script = document.createElement("script");
  var port = location.port || (location.protocol === "https:" ? 443 : 80);
  script.src = own + "livereload.js?mindelay=250&maxdelay=1000&host=" + location.hostname + "&port=" + port;
  (document.head || document.documentElement).appendChild(script);

  // -- overlay -----------------------------------------------------------------------------------

  var STYLE = [
    ":host { all: initial !important; }",
    "dialog { position: fixed; inset: auto 0 0 0; margin: 0; padding: 0; width: 100%; max-width: none; box-sizing: border-box;",
    "  max-height: 82vh; overflow: auto; overscroll-behavior: contain; border: 0; border-top: 5px solid #ff7a6b;",
    "  background: #16181c; color: #f2f3f5; font: 16px/1.5 system-ui, sans-serif; color-scheme: dark; }",
    "dialog::backdrop { background: rgb(10 11 13 / .62); }",
    ".in { max-width: 75rem; margin: 0 auto; padding: 16px 16px 20px; overflow-wrap: anywhere; }",
    "header { display: flex; flex-wrap: wrap; gap: 4px 16px; justify-content: space-between; align-items: start; }",
    "h1 { font-size: 22px; line-height: 1.3; font-weight: 700; margin: 0; }",
    "h2, p { font-size: inherit; font-weight: 400; margin: 12px 0 0; }",
    "h2 { font-size: 17px; }",
    "h2::first-letter { text-transform: uppercase; }",
    "code { font: .9em ui-monospace, monospace; }",
    "button, .count { font: 14px/1.4 system-ui, sans-serif; color: #f2f3f5; background: #16181c; border: 1px solid #8b919b;",
    "  border-radius: 2px; padding: 6px 12px; cursor: pointer; }",
    "button:focus-visible, .count:focus-visible { outline: 2px solid #9dbbf7; outline-offset: 2px; }",
    "section + section { border-top: 1px solid #3a3e46; margin-top: 18px; padding-top: 4px; }",
    ".place, pre { font: 14px/1.65 ui-monospace, monospace; }",
    ".place { color: #9dbbf7; }",
    "pre { background: #0d0e10; margin: 12px 0 0; padding: 10px 0; overflow-x: auto; overflow-wrap: normal; tab-size: 4; }",
    "pre div { min-width: max-content; padding-right: 16px; white-space: pre; min-height: 1.65em; }",
    "pre i { display: inline-block; width: 3.2rem; margin-right: 1.2rem; text-align: end; color: #8b919b; font-style: normal; }",
    "pre .at { background: #3a1e1c; }",
    "pre .at i, pre .caret { color: #ff9d91; }",
    ".dim { color: #a6acb6; font-size: 14px; }",
    ".count { position: fixed; inset: auto 12px 12px auto; z-index: 2147483647; text-decoration: none; }",
    "@media (min-width: 640px) { .in { padding: 20px 28px 24px; } }",
    "@media (min-width: 1040px) { .in { padding: 20px 40px 28px; } }"
  ].join("\n");
  var host = null, root = null, dismissed = "digest-dismissed";

  function make(tag, className, text) {
    var element = document.createElement(tag);
    if (className) element.className = className;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function counted(number, noun) {
    return number + " " + noun + (number === 1 ? "" : "s");
  }

  function clear() {
    if (host) host.remove();
    host = root = null;
  }

  function createHost() {
    clear();
    host = make("digest-overlay");
    ["display:block", "visibility:visible", "opacity:1", "position:static", "pointer-events:auto", "filter:none"].forEach(
      function (rule) { host.style.setProperty(rule.split(":")[0], rule.split(":")[1], "important"); }
    );
    root = host.attachShadow({ mode: "open" });
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    document.documentElement.appendChild(host);
  }

  function showProblems() {
    fetch(own + "problems.json", { cache: "no-store" })
      .then(function (response) { return response.json(); })
      .then(show)
      .catch(function () { /* the server is gone; it sends a notification when it is back */ });
  }

  function show(data) {
    if (!document.body) {
      document.addEventListener("DOMContentLoaded", function () { show(data); });
      return;
    }
    if (!data.errors && !data.warnings) {
      clear();
      store(dismissed, null);
    } else if (data.errors && store(dismissed) !== data.id) {
      openDialog(data);
    } else {
      showCount(data);
    }
  }

  function heading(data) {
    return [[data.errors, "error"], [data.warnings, "warning"]]
      .filter(function (pair) { return pair[0]; })
      .map(function (pair) { return counted(pair[0], pair[1]); })
      .join(", ");
  }

  function showCount(data) {
    createHost();
    var count = make(data.errors ? "button" : "a", "count", heading(data));
    if (data.errors) count.addEventListener("click", function () { store(dismissed, null); openDialog(data); });
    else count.href = own + "#problems";
    root.appendChild(count);
  }

  function openDialog(data) {
    var open = root && root.querySelector("dialog");
    if (open && open.dataset.id === data.id) return;
    createHost();
    var dialog = make("dialog"), inside = make("div", "in"), header = make("header");
    var title = make("h1", "", "Build failed: " + heading(data)), dismiss = make("button", "", "Dismiss (Esc)");
    title.id = "title";
    dialog.setAttribute("aria-labelledby", "title");
    dialog.lang = "en";
    dialog.dir = "ltr";
    dialog.dataset.id = data.id;
    dismiss.autofocus = true;
    dismiss.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("close", function () {
      if (!dialog.isConnected) return;
      store(dismissed, data.id);
      showCount(data);
    });
    header.append(title, dismiss);
    inside.append(header);
    data.problems.forEach(function (problem) { inside.append(section(problem)); });
    if (data.errors > data.problems.length) {
      inside.append(make("p", "", "See the terminal for " + counted(data.errors - data.problems.length, "more error") + "."));
    }
    inside.append(make("p", "dim", data.lastSuccess
      ? "The page behind this message is from the last successful build, at " + data.lastSuccess + "."
      : "There has been no successful build yet."));
    dialog.append(inside);
    root.append(dialog);
    dialog.showModal();
    dismiss.focus();
  }

  function withCode(element, text) { // text in backquotes becomes <code>
    text.split("`").forEach(function (part, number, parts) {
      element.append(number % 2 && number < parts.length - 1 ? make("code", "", part) : (number % 2 ? "`" : "") + part);
    });
    return element;
  }

  function section(problem) {
    var found = make("section");
    found.append(withCode(make("h2"), problem.message + "."));
    if (problem.file) {
      var place = [problem.file, problem.line && "line " + problem.line, problem.column && "column " + problem.column];
      found.append(make("p", "place", place.filter(Boolean).join(", ")));
    }
    if (problem.lines.length) {
      var code = make("pre");
      code.tabIndex = 0;
      problem.lines.forEach(function (line) {
        var row = make("div", line.at ? "at" : "");
        row.append(make("i", "", line.number), line.text);
        code.append(row);
        if (!line.caret) return;
        var mark = make("div", "caret");
        mark.append(make("i", "", ""), line.caret);
        code.append(mark);
      });
      found.append(code);
    }
    if (problem.hint) {
      var hint = make("p");
      hint.append(make("b", "", "Hint:"), " ");
      found.append(withCode(hint, problem.hint));
    }
    return found;
  }
})();
