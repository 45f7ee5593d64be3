// The figures of the corpus, each with its caption, its numbers as CSV and a file for papers.

async function drawFigures({ turn }) {
  if (DATA.figures) await load("figures.js");
  if (turn !== drawing) return;
  $("main").replaceChildren(make("div", { class: "narrow" },
    make("h1", {}, say("figures")),
    DATA.missing && make("p", { class: "notice" }, say("figures_missing"), " ", make("code", {}, DATA.missing)),
    (DATA.plotted || []).map(drawFigure)));
}

function drawFigure({ name, title, caption, alt, csv: numbers }) {
  const spoken = language === "zh" ? 0 : 1;
  const file = `figure-${name}.${language}.svg`;
  return make("section", { class: "plotted" },
    make("h2", {}, title[spoken]),
    make("figure", {},
      make("img", { src: file, alt: alt[spoken] }),
      make("figcaption", {}, caption[spoken])),
    make("div", { class: "bar" },
      button("csv", () => download(`${name}.csv`, "text/csv;charset=utf-8", `\ufeff${numbers}`), { class: "quiet" }),
      link(file, {}, "SVG")));
}
