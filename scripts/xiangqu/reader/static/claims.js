// All claims as a table, with facets; the address holds which of them are shown, in what order.

const FACETS = ["document", "theme", "measure", "status", "unit", "indicator_id", "period", "period_source", "place"];
const ROWS = 100;
const FACET_OPEN = new Set(); // facets that the reader opened

const FACET_LABELS = {
  document: (value) => title(DOCUMENTS[value]),
  period: (value) => value.replace("/", "–"),
  place: (value) => DATA.places[value] || value,
  draft: (value) => say(value === "true" ? "unread" : "read"),
};

const facets = () => (CLAIMS.some((claim) => claim.draft) ? [...FACETS, "draft"] : FACETS);

function valueOf(claim, facet) {
  if (facet === "draft") return String(Boolean(claim.draft));
  return String(claim[facet] ?? NONE);
}

function facetLabel(facet, value) {
  if (value === NONE) return say("none");
  return FACET_LABELS[facet] ? FACET_LABELS[facet](value) : label(facet, value);
}

// The address names a document by its id: its number changes when a text is added.
const written = (facet, value) => (facet === "document" ? DOCUMENTS[value].id : value);

function chosenValues(filters) {
  return Object.fromEntries(facets().filter((facet) => filters[facet])
    .map((facet) => [facet, new Set(filters[facet].split(" "))]));
}

function passes(claim, values, except = null) {
  return Object.entries(values).every(([facet, wanted]) =>
    facet === except || wanted.has(written(facet, valueOf(claim, facet))));
}

function hasWords(claim, words) {
  const [zh, en] = DATA.labels.indicator_id[claim.indicator_id] || [];
  return claim.id.startsWith(words) || hasAll([claim.text, claim.indicator, claim.predicate, claim.indicator_id, quantity(claim), zh, en,
    period(claim), place(claim)], words);
}

const VALUE = (claim) => claim.value ?? claim.low ?? claim.high;

const compare = (one, other) => (one === other ? 0 : (one ?? "") < (other ?? "") ? -1 : 1);

const ORDERS = {
  value: (one, other) => compare(VALUE(one) ?? -Infinity, VALUE(other) ?? -Infinity),
  indicator: (one, other) => measured(one).localeCompare(measured(other), language),
  status: (one, other) => compare(one.status, other.status),
  period: (one, other) => compare(one.period, other.period),
  doubts: (one, other) => one.doubts.length - other.doubts.length || compare(other.text, one.text), // the same together
};

// Values are compared within a unit: first the unit that most claims have.
const UNITS = new Map();
for (const { unit } of CLAIMS) UNITS.set(unit, (UNITS.get(unit) || 0) + 1);
const byUnit = (one, other) => UNITS.get(other.unit) - UNITS.get(one.unit) || compare(one.unit, other.unit);

// The claims that the filters let through, in their order.
function claimsShown(filters) {
  const values = chosenValues(filters);
  const words = (filters.q || "").trim();
  const found = CLAIMS.filter((claim) => passes(claim, values) && (!words || hasWords(claim, words)));
  const [name, back] = orderOf(filters);
  if (!name) return found;
  return found.sort((one, other) =>
    (name === "value" && byUnit(one, other)) || ORDERS[name](one, other) * (back ? -1 : 1));
}

function orderOf({ sort = "" }) {
  const name = sort.replace(/^-/, "");
  return ORDERS[name] ? [name, sort.startsWith("-")] : [null, false];
}

function drawClaims({ filters }) {
  const kept = document.activeElement?.id;
  $("main").replaceChildren(make("div", { class: "wide-view" },
    make("div", { class: "bar" }, make("h1", {}, say("claims")), filterInput("/claims", drawFound)),
    make("div", { class: "claims-view", id: "found" })));
  drawFound();
  if (kept) $(kept)?.focus();
}

// An input that filters by words; what it filters is drawn anew and the input is not, or an input method
// for Chinese would lose what is being composed.
function filterInput(view, drawn) {
  return make("input", {
    type: "search", id: "filter", value: parse().filters.q, placeholder: say("filter"), "aria-label": say("filter"),
    oninput: (event) => {
      amend(view, { ...parse().filters, q: event.target.value, page: "" });
      drawn();
    },
  });
}

function drawFound() {
  const { filters } = parse();
  const found = claimsShown(filters);
  const page = Math.min(Math.max(1, Number(filters.page) || 1), Math.max(1, Math.ceil(found.length / ROWS)));
  $("found").replaceChildren(
    drawFacets(filters),
    make("section", { class: "results" },
      claimsBar(filters, found),
      found.length ? claimsTable(found.slice((page - 1) * ROWS, page * ROWS), filters)
        : make("p", { class: "notice" }, say("nothing")),
      pages(found.length, page, ROWS, (n) => address("/claims", { ...filters, page: n })) || ""));
}

function claimsBar(filters, found) {
  const any = Object.keys(filters).some((name) => name !== "sort");
  return make("div", { class: "bar" },
    make("p", { role: "status", class: "grow" }, count("claims", found.length)),
    any && link(address("/claims"), {}, say("clear")),
    filters.draft === "true" && button("accept_all", () => acceptAll(found), { class: "quiet" }),
    button("csv", () => download("claims.csv", "text/csv;charset=utf-8", csv(found)), { class: "quiet" }),
    button("json", () => download("claims.json", "application/json", json(found)), { class: "quiet" }));
}

function drawFacets(filters) {
  const values = chosenValues(filters);
  const words = (filters.q || "").trim();
  const found = words ? CLAIMS.filter((claim) => hasWords(claim, words)) : CLAIMS;
  const groups = facets().map((facet) => drawFacet(facet, filters, values, found));
  const narrow = matchMedia("(max-width: 72rem)").matches;
  return make("aside", { class: "facets", "aria-label": say("facets") },
    make("details", { open: !narrow || FACET_OPEN.has("all"), ontoggle: remember("all") },
      make("summary", {}, say("facets")), groups));
}

const remember = (name) => (event) => {
  if (event.target !== event.currentTarget) return;
  if (event.target.open) FACET_OPEN.add(name); else FACET_OPEN.delete(name);
};

function drawFacet(facet, filters, values, found) {
  const counts = new Map();
  for (const claim of found) {
    if (!passes(claim, values, facet)) continue;
    const value = valueOf(claim, facet);
    counts.set(value, (counts.get(value) || 0) + 1);
  }
  const picked = values[facet] || new Set();
  for (const claim of CLAIMS) {
    const value = valueOf(claim, facet);
    if (picked.has(written(facet, value)) && !counts.has(value)) counts.set(value, 0);
  }
  const sorted = [...counts].sort(([a, n], [b, m]) => (facet === "period" ? compare(a, b) : m - n || compare(a, b)));
  return make("details", { open: picked.size > 0 || FACET_OPEN.has(facet), ontoggle: remember(facet) },
    make("summary", {}, say(facet), picked.size > 0 && make("span", { class: "count" }, counted(picked.size))),
    make("ul", {}, sorted.map(([value, number]) => choice(facet, value, number, filters, picked))));
}

function choice(facet, value, number, filters, picked) {
  const name = written(facet, value);
  const onchange = () => {
    const now = new Set(picked);
    if (!now.delete(name)) now.add(name);
    go("/claims", { ...filters, [facet]: [...now].join(" "), page: "" });
  };
  const id = `facet-${facet}-${name}`;
  return make("li", {}, make("label", { title: meaning(facet, value) || null },
    make("input", { type: "checkbox", id, checked: picked.has(name), onchange }),
    make("span", { class: "grow", lang: ["document", "place"].includes(facet) ? "zh-Hans" : null },
      facetLabel(facet, value)),
    make("span", { class: "count" }, counted(number))));
}

function claimsTable(claims, filters) {
  const drafts = claims.some((claim) => claim.draft);
  const heads = [["value", "value"], ["indicator", "indicator"], ["status", "status"], ["period", "period"],
    ["period_source"], ["theme"], ["document"], ...(drafts ? [["doubts", "doubts"]] : [])];
  return make("table", { class: "wide", role: "table" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" },
      heads.map(([name, order]) => columnHead(name, order, filters)))),
    make("tbody", { role: "rowgroup" }, claims.map((claim) => claimRow(claim, drafts))));
}

function columnHead(name, order, filters) {
  const [current, back] = orderOf(filters);
  const sorted = order && current === order ? (back ? "descending" : "ascending") : null;
  const turned = sorted === "ascending" ? `-${order}` : sorted ? "" : order;
  const sign = { ascending: " ↑", descending: " ↓" }[sorted] || "";
  return make("th", { role: "columnheader", scope: "col", "aria-sort": sorted, class: `in-${name}` },
    order ? link(address("/claims", { ...filters, sort: turned, page: "" }), { id: `sort-${order}` }, say(name), sign)
      : say(name));
}

function claimRow(claim, drafts) {
  const cell = (name, ...children) =>
    make("td", { role: "cell", class: `in-${name}`, "data-head": say(name) }, ...children);
  return make("tr", { role: "row" },
    cell("value", claimLink(claim, quantity(claim)), chinese("small", {}, claim.text)),
    cell("indicator", make("span", { lang: language === "en" && claim.indicator_id ? null : "zh-Hans" }, measured(claim)),
      make("small", {}, label("measure", claim.measure))),
    cell("status", label("status", claim.status)),
    cell("period", period(claim) || "–"),
    cell("period_source", claim.period_source ? label("period_source", claim.period_source) : "–"),
    cell("theme", claim.theme ? label("theme", claim.theme) : "–"),
    cell("document", chinese("span", {}, title(DOCUMENTS[claim.document])),
      claim.place && chinese("small", {}, place(claim))),
    drafts && cell("doubts", listOf(claim.doubts.map((doubt) => label("doubt", doubt))) || "–",
      DECIDED.has(claim.id) && make("small", {}, say(`done_${DECIDED.get(claim.id).decision}`))));
}

// Links to the pages of a long list.
function pages(length, page, size, to) {
  const last = Math.ceil(length / size);
  if (last < 2) return null;
  const step = (name, n) => (n >= 1 && n <= last ? link(to(n), { rel: name }, say(name)) : null);
  return make("nav", { class: "pages", "aria-label": say("pages") },
    step("prev", page - 1), make("span", {}, say("page", { n: page, of: last })), step("next", page + 1));
}
