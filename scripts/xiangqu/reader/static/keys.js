// What keys do; nothing while somebody is typing.

const KEYS = {
  n: () => nextClaim(1), j: () => nextClaim(1), p: () => nextClaim(-1), k: () => nextClaim(-1),
  "/": () => $("search").focus(), "?": openHelp, Escape: leaveClaim,
};

const KEYS_SHOWN = [["n", "j"], ["p", "k"], ["Enter"], ["Esc"], ["/"], ["?"]];
const KEYS_MEAN = ["key_next", "key_previous", "key_open", "key_close", "key_search", "key_help"];

function pressed(event) {
  const typing = event.target.closest("input, textarea, select, dialog");
  if (event.ctrlKey || event.metaKey || event.altKey || typing || !KEYS[event.key]) return;
  if (event.key === "Escape" && $("panel").hidden) return;
  event.preventDefault();
  KEYS[event.key]();
}

function openHelp() {
  $("help").replaceChildren(
    make("h2", {}, say("help")),
    make("p", {}, say("help_text")),
    definitions(KEYS_SHOWN.map((keys, n) => [keys.map((key) => make("kbd", {}, key)), say(KEYS_MEAN[n])])
      .map(([keys, meant]) => [make("span", {}, keys), meant])),
    button("close", () => $("help").close()));
  $("help").setAttribute("aria-label", say("help"));
  $("help").showModal();
}
