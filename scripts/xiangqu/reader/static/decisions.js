// Drafts that a person accepts, corrects or rejects: kept by the browser until they are downloaded, as the
// file that "xiangqu import" takes.

const FIELDS = ["status", "measure", "bound", "period", "period_source", "period_type", "value", "unit",
  "indicator", "indicator_id", "predicate", "place"];
const DRAFTS = CLAIMS.filter((claim) => claim.draft).sort((one, other) => other.doubts.length - one.doubts.length);
const KEPT = keptDecisions(); // those of other pages too: a browser has one store for all folders
const DECIDED = new Map(KEPT.filter((decision) => isOf(decision, CLAIM.get(decision.claim)))
  .map((decision) => [decision.claim, decision]));

function keptDecisions() {
  try { return [...JSON.parse(chosen.get("decisions"))]; } catch { return []; } // Nothing that can be read.
}

// Keep what is decided here, and what was of documents that these pages do not have.
function store() {
  const others = KEPT.filter((decision) => !DOCUMENT.has(decision.document));
  chosen.set("decisions", JSON.stringify([...others, ...DECIDED.values()]));
}

function isOf(decision, claim) {
  return claim && claim.draft === decision.draft && decision.start === claim.start
    && decision.text_sha256 === DOCUMENTS[claim.document].sha256;
}

// Drafts with the same words that say the same can be decided together.
const SAME = ["text", "reference", "status_cue", ...FIELDS];
const sameAs = (claim) => DRAFTS.filter((other) => SAME.every((column) => other[column] === claim[column]));

// The others like a draft that are decided as it is, or are not decided either.
function alike(claim) {
  const made = (one) => DECIDED.get(one.id)?.decision;
  return sameAs(claim).filter((other) => other !== claim && made(other) === made(claim));
}

// A draft, and if that is ticked the others like it.
const together = (claim) => [claim, ...($("alike")?.checked ? alike(claim) : [])];

// A decision names the text and the draft that it is about, so that it holds for no other.
function decide(claim, decision, more) {
  for (const each of together(claim)) note(each, decision, more);
  keepDecisions(claim);
}

function undo(claim) {
  for (const each of together(claim)) DECIDED.delete(each.id);
  keepDecisions(claim);
}

function note(claim, decision, more = {}) {
  const about = DOCUMENTS[claim.document];
  DECIDED.set(claim.id, {
    document: about.id, text_sha256: about.sha256, claim: claim.id, start: claim.start, end: claim.end,
    text: claim.text, draft: claim.draft, decision, ...more,
  });
}

// Accept all drafts among some claims, those that are decided already left as they are.
function acceptAll(claims) {
  const drafts = claims.filter((claim) => claim.draft && !DECIDED.has(claim.id));
  if (!confirm(say("accept_all_sure", { n: counted(drafts.length) }))) return;
  for (const claim of drafts) note(claim, "accept");
  store();
  draw();
}

function keepDecisions(claim) {
  store();
  drawHead(parse());
  for (const each of sameAs(claim)) {
    for (const run of runsOf(each)) {
      if (run.hash === address(each.id)) run.classList.toggle("decided", DECIDED.has(each.id));
    }
  }
  openPanel(claim);
  $("panel-title").focus();
}

function deciding(claim) {
  if (!claim.draft) return null;
  const decision = DECIDED.get(claim.id);
  return make("section", { class: "deciding", "aria-label": say("unread") },
    make("h3", {}, say(decision ? `done_${decision.decision}` : "unread")),
    claim.doubts.length > 0 && definitions(claim.doubts.map((doubt) =>
      [label("doubt", doubt), meaning("doubt", doubt)])),
    alikeBox(claim),
    decision ? make("div", { class: "bar" },
      button("undo", () => undo(claim)),
      button("next_draft", nextDraft))
      : [make("div", { class: "bar" }, button("accept", () => decide(claim, "accept")),
        button("next_draft", nextDraft, { class: "quiet" })),
      correcting(claim), rejecting(claim)]);
}

// The others that the decision can hold for, to be looked at before.
function alikeBox(claim) {
  const others = alike(claim);
  return others.length > 0 && [
    make("label", { class: "alike" }, make("input", { type: "checkbox", id: "alike" }), count("alike", others.length)),
    make("details", {}, make("summary", {}, say("alike_shown")), claimList(others)),
  ];
}

function correcting(claim) {
  const save = (event) => {
    event.preventDefault();
    const given = Object.fromEntries(new FormData(event.target));
    const fields = Object.fromEntries(FIELDS.filter((name) => given[name] !== String(claim[name] ?? ""))
      .map((name) => [name, given[name]]));
    if (Object.keys(fields).length) decide(claim, "correct", { fields });
  };
  return make("details", {}, make("summary", {}, say("correct")),
    make("form", { onsubmit: save },
      FIELDS.map((name) => make("label", {}, make("span", {}, say(name === "indicator" ? "words_indicator" : name)),
        fieldOf(claim, name))),
      make("button", { type: "submit" }, say("save"))));
}

const CLOSED = ["status", "measure", "bound", "period_source", "period_type"]; // fields with few labels

function fieldOf(claim, name) {
  if (!CLOSED.includes(name)) return make("input", { name, value: claim[name] ?? "" });
  const empty = name.startsWith("period_") && option("", say("none"), !claim[name]);
  return make("select", { name }, empty || "", Object.keys(DATA.labels[name]).map((id) =>
    option(id, label(name, id), id === claim[name])));
}

function rejecting(claim) {
  const labels = Object.keys(DATA.labels.label).filter((id) => id !== "claim");
  const select = make("select", { "aria-label": say("numeral") }, labels.map((id) => option(id, label("label", id))));
  return make("details", {}, make("summary", {}, say("reject")),
    make("p", {}, say("reject_text")),
    make("div", { class: "bar" }, select, button("save", () => decide(claim, "reject", { label: select.value }))));
}

// The most doubtful draft that is not decided.
function nextDraft() {
  const claim = DRAFTS.find((draft) => !DECIDED.has(draft.id));
  if (claim) go(claim.id); else announce(say("all_decided"));
}

// How far a reader is, and the file; nothing where nothing is a draft.
function decisionsBar() {
  if (!DRAFTS.length) return null;
  return make("div", { class: "bar decisions" },
    make("span", {}, say("decided", { n: counted(DECIDED.size), of: counted(DRAFTS.length) })),
    link(address("/claims", { draft: "true", sort: "-doubts" }), {}, say("doubtful_first")),
    button("next_draft", nextDraft, { class: "quiet" }),
    DECIDED.size > 0 && button("download_decisions", () => download("decisions.json", "application/json",
      `${JSON.stringify({ rules: DATA.version, decisions: [...DECIDED.values()] }, null, 1)}\n`), { class: "quiet" }));
}
