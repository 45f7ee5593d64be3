// Labels and quantities as people read them.

const NONE = "-"; // How a filter names what is null.

function label(column, id) {
  if (id === null || id === undefined) return say("none");
  const named = DATA.labels[column]?.[id];
  return named ? named[language === "zh" ? 0 : 1] : id;
}

const meaning = (column, id) => DATA.labels[column]?.[id]?.[language === "zh" ? 2 : 3] || "";

// 32,000 个 · > 80 % · 46,136,000,000 yuan: the counter as in the text, or else the unit.
function quantity(claim) {
  if (!claim.amount) return claim.text;
  if (claim.unit === "rank") return say("rank", { n: claim.amount });
  const unit = claim.classifier || unitOf(claim);
  return [sign(claim) + claim.amount, unit].filter(Boolean).join("\u00a0").replace(/ /g, "\u00a0");
}

// What stands after a number: "year" of one, "years" of others, where words.json has a plural.
function unitOf({ unit, amount }) {
  const many = `unit.${unit}` in DATA.words && amount !== "1";
  return many ? say(`unit.${unit}`) : DATA.units[unit][language === "zh" ? 0 : 1];
}

// A change is written as a positive number, up or down: 下降5% is −5 %, and 下降超5% is ↓ > 5 %.
function sign(claim) {
  if (claim.change || !["growth", "difference"].includes(claim.measure)) return "";
  const isPlain = /^\d/.test(claim.amount) && claim.low === claim.high;
  return { up: isPlain ? "+" : "↑ ", down: isPlain ? "−" : "↓ " }[claim.direction] || "";
}

const period = (claim) => (claim.period || "").replace("/", "–");

const place = (claim) => (claim.place ? DATA.places[claim.place] : "");

// A text without a title is named by its place and genre; one that has the title of another, by its place too.
const named = (about) => about.title || `${about.place_name || ""}${DATA.labels.genre[about.genre]?.[0] || about.id}`;

const NAMED = new Map();
for (const about of DOCUMENTS) NAMED.set(named(about), (NAMED.get(named(about)) || 0) + 1);

function title(about) {
  const name = named(about);
  return NAMED.get(name) > 1 ? `${name}（${about.place_name || about.id}）` : name;
}

// What a claim measures: its indicator's name in the language that is chosen, or else the words of the text.
function measured(claim) {
  return claim.indicator_id ? label("indicator_id", claim.indicator_id)
    : claim.indicator || claim.predicate || "";
}

// 32,000 个 · 2021–2025 · Actual
const brief = (claim) =>
  [quantity(claim), period(claim), label("status", claim.status)].filter(Boolean).join(" · ");

const claimLink = (claim, ...children) => link(address(claim.id), { class: "to-claim" }, ...children);
