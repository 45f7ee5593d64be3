// The indicators, and a page for each: its claims in the order of time, targets beside outcomes.

function drawIndicators({ id }) {
  if (id) drawIndicator(id); else drawIndicatorList();
}

function drawIndicatorList() {
  $("main").replaceChildren(make("div", { class: "narrow" },
    make("div", { class: "bar" }, make("h1", {}, say("indicators")), filterInput("/indicators", drawIndicatorsFound)),
    make("div", { id: "found" })));
  drawIndicatorsFound();
}

function drawIndicatorsFound() {
  const words = (parse().filters.q || "").trim();
  const found = Object.entries(DATA.labels.indicator_id)
    .filter(([id, named]) => !words || hasAll([id, ...named], words))
    .map(([id]) => [id, CLAIMS_ABOUT.get(id) || []])
    .sort(([, one], [, other]) => other.length - one.length);
  $("found").replaceChildren(
    make("p", { role: "status" }, count("indicators", found.length)),
    make("table", {}, make("thead", {}, make("tr", {},
      ["indicator", "unit", "texts", "claims"].map((name) => make("th", { scope: "col", class: `in-${name}` }, say(name))))),
    make("tbody", {}, found.map(([id, claims]) => indicatorRow(id, claims)))));
}

function indicatorRow(id, claims) {
  const [zh, en] = DATA.labels.indicator_id[id];
  return make("tr", {},
    make("td", {}, link(address(`/indicators/${id}`), {}, chinese("span", {}, zh)), make("small", {}, en)),
    make("td", {}, listOf([...new Set(claims.map((claim) => label("unit", claim.unit)))])),
    make("td", { class: "figure" }, new Set(claims.map((claim) => claim.document)).size),
    make("td", { class: "figure" }, claims.length));
}

const endOf = (claim) => (claim.period || "").split("/").pop();

const inTime = (one, other) => compare(endOf(one), endOf(other)) || compare(one.period, other.period)
  || one.document - other.document || one.number - other.number;

function drawIndicator(id) {
  const named = DATA.labels.indicator_id[id];
  if (!named) { drawNotFound(id); return; }
  const claims = [...CLAIMS_ABOUT.get(id) || []].sort(inTime);
  $("main").replaceChildren(make("div", { class: "narrow" },
    make("p", {}, link(address("/indicators"), {}, say("indicators"))),
    chinese("h1", {}, named[0], make("small", { lang: "en" }, named[1])),
    make("p", { class: "definition" }, meaning("indicator_id", id)),
    sideBySide(claims),
    differing(claims),
    relationsAmong(claims),
    make("section", {}, make("h2", {}, say("in_time")), timeTable(claims))));
}

function timeTable(claims) {
  const heads = ["period", "value", "status", "period_source", "place", "document"];
  return make("table", { class: "wide", role: "table" },
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, heads.map((name) =>
      make("th", { role: "columnheader", scope: "col", class: `in-${name}` }, say(name))))),
    make("tbody", { role: "rowgroup" }, claims.map((claim) => timeRow(claim, heads))));
}

function timeRow(claim, heads) {
  const shown = {
    period: period(claim) || "–",
    value: [claimLink(claim, quantity(claim)), chinese("small", {}, claim.text)],
    status: [label("status", claim.status), make("small", {}, label("measure", claim.measure))],
    period_source: claim.period_source ? label("period_source", claim.period_source) : "–",
    place: chinese("span", {}, place(claim) || "–"),
    document: chinese("span", {}, title(DOCUMENTS[claim.document])),
  };
  return make("tr", { role: "row" }, heads.map((name) =>
    make("td", { role: "cell", class: `in-${name}`, "data-head": say(name) }, shown[name])));
}

// Claims whose values could stand in one column: of one measure, unit and place.
function columnsOf(claims) {
  const groups = new Map();
  for (const claim of claims) {
    const key = [claim.measure, claim.unit, claim.place, claim.basis].join("\n");
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(claim);
  }
  return [...groups.values()];
}

// A table for each column that has both targets and outcomes: a row a period, a column a status.
function sideBySide(claims) {
  const columns = columnsOf(claims).filter((group) =>
    group.some((claim) => claim.status === "target") && group.some((claim) => claim.status !== "target"));
  return columns.length > 0 && make("section", {}, make("h2", {}, say("side_by_side")), columns.map(statusTable));
}

function statusTable(claims) {
  const statuses = Object.keys(DATA.labels.status).filter((status) => claims.some((c) => c.status === status));
  const periods = [...new Set(claims.map((claim) => claim.period))];
  const at = (when, status) => claims.filter((claim) => claim.period === when && claim.status === status);
  return make("table", { class: "wide", role: "table" },
    make("caption", {}, [label("measure", claims[0].measure), place(claims[0])].filter(Boolean).join(" · ")),
    make("thead", { role: "rowgroup" }, make("tr", { role: "row" },
      make("th", { role: "columnheader", scope: "col" }, say("period")),
      statuses.map((status) =>
        make("th", { role: "columnheader", scope: "col", class: "figure" }, label("status", status))))),
    make("tbody", { role: "rowgroup" }, periods.map((when) => make("tr", { role: "row" },
      make("th", { role: "rowheader", scope: "row" }, when ? when.replace("/", "–") : "–"),
      statuses.map((status) => make("td", { role: "cell", class: "figure", "data-head": label("status", status) },
        at(when, status).map((claim) =>
          make("div", {}, claimLink(claim, quantity(claim))))))))));
}

// What the texts say differently of one period, and in what they differ beside the number.
function differing(claims) {
  const groups = new Map();
  for (const claim of claims.filter((one) => one.period && one.amount)) {
    const key = [claim.measure, claim.unit, claim.place, claim.period, claim.basis, claim.change].join("\n");
    groups.set(key, [...groups.get(key) || [], claim]);
  }
  const found = [...groups.values()].filter((group) => new Set(group.map((claim) => claim.amount)).size > 1
    && new Set(group.map((claim) => claim.document)).size > 1);
  return found.length > 0 && make("section", {}, make("h2", {}, say("differing")),
    make("p", {}, say("differing_text")), found.map((group) => make("div", {},
      make("h3", {}, `${period(group[0])}: ${listOf(differences(group))}`),
      claimList(group))));
}

// How the claims of the indicator fit each other, with the arithmetic and the reason; and what is told of nearly
// the same thing with another value or as its outcome: markets that were upgraded, and built or upgraded.
function relationsAmong(claims) {
  const own = new Set(claims.map((claim) => claim.id));
  const found = DATA.relations.filter(({ kind, claims: of }) => of.every((id) => own.has(id))
    || (["differs", "target_of"].includes(kind) && of.some((id) => own.has(id)) && of.every((id) => CLAIM.has(id))));
  return found.length > 0 && make("section", {}, make("h2", {}, say("relations_among")), found.map((relation) =>
    make("div", { class: "relation" }, verdict(relation), claimList(relation.claims.map((id) => CLAIM.get(id))))));
}

const DIFFER = ["bound", "status", "period_source", "indicator", "reference", "predicate"];

function differences(group) {
  const names = DIFFER.filter((column) => new Set(group.map((claim) => claim[column])).size > 1);
  return (names.length ? names : ["value"]).map((name) => say(name === "indicator" ? "words_indicator" : name));
}
