// The address after "#": an id (of a document, paragraph or claim), or /view/name; then ?filters.
// It holds all that a view shows, so that it can be sent, and "back" works.

function parse(hash = location.hash) {
  const [path, query = ""] = splitOnce(hash.replace(/^#/, ""), "?");
  const filters = Object.fromEntries(new URLSearchParams(query));
  let place = path;
  try { place = decodeURIComponent(path); } catch { /* A "%" that is none. */ }
  if (!place.startsWith("/")) return { view: place ? "edition" : "texts", id: place, filters };
  const [view, name = ""] = splitOnce(place.slice(1), "/");
  return { view: view || "texts", id: name, filters };
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

// The address of an id, or of a view if the first argument begins with "/".
function address(place, filters = {}) {
  const kept = Object.entries(filters).filter(([, value]) => value);
  const query = new URLSearchParams(kept).toString();
  return `#${place.split("/").map(encodeURIComponent).join("/")}${query ? `?${query}` : ""}`;
}

function go(place, filters) {
  location.hash = address(place, filters);
}

// Change the address without a step for "back", for what is typed letter by letter.
function amend(place, filters) {
  history.replaceState(null, "", address(place, filters));
}
