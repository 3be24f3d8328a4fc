// The desk: what is shown, what keys do, and what becomes of an act.

import * as dialogs from "./dialogs.js";
import { button, el } from "./dom.js";
import * as pages from "./pages.js";
import { list, reviewTable } from "./rows.js";
import * as sending from "./sending.js";

const LOOK_AGAIN = 15000; // milliseconds until the page looks whether somebody else changed something
const at = (id) => document.getElementById(id);
let choices = null;
let state = null;
let chosen = "";
let cutting = null; // {id, adds} while words are being marked
let name = sessionStorage.getItem("name") ?? "";
let done = JSON.parse(sessionStorage.getItem("done") ?? "[]");
let written = 0; // acts, since the page was opened
let looking = 0; // only the answer to the last question is shown

// ---- what is shown

function say(words) {
  at("status").textContent = words;
}

function fault(words) {
  at("alert").hidden = !words;
  at("alert").replaceChildren(words ? el("span", {}, words) : "", words ? button("Close", () => fault("")) : "");
}

async function openReviews() {
  leaveCut();
  const answer = await sending.get("reviews").catch(failed);
  if (!answer) return;
  state = null;
  pages.clear();
  history.replaceState(null, "", "#");
  document.title = "Desk: reviews";
  at("title").textContent = "Desk";
  at("counts").textContent = "Choose a review, and check its list against its pages.";
  at("reviews").replaceChildren(reviewTable(answer.reviews, openReview));
  at("reviews").hidden = false;
  at("review").hidden = at("tools").hidden = at("doubts").hidden = true;
  say("");
}

async function openReview(id) {
  leaveCut();
  say("Reading the document: the first time it takes some seconds ...");
  const mine = ++looking;
  const before = written;
  if (!choices) choices = await sending.get("choices").catch(failed);
  const answer = await sending.get("review", { id }).catch(failed);
  if (!answer || !choices || mine !== looking) return;
  history.replaceState(null, "", `#${id}`);
  at("reviews").hidden = true;
  at("review").hidden = at("tools").hidden = false;
  chosen = (answer.rows.find((row) => row.checked !== "yes") ?? answer.rows[0])?.rec_id ?? "";
  show(answer);
  await pages.goTo(chosen);
  focusRow();
  say(`${answer.rows.length} rows. Press ? for the keys.`);
  if (written !== before) look(true);
}

function failed(error) {
  fault(error.status ? error.message : "The desk does not answer. Is it still running in its terminal?");
  say("");
}

function show(next) {
  state = next;
  const { review, rows } = state;
  document.title = `Desk: ${review.title}`;
  at("title").textContent = review.title;
  const own = review.own_count ? `the document says ${review.own_count}` : review.known_total ? `${review.known_total} by the catalogue` : "the document gives no count";
  at("counts").textContent = `${review.made} recommendations in ${rows.length} rows; ${own}; ${review.unsure} unsure; ${review.checked} of ${rows.length} checked`;
  at("tick").textContent = review.ticked ? "✓ Whole list checked" : "Tick the whole list";
  at("tick").setAttribute("aria-pressed", String(review.ticked));
  at("doubts").hidden = !state.doubts.length;
  at("doubts").replaceChildren(...state.doubts.map((doubt) => el("p", {}, doubt)));
  if (!rows.some((row) => row.rec_id === chosen)) chosen = rows[0]?.rec_id ?? "";
  drawRows();
  pages.show(state, chosen);
}

function drawRows() {
  const frame = at("rows");
  const focused = document.activeElement;
  const inside = frame.contains(focused) ? focused : null;
  const inId = inside?.id;
  const inHead = inside?.classList.contains("head");
  const nearOpen = at("near")?.open;
  const top = frame.scrollTop;
  frame.replaceChildren(...list(state, choices, chosen, does));
  if (nearOpen) at("near") && (at("near").open = true);
  frame.scrollTop = top;
  if (inId && at(inId)) at(inId).focus({ preventScroll: true });
  else if (inside || inHead) focusRow(false);
}

function head() {
  return document.querySelector(`#rows li[data-id="${CSS.escape(chosen)}"] .head`);
}

function focusRow(scrolls = true) {
  head()?.focus({ preventScroll: true });
  if (scrolls) head()?.closest("li").scrollIntoView({ block: "nearest" });
}

function row() {
  return state?.rows.find((each) => each.rec_id === chosen);
}

function openRow(id) {
  if (!state || cutting) return;
  chosen = id;
  drawRows();
  focusRow();
  pages.goTo(id);
}

function step(by) {
  const index = state.rows.findIndex((each) => each.rec_id === chosen);
  const next = state.rows[index + by];
  if (next) openRow(next.rec_id);
  else say(by > 0 ? "This is the last row. If nothing is missing, tick the whole list." : "This is the first row.");
}

// ---- acts

function act(cells, words) {
  if (!name) {
    dialogs.askName("", (given) => { setName(given); act(cells, words); });
    return;
  }
  const why = at("why").value.trim();
  at("why").value = "";
  sending.send({ review: state.review.id, by: name, why, words, ...cells });
  say(sending.number() > 1 ? `Writing; ${sending.number()} acts wait ...` : "Writing ...");
}

function about(of, cells, words) {
  act({ id: of.rec_id, version: of.version, ...cells }, words);
}

function setName(given) {
  name = given;
  sessionStorage.setItem("name", name);
  at("person").textContent = `You are ${name}`;
}

const named = (of) => of.label || of.text.slice(0, 40);
const does = {
  open: openRow,
  yes(of) {
    if (!name) {
      dialogs.askName("", (given) => { setName(given); does.yes(of); });
      return;
    }
    const value = of.checked === "yes" ? "no" : "yes";
    about(of, { act: "set", field: "checked", value }, `${named(of)}: checked, ${value}`);
    if (value === "yes") step(1);
  },
  drop(of) {
    about(of, { act: "drop" }, `${named(of)}: dropped`);
  },
  set: (of, field, value) => about(of, { act: "set", field, value }, `${named(of)}: ${field} is ${value || "empty"}`),
  status: (of, field, value) => about(of, { act: "status", field, value }, `${named(of)}: ${field} is ${value || "not known"}`),
  theme: (of, theme, value) => about(of, { act: "theme", field: theme, value }, `${named(of)}: theme ${theme}, ${value}`),
  link: (of, ask, value) => about(of, { act: "link", field: ask.id, value }, `${named(of)}: ${value} to ${ask.id}`),
  restore: (of) => act({ act: "restore", id: of.rec_id }, `${named(of)}: brought back`),
  split: () => row() && dialogs.split(row(), (words) => about(row(), { act: "split", words }, `${named(row())}: split`)),
  merge: () => row() && dialogs.merge(row(), state.rows, (other) => about(row(),
    { act: "merge", other: other.rec_id, other_version: other.version }, `${named(row())}: merged with ${named(other)}`)),
  cut: startCut,
  look: (miss) => pages.goToPlace(miss.spans[0]),
  add(number) {
    const { spans, text } = state.near[number];
    const last = spans.at(-1);
    act({ act: "add", from: [spans[0][0], spans[0][1]], to: [last[0], last[2]] }, `Added: ${text.slice(0, 40)}`);
  },
};

function undo() {
  if (!state) return;
  sending.send({ act: "undo", review: state.review.id, words: "Taken back" });
}

const heard = {
  prepare(sent) {
    if (sent.act !== "undo") return sent;
    const last = done.findLast((each) => each.review === sent.review);
    if (!last) {
      say("There is nothing of yours to undo.");
      return null;
    }
    sent.of = last;
    return { review: sent.review, by: last.by, rows: last.rows };
  },
  done(sent, answer) {
    written += 1;
    if (sent.act === "undo") {
      done = done.filter((each) => each !== sent.of);
      say(`Taken back: ${sent.of.words}`);
    } else {
      if (answer.rows.length) done.push({ review: sent.review, by: sent.by, rows: answer.rows, words: sent.words });
      say(`Written: ${sent.words}`);
    }
    sessionStorage.setItem("done", JSON.stringify(done.slice(-200)));
    fault("");
    if (!state || state.review.id !== sent.review) return;
    looking += 1;
    for (const before of state.rows) {
      const after = answer.state.rows.find((each) => each.rec_id === before.rec_id);
      if (after && [answer.id, sent.id].includes(before.rec_id) && after.version !== before.version) sending.renumber(before.version, after.version);
    }
    if (sent.act === "tick" || answer.state.version !== state.version) sending.renumber(state.version, answer.state.version);
    if (["add", "split", "restore"].includes(sent.act) && sent.act !== "restore") chosen = answer.id;
    if (sent.act === "drop" && chosen === sent.id) chosen = beside(sent.id);
    show(answer.state);
    if (["add", "split", "drop"].includes(sent.act)) { pages.goTo(chosen); if (!dialogs.isOpen()) focusRow(); }
  },
  refused(sent, words) {
    fault(`Not written (${sent.words}): ${words}`);
    say("");
    if (sent.act === "undo") {
      done = done.filter((each) => each !== sent.of);
      sessionStorage.setItem("done", JSON.stringify(done));
    }
    look(true);
  },
  conflict(sent, answer) {
    say("");
    const now = answer.row ? described(answer.row) : sent.act === "tick" ? [el("p", {}, "The list is not as you saw it: it is shown anew.")] : [el("p", {}, "It is not in the list any more.")];
    const wanted = el("p", {}, [sent.words, sent.why].filter(Boolean).join(": "));
    const mine = answer.row && { ...sent, version: answer.row.rec_id === sent.id ? answer.row.version : sent.version,
      ...(sent.other === answer.row.rec_id ? { other_version: answer.row.version } : {}) };
    dialogs.conflict(el("div", {}, ...now), wanted, () => { sending.resume(null); look(true); }, mine ? () => sending.resume(mine) : null);
  },
  lost(number, why) {
    fault(`The desk does not answer. ${number === 1 ? "One act waits" : `${number} acts wait`} here and will be sent again. ${why}`);
  },
  found() {
    if (at("alert").textContent.startsWith("The desk does not answer")) fault("");
  },
};

function described(of) {
  const lines = [`${of.label || "no label"} · ${of.kind} · p. ${of.page}${of.checked ? ` · checked: ${of.checked}` : ""}`, of.text,
    `Bodies: ${of.bodies.join(", ") || "none"}. Themes: ${Object.keys(of.themes).join(", ") || "none"}. Answer: ${of.answer || "not known"}.`];
  return lines.map((line) => el("p", {}, line));
}

function beside(id) {
  const index = state.rows.findIndex((each) => each.rec_id === id);
  return (state.rows[index + 1] ?? state.rows[index - 1])?.rec_id ?? "";
}

// What somebody else did is shown too, but not while words are being marked or written.
async function look(always = false) {
  const isWriting = at("rows").contains(document.activeElement) && ["INPUT", "SELECT"].includes(document.activeElement.tagName);
  if (!state || cutting || sending.number() || (!always && (isWriting || dialogs.isOpen() || document.hidden))) return;
  const mine = ++looking;
  const answer = await sending.get("review", { id: state.review.id }).catch(() => null);
  if (!answer || mine !== looking || !state || cutting) return;
  if (always || answer.version !== state.version || answer.review.ticked !== state.review.ticked) show(answer);
}

// ---- the words of a recommendation

async function startCut() {
  const range = pages.rangeOf(chosen) ?? { begin: await pages.firstWordOf(row().page), end: await pages.firstWordOf(row().page) };
  if (!range.begin) return;
  await pages.goToPlace(range.begin);
  pages.mark(range);
  openCut({ id: chosen, adds: false });
}

async function startAdd() {
  const word = await pages.firstWordOf(pages.pageInView());
  if (!word) return;
  pages.mark({ begin: word, end: word });
  openCut({ id: "", adds: true });
}

function openCut(what) {
  cutting = what;
  const of = state.rows.find((each) => each.rec_id === what.id);
  const tools = at("cutting");
  const arrow = (text, label, ...where) => {
    const made = button(text, () => moveCut(...where));
    made.setAttribute("aria-label", label);
    return made;
  };
  const take = of && !state.review.is_digest ? button(`Use for ${named(of)}`, takeCut, { id: "take" }) : null;
  const add = button("Add as a new one", addCut, { id: "take-new" });
  tools.replaceChildren(
    el("p", { id: "marked", ariaLive: "polite" }),
    el("div", { className: "buttons" },
      el("span", { className: "quiet" }, "Begins"), arrow("←", "Begin a word earlier", "begin", -1), arrow("→", "Begin a word later", "begin", 1),
      el("span", { className: "quiet" }, "Ends"), arrow("←", "End a word earlier", "end", -1), arrow("→", "End a word later", "end", 1),
      take, what.adds || !take || what.free ? add : null, button("Leave it", leaveCut)));
  tools.hidden = false;
  tellCut();
  at("pages").focus({ preventScroll: true });
}

function tellCut() {
  const words = pages.markedWords();
  const ends = words.length > 16 ? `${words.slice(0, 8).join(" ")} ... ${words.slice(-8).join(" ")}` : words.join(" ");
  at("marked").textContent = `${words.length} words: “${ends}”`;
}

async function moveCut(side, by, byLine = false) {
  await pages.move(side, by, byLine);
  tellCut();
}

function ends() {
  const { begin, end } = pages.marking();
  return { from: begin, to: end };
}

function takeCut() {
  const of = state.rows.find((each) => each.rec_id === cutting.id);
  if (!of) return;
  const cells = ends();
  leaveCut();
  about(of, { act: "cut", ...cells }, `${named(of)}: cut mended`);
}

function addCut() {
  const cells = ends();
  leaveCut();
  act({ act: "add", ...cells }, "Added");
}

function leaveCut() {
  if (!cutting) return;
  cutting = null;
  at("cutting").hidden = true;
  pages.mark(null);
  focusRow(false);
}

pages.listen({
  row: openRow,
  near: does.add,
  fault,
  marked(byHandle) {
    if (state.review.is_digest) {
      pages.mark(null);
      say("The words are those of our digest: they are changed in digests.csv.");
      return;
    }
    if (cutting) {
      tellCut();
      return;
    }
    openCut({ id: chosen, adds: false, free: !byHandle });
  },
});

// ---- keys

const KEYS = {
  j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1),
  y: () => row() && (row().checked === "yes" ? step(1) : does.yes(row())), // pressed twice, it takes nothing back
  n: () => row() && does.drop(row()), e: () => row() && !state.review.is_digest && startCut(),
  a: () => !state.review.is_digest && startAdd(), s: does.split, m: does.merge, u: undo,
  l: () => at("field-label")?.focus(), b: () => at("earlier")?.focus(),
};
const ARROWS = { ArrowLeft: [-1, false], ArrowRight: [1, false], ArrowUp: [-1, true], ArrowDown: [1, true] };

function cutKey(event) {
  if (ARROWS[event.key]) moveCut(event.shiftKey ? "begin" : "end", ...ARROWS[event.key]);
  else if (event.key === "Escape") leaveCut();
  else if (event.key === "Enter" && event.target.tagName !== "BUTTON") (cutting.adds || state.review.is_digest ? addCut : takeCut)();
  else return false;
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || dialogs.isOpen()) return;
  if (["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName)) {
    if (event.key === "Escape") focusRow(false);
    return;
  }
  let took = false;
  if (cutting) took = cutKey(event);
  else if (event.key === "?") { dialogs.help(); took = true; }
  else if (state && KEYS[event.key]) {
    const scrolls = at("pages") === document.activeElement && event.key.startsWith("Arrow");
    if (!scrolls) { KEYS[event.key](); took = true; }
  }
  if (took) event.preventDefault();
});

at("back").addEventListener("click", openReviews);
at("undo").addEventListener("click", undo);
at("help").addEventListener("click", dialogs.help);
at("person").addEventListener("click", () => dialogs.askName(name, setName));
at("tick").addEventListener("click", () => {
  const value = state.review.ticked ? "no" : "yes";
  act({ act: "tick", version: state.version, value }, `The whole list: checked, ${value}`);
});
at("skip").addEventListener("click", (event) => { event.preventDefault(); (head() ?? at("rows")).focus(); });
window.addEventListener("focus", () => look());
window.addEventListener("beforeunload", (event) => { if (sending.number()) event.preventDefault(); });
setInterval(look, LOOK_AGAIN);

if (name) setName(name);
pages.begin();
sending.start(heard);
const wanted = decodeURIComponent(location.hash.slice(1));
if (wanted) openReview(wanted);
else openReviews();
