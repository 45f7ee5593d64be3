// The citation of a claim: that of its document, with what differs from claim to claim filled in.

const STYLES = { apa: "APA 7", gbt7714: "GB/T 7714", bibtex: "BibTeX", ris: "RIS", "csl-json": "CSL-JSON" };
const PARTS = /[\ue000-\ue002]/g; // CITED in payload.py: the words, the quotation, the end of the id

const oneLine = (words) => words.replace(/\s+/g, " ").trim();

const ESCAPES = {
  bibtex: (words) => Array.from(oneLine(words), (c) => DATA.latex[c] || c).join(""),
  "csl-json": (words) => JSON.stringify(words).slice(1, -1),
};

function citation(claim, style) {
  const { citations, quotations } = DOCUMENTS[claim.document].content;
  const escape = ESCAPES[style] || oneLine;
  const piece = claim.id.slice(claim.id.indexOf(".") + 1);
  const parts = { "\ue000": claim.text, "\ue001": quotations[claim.number], "\ue002": piece };
  return citations[style].replace(PARTS, (part) => escape(parts[part]));
}

function citing(claim) {
  const style = chosen.get("style") in STYLES ? chosen.get("style") : "apa";
  const shown = chinese("pre", { class: "citation", tabindex: "0" }, citation(claim, style));
  const onchange = (event) => {
    chosen.set("style", event.target.value);
    shown.textContent = citation(claim, event.target.value);
  };
  const styles = Object.entries(STYLES).map(([id, name]) => option(id, name, id === style));
  return make("section", { class: "citing" },
    make("h3", {}, say("cite")),
    make("div", { class: "bar" },
      make("select", { "aria-label": say("style"), onchange }, styles),
      copyButton("copy", () => shown.textContent)),
    shown);
}
