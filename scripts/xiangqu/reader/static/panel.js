// The panel: all that is known of one claim.

function openPanel(claim) {
  const panel = $("panel");
  const later = make("div"); // what is loaded when a panel is first opened
  panel.replaceChildren(...panelParts(claim), later);
  panel.setAttribute("aria-label", say("claim"));
  panel.hidden = false;
  panel.scrollTop = 0;
  document.body.classList.add("with-panel");
  sourceOf(claim.document).then((source) => later.append(...sourceParts(claim, source)));
}

function closePanel() {
  $("panel").hidden = true;
  document.body.classList.remove("with-panel");
}

function panelParts(claim) {
  return [
    panelHead(claim),
    deciding(claim),
    attributes(claim),
    overlapping(claim),
    kin(claim),
    elsewhere(claim),
    permanent(claim),
  ].filter(Boolean);
}

function sourceParts(claim, { sources, citations }) {
  return [seed(claim, sources[claim.number]), citations.apa && citing(claim)].filter(Boolean);
}

function panelHead(claim) {
  return make("header", {},
    make("div", { class: "bar" },
      chinese("h2", { id: "panel-title", tabindex: "-1" }, claim.text),
      make("button", { type: "button", class: "close", "aria-label": say("close"), onclick: leaveClaim }, "×")),
    make("p", { class: "brief" }, brief(claim)));
}

function attributes(claim) {
  return definitions([
    [say("indicator"), indicatorOf(claim)],
    [say("words_indicator"), claim.indicator && chinese("q", {}, claim.indicator)],
    [say("predicate"), claim.predicate && chinese("q", {}, claim.predicate)],
    [say("value"), claim.amount && make("span", { class: "figure" }, quantity(claim))],
    [say("bound"), claim.bound !== "exact" && explained("bound", claim.bound)],
    [say("measure"), measureOf(claim)],
    [say("status"), explained("status", claim.status),
      claim.status_cue && [" ", chinese("q", {}, claim.status_cue)]],
    [say("period"), claim.period && make("span", { class: "figure" }, period(claim)),
      claim.period_type && ` · ${label("period_type", claim.period_type)}`],
    [say("period_source"), claim.period_source && explained("period_source", claim.period_source)],
    [say("reference"), claim.reference && chinese("q", {}, claim.reference)],
    [say("place"), claim.place && chinese("span", {}, place(claim))],
    [say("theme"), claim.theme && explained("theme", claim.theme)],
  ]);
}

function indicatorOf(claim) {
  if (!claim.indicator_id) return null;
  const [zh, en] = DATA.labels.indicator_id[claim.indicator_id] || [claim.indicator_id, ""];
  return [
    link(address(`/indicators/${claim.indicator_id}`), {}, chinese("span", {}, zh), en && ` ${en}`),
    make("small", {}, meaning("indicator_id", claim.indicator_id)),
  ];
}

// A label, and below it what it means.
function explained(column, id) {
  const meant = meaning(column, id);
  return [label(column, id), meant && make("small", {}, meant)];
}

function measureOf(claim) {
  const more = ["direction", "change", "basis"].filter((column) => claim[column])
    .map((column) => label(column, claim[column]));
  if (claim.basis_period) more.push(claim.basis_period.replace("/", "–"));
  return [[label("measure", claim.measure), ...more].join(" · "),
    make("small", {}, meaning("measure", claim.measure))];
}

// Other claims that share characters with this one.
function overlapping(claim) {
  const others = CLAIMS_OF[claim.document].filter((other) => other !== claim
    && other.paragraph === claim.paragraph && other.start < claim.end && claim.start < other.end);
  return others.length && make("section", {}, make("h3", {}, say("also_here")), claimList(others));
}

// How the claim fits others, by the config "relations", if the corpus has it.
function kin(claim) {
  const relations = RELATIONS_OF.get(claim.id) || [];
  return relations.length && make("section", { class: "kin" },
    make("h3", {}, say("relations")), relations.map((relation) => related(claim, relation)));
}

function related(claim, relation) {
  const others = relation.claims.filter((id) => id !== claim.id && CLAIM.has(id)).map((id) => CLAIM.get(id));
  return make("div", { class: "relation" }, verdict(relation), claimList(others));
}

// What is said of a relation; its words are English, the names of its labels in the language that is chosen.
function verdict(relation) {
  const columns = relation.outcome ? ["kind", "reason"] : ["kind", "rule", "reason"];
  const told = columns.filter((column) => relation[column])
    .map((column) => label(`relation-${column}s`, relation[column]));
  if (relation.outcome) told.push(say("outcome", { outcome: label("relation-outcomes", relation.outcome) }));
  return [
    make("p", {}, make("strong", { title: meaning("relation-verdicts", relation.verdict) },
      label("relation-verdicts", relation.verdict)), ` · ${told.join(" · ")}`),
    relation.arithmetic && make("p", { class: "figure" }, relation.arithmetic),
    make("p", { class: "figure" }, intervals(relation)),
    relation.explanation && make("p", { lang: "en" }, relation.explanation),
  ].filter(Boolean);
}

// Both intervals are shown always, with what they leave room for: a verdict alone cannot be checked.
function intervals(relation) {
  const shown = (number) => number.toLocaleString("en", { maximumFractionDigits: 4 });
  const between = (low, high) => (low === high ? shown(low)
    : [low, high].map((end) => (typeof end === "number" ? shown(end) : "…")).join("–"));
  const parts = ["computed", "stated"].map((kind) => [relation[`${kind}_low`], relation[`${kind}_high`], kind])
    .filter(([low, high]) => typeof (low ?? high) === "number")
    .map(([low, high, kind]) => `${say(kind)} ${between(low, high)}`);
  const compared = relation.verdict !== "not_comparable"; // or no room is left between them, nor missing
  const room = ["slack", "smallest_error"].filter((name) => compared && typeof relation[name] === "number")
    .map((name) => (relation[name] < 0 ? `${say("gap")} ${shown(-relation[name])}` : `${say(name)} ${shown(relation[name])}`));
  return [...parts, ...room].join(" · ");
}

const MOST = 8; // Claims that the panel lists of an indicator; its page has all of them.

function elsewhere(claim) {
  const others = (CLAIMS_ABOUT.get(claim.indicator_id) || []).filter((other) => other !== claim);
  if (!others.length) return null;
  return make("section", {},
    make("h3", {}, say("elsewhere")),
    claimList(others.slice(0, MOST)),
    others.length > MOST
      && link(address(`/indicators/${claim.indicator_id}`), {}, count("claims", others.length + 1)));
}

function claimList(claims) {
  return make("ul", { class: "claims" }, claims.map((claim) => make("li", {},
    claimLink(claim, brief(claim)),
    chinese("small", {}, title(DOCUMENTS[claim.document])))));
}

// The seed around the claim as it is, what was taken out and put in marked.
function seed(claim, [line, parts]) {
  const { seed_file: file } = DOCUMENTS[claim.document];
  const pieces = parts.map((part, n) => (n === 1 ? make("mark", {}, part.map(piece)) : part.map(piece)));
  return make("section", { class: "seed" },
    make("h3", {}, say("seed")),
    chinese("blockquote", {}, "…", ...pieces.flat(), "…"),
    parts.flat().some(Array.isArray) && make("small", {}, say("seed_edits")),
    make("p", { class: "figure" },
      say("seed_place", { file, line: counted(line), start: claim.source_start, end: claim.source_end })));
}

function piece(part) {
  if (!Array.isArray(part)) return visible(part);
  const [before, after, reason] = part;
  return make("span", { title: reason },
    before && make("del", {}, visible(before)), after && make("ins", {}, visible(after)));
}

const visible = (words) => words.replace(/\n/g, "⏎").replace(/\t/g, "⇥");

function permanent(claim) {
  const url = `${location.href.split("#")[0]}${address(claim.id)}`;
  return make("section", { class: "permanent" },
    make("h3", {}, say("permanent")),
    make("p", {}, link(address(claim.id), { class: "figure" }, claim.id), " ", copyButton("copy_link", () => url)));
}

// Away from the claim, to the text that it stands in, with the focus where the claim is.
function leaveClaim() {
  const { id, filters } = parse();
  const claim = CLAIM.get(id);
  closePanel();
  if (!claim) return;
  history.pushState(null, "", address(claim.paragraph, filters));
  select(null);
  linkOf(claim)?.focus();
}
