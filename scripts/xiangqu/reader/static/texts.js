// The list of texts, from which a reader sets out.

function drawTexts() {
  $("main").replaceChildren(make("div", { class: "narrow" },
    make("h1", {}, say("texts")),
    make("p", {}, say("about", { texts: count("texts", DOCUMENTS.length), claims: count("claims", CLAIMS.length) })),
    make("ol", { class: "texts" }, DOCUMENTS.map(textItem))));
}

function textItem(about) {
  const facts = [about.place_name, label("genre", about.genre), about.date];
  const numbers = [count("characters", about.counts.characters), count("claims", about.counts.claims)];
  return make("li", {},
    make("h2", {}, link(address(about.id), {}, chinese("span", {}, title(about)))),
    about.subtitle && chinese("p", {}, about.subtitle),
    chinese("p", { class: "facts" }, facts.filter(Boolean).join(" · ")),
    make("p", { class: "facts" }, numbers.join(" · "),
      " · ", link(address("/claims", { document: about.id }), {}, say("as_table"))),
    about.drafts > 0 && make("p", { class: "notice" },
      link(address("/claims", { document: about.id, draft: "true", sort: "-doubts" }), {},
        count("drafts", about.drafts))));
}
