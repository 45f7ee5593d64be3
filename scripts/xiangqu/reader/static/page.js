// Making elements. Strings become text; what is null or false is left out.

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child || child === 0));
  return element;
}

const link = (href, attributes, ...children) => make("a", { href, ...attributes }, ...children);

// Words of the texts, which are Chinese whatever the interface is.
const chinese = (tag, attributes, ...children) => make(tag, { lang: "zh-Hans", ...attributes }, ...children);

function button(name, onclick, attributes = {}) {
  return make("button", { type: "button", onclick, ...attributes }, say(name));
}

function option(value, words, selected) {
  return make("option", { value, selected }, words);
}

// A list of names and what they mean; rows without a meaning are left out.
function definitions(rows) {
  const given = rows.filter(([, ...meant]) => meant.flat().some(Boolean));
  return make("dl", {}, given.map(([name, ...meant]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, ...meant))));
}

function copyButton(name, words) {
  return button(name, async (event) => {
    const done = await copied(words());
    event.target.textContent = say(done ? "copied" : "not_copied");
    announce(say(done ? "copied" : "not_copied"));
  }, { class: "quiet" });
}

async function copied(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return copiedByHand(words); // A page from a folder may not use the clipboard in some browsers.
  }
}

function copiedByHand(words) {
  const field = make("textarea", { class: "unseen" });
  field.value = words;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  return done;
}

// Tell those who hear the page what has changed.
function announce(words) {
  $("said").textContent = words;
}

function download(name, type, words) {
  const url = URL.createObjectURL(new Blob([words], { type }));
  make("a", { href: url, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
