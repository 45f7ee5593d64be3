// The words of the interface, in the language that is chosen; words.json lists them in both.

let language = chosen.get("language") || (navigator.language.startsWith("zh") ? "zh" : "en");

// The words by their name, with {places} filled in. A name that is missing shows itself.
function say(name, places = {}) {
  const found = DATA.words[name];
  const words = found ? found[language] : name;
  return words.replace(/\{(\w+)\}/g, (_, place) => String(places[place] ?? ""));
}

function setLanguage(name) {
  language = name;
  chosen.set("language", name);
  document.documentElement.lang = name === "zh" ? "zh-Hans" : "en";
}

const listOf = (items) => items.join(say("between_items"));

const counted = (number) => number.toLocaleString("en");

// "1 claim", "2 claims"; Chinese has one form.
function count(name, number) {
  return say(number === 1 ? `${name}.one` : `${name}.many`, { n: counted(number) });
}
