"use strict";
// Rows come from the JSON in the page and are written as text only: nothing of a document is ever markup.
const data = JSON.parse(document.getElementById("data").textContent);
const STEP = 50;
const FILTERS = ["theme", "body", "named", "review", "kind", "from", "to", "echo", "order"];
const FORMULA = /^[=+\-@\t\r\n]/; // a spreadsheet would calculate a cell that begins so
const field = (name) => document.getElementById(name);
const found = field("found");
const placeById = new Map(data.rows.map((row, place) => [row.id, place]));
const orders = new Map(); // all rows, by the name of an order
let matching = [];
let shown = 0;
let opened = ""; // the id of the recommendation that was opened last
let vocabulary = null; // every word of the page, made when a word is not found
let writing = 0;

// --- rows

for (const row of data.rows) {
  row.document = data.documents[row.doc];
  row.year = row.document.published.slice(0, 4);
  row.named = row.bodies.map((body) => data.bodies[body]);
  const names = [...row.named.map((body) => body.name), ...row.codes.map((code) => code.name)];
  row.text = plain([row.words, row.document.name, row.document.title, row.label, row.asked, ...names].join(" | "));
}

function plain(text) {
  if (!/[^ -~]/.test(text)) return text.toLowerCase();
  const bare = text.normalize("NFD").replace(/\p{M}+/gu, "").toLowerCase();
  return bare.replace(/[‘’ʼ]/g, "'").replace(/[“”„]/g, '"').replace(/[‐-―]/g, "-").replace(/\s+/g, " ");
}

function make(tag, words, more = {}) {
  const element = document.createElement(tag);
  if (words) element.textContent = words;
  for (const [name, value] of Object.entries(more)) element.setAttribute(name, value);
  return element;
}

// --- search: words and parts of words without accents, "in this order", and the nearest words for one that is nowhere

function wantedWords(typed) {
  const parts = [...plain(typed).matchAll(/"([^"]+)"?|([^\s"]+)/g)].map((part) => (part[1] || part[2]).trim());
  return parts.filter(Boolean).map((word) => ({ word, held: heldWords(word) }));
}

function heldWords(word) {
  if (data.rows.some((row) => row.text.includes(word))) return [word];
  const most = word.length < 4 ? 0 : word.length < 8 ? 1 : 2;
  if (!most || word.includes(" ")) return [];
  vocabulary ??= [...new Set(data.rows.flatMap((row) => row.text.split(/[^\p{L}\p{N}]+/u)))];
  const near = vocabulary.map((known) => [slips(word, known, most), known]).filter(([count]) => count <= most);
  const least = Math.min(...near.map(([count]) => count));
  return near.filter(([count]) => count === least).map(([, known]) => known).sort();
}

// How many letters of a word are wrong, missing or too many, beside the beginning of a known word.
function slips(word, known, most) {
  if (known.length < word.length - most) return most + 1;
  let last = Array.from({ length: known.length + 1 }, (_, at) => at);
  let before = null;
  for (let row = 1; row <= word.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= known.length; at += 1) {
      const wrong = word[row - 1] === known[at - 1] ? 0 : 1;
      next[at] = Math.min(last[at] + 1, next[at - 1] + 1, last[at - 1] + wrong);
      if (before && word[row - 1] === known[at - 2] && word[row - 2] === known[at - 1]) next[at] = Math.min(next[at], before[at - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, last] = [last, next];
  }
  return Math.min(...last);
}

function matches(row, wanted) {
  return (
    wanted.words.every(({ held }) => held.some((word) => row.text.includes(word))) &&
    (!wanted.theme || row.codes.some((code) => code.theme === wanted.theme)) &&
    (!wanted.body || row.named.some((body) => body.class === wanted.body)) &&
    (!wanted.named || row.named.some((body) => body.id === wanted.named)) &&
    (!wanted.review || row.document.name === wanted.review) &&
    (!wanted.kind || row.kind === wanted.kind) &&
    (!wanted.from || row.year >= wanted.from) &&
    (!wanted.to || row.year <= wanted.to) &&
    (!wanted.echo || (wanted.echo === "none" ? !row.before.length && !row.after.length : row[wanted.echo].length > 0))
  );
}

const ORDERS = {
  "": (one, other) => compare(other.document.published, one.document.published),
  oldest: (one, other) => compare(one.document.published || "9", other.document.published || "9"),
  document: () => 0,
  unsure: (one, other) => (one.sure ?? 2) - (other.sure ?? 2),
};

function inOrder(name) {
  if (!orders.has(name)) orders.set(name, [...data.rows].sort(ORDERS[name]));
  return orders.get(name);
}

function compare(one, other) {
  return one < other ? -1 : one > other ? 1 : 0;
}

function search() {
  const wanted = { words: wantedWords(field("search").value) };
  for (const name of FILTERS) wanted[name] = field(name).value;
  matching = inOrder(wanted.order).filter((row) => matches(row, wanted));
  found.replaceChildren();
  shown = 0;
  more();
  field("count").textContent = `${matching.length} of ${data.rows.length}${byKind()}`;
  field("hint").textContent = hint(wanted.words);
  const set = FILTERS.filter((name) => wanted[name]);
  field("filters-set").textContent = set.length ? `Filters and order (${set.length} set)` : "Filters and order";
  const chosen = set.map((name) => `${field(name).labels[0].textContent}: ${field(name).selectedOptions[0].textContent}`);
  if (wanted.words.length) chosen.unshift(`Words: ${field("search").value}`);
  field("chosen").textContent = chosen.join("; ");
}

function byKind() {
  const counts = new Map();
  for (const row of matching) counts.set(row.kind, (counts.get(row.kind) ?? 0) + 1);
  const parts = [...counts].map(([kind, count]) => `${count} ${count === 1 ? kind : `${kind}s`.replace("ys", "ies")}`);
  return parts.length ? `: ${parts.join(", ")}` : "";
}

function hint(words) {
  const parts = words
    .filter(({ word, held }) => held[0] !== word)
    .map(({ word, held }) => (held.length ? `Nothing holds “${word}”; looked for: ${held.slice(0, 5).join(", ")}.` : `Nothing holds “${word}”.`));
  if (!matching.length && words.length > 1) {
    const counts = words.map(({ word, held }) => `${word} ${data.rows.filter((row) => held.some((each) => row.text.includes(each))).length}`);
    parts.push(`No entry that the filters leave holds all of these words; by word, of all: ${counts.join(", ")}.`);
  }
  return parts.join(" ");
}

function more(count = STEP) {
  for (const row of matching.slice(shown, shown + count)) found.append(card(row));
  shown = Math.min(shown + count, matching.length);
  field("more").hidden = shown >= matching.length;
  field("more").textContent = `Show more (${matching.length - shown} left)`;
}

// --- one recommendation

function card(row) {
  const article = make("article", "", { class: "row" });
  const heading = make("h3");
  const button = make("button", title(row), { type: "button", "aria-expanded": "false" });
  button.addEventListener("click", () => toggle(article, button, row, true));
  heading.append(button);
  article.append(heading, make("p", row.words), make("p", inShort(row), { class: "soft" }));
  article.dataset.id = row.id;
  return article;
}

function title(row) {
  return `${row.document.published || "no date"}, ${row.document.name}: ${row.label}`;
}

function inShort(row) {
  const parts = [row.named.map((body) => body.name).join("; ") || "nobody named"];
  if (row.codes.length) parts.push(row.codes.map((code) => code.name).join("; "));
  if (row.sure !== null) parts.push(`confidence ${row.sure.toFixed(2)}`);
  if (row.before.length) parts.push(`restates ${row.before.length}`);
  if (row.after.length) parts.push(`restated by ${row.after.length}`);
  return parts.join(" · ");
}

function toggle(article, button, row, link) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  if (open) article.querySelector(".detail").remove();
  else article.append(detail(row));
  opened = open ? "" : row.id;
  if (link) writeAddress();
}

function detail(row) {
  const box = make("div", "", { class: "detail" });
  box.append(facts(row), make("h4", "Themes, and why"));
  const themes = make("ul", "", { class: "small" });
  for (const code of row.codes) {
    const why = code.why.length ? `; words that carried it: ${code.why.join(", ")}` : "";
    themes.append(make("li", `${code.name}: by ${code.by}${score(code.score)}${why}`));
  }
  box.append(row.codes.length ? themes : make("p", "No theme.", { class: "small" }));
  box.append(make("h4", "Asked before, here and asked again"), chain(row));
  if (row.kind === "recommendation") box.append(make("h4", data.nearest), ...nearest(row));
  return box;
}

function facts(row) {
  const list = make("dl");
  const add = (name, ...parts) => list.append(make("dt", name), wrapped("dd", parts));
  const source = [row.document.publisher, row.document.title].filter(Boolean).map((part) => `${part}, `);
  add("Source", ...source, make("span", row.document.published || "no date", { class: "date" }), ...linked(", ", row.document.link && row.document.link + row.at, "the document"), ...linked(", ", row.document.about, "the publisher's page"));
  if (row.document.edition === "digest") add("What is here", row.place, ...linked(": ", row.seen, row.seen));
  else add("Place", row.place);
  add("Asked of", row.named.map((body) => `${body.name} (${body.class})`).join("; ") || "nobody named");
  if (row.asked) add("As printed", row.asked);
  add("What it is", row.kind);
  add("Answer", row.status || "none is known");
  add("Confidence", row.sure === null ? "none is given: entered in our digest by hand" : `${row.sure.toFixed(2)}: of a hundred rows with this score about ${Math.round(100 * row.sure)} are truly one`);
  add("Terms", data.terms[row.terms]);
  add("Id", make("a", row.id, { href: `#${encodeURIComponent(row.id)}` }));
  return list;
}

function wrapped(tag, parts) {
  const element = make(tag);
  element.append(...parts);
  return element;
}

function linked(before, address, words) {
  return address ? [before, make("a", words, { href: address, rel: "noopener noreferrer", target: "_blank" })] : [];
}

function score(value) {
  return value === null ? "" : `, the model's score ${value}`;
}

// --- links: what it restates, what restates it, and further back and on

function chain(row) {
  const box = make("div", "", { class: "chain" });
  const here = make("section");
  here.append(make("h4", `Here: ${row.document.published}, ${row.document.name}`), make("p", row.words, { class: "small" }));
  box.append(side("Restates", row, "before"), here, side("Restated by", row, "after"));
  return box;
}

function side(name, row, way) {
  const box = make("section");
  box.append(make("h4", name));
  if (!row[way].length) box.append(make("p", "None is known among what is held.", { class: "small" }));
  for (const link of row[way]) {
    const years = link.years === null ? "" : `${link.years} years between; `;
    box.append(...linkedAsk(data.rows[link.to], `${years}by ${link.by}${score(link.score)}${link.why ? `: ${link.why}` : ""}`));
  }
  const further = beyond(row, way);
  if (further.length) box.append(make("h4", way === "before" ? "And these restate, or restated" : "And restated in turn by"));
  for (const other of further) box.append(...linkedAsk(other, "through the one before it"));
  return box;
}

// Rows that are reached only through those linked directly, nearest first.
function beyond(row, way) {
  const direct = row[way].map((link) => link.to);
  const seen = new Set([placeById.get(row.id), ...direct]);
  const reached = [];
  for (let queue = direct; queue.length; ) {
    const next = [...new Set(queue.flatMap((place) => data.rows[place][way].map((link) => link.to)))].filter((place) => !seen.has(place));
    for (const place of next) seen.add(place);
    reached.push(...next);
    queue = next;
  }
  return reached.map((place) => data.rows[place]);
}

function linkedAsk(other, note) {
  const heading = make("p", "", { class: "small" });
  heading.append(make("a", title(other), { href: `#${encodeURIComponent(other.id)}` }), ` (${note})`);
  return [heading, make("p", other.words, { class: "small" })];
}

function nearest(row) {
  if (!row.near.length) return [make("p", "No other earlier recommendation of a counted review is held.", { class: "small" })];
  const list = make("ol", "", { class: "near small" });
  for (const [place, likeness, relation] of row.near) {
    const other = data.rows[place];
    const notes = [likeness === null ? "" : `score ${likeness}`, relation ? `judged ${relation}` : ""].filter(Boolean);
    const item = wrapped("li", linkedAsk(other, notes.join("; ") || "not scored"));
    const yes = `link,${row.id},${other.id},restates,,,`;
    const code = make("code", yes);
    const copy = make("button", "Copy the row that says yes", { type: "button" });
    copy.addEventListener("click", () => copyText(yes, code, copy));
    item.append(wrapped("p", [copy, " ", code]));
    list.append(item);
  }
  return [make("p", data.how, { class: "small" }), list];
}

async function copyText(text, element, button) {
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = "Copied";
  } catch {
    getSelection().selectAllChildren(element); // no clipboard here: it is marked, to be copied by hand
    button.textContent = "Marked: copy it";
  }
}

// --- csv of what is shown

function save() {
  const heads = ["id", "published", "document", "label", "what it is", "words", "bodies", "asked of, as printed", "themes", "confidence", "restates", "restated by", "publisher", "title", "place", "link", "seen at", "terms"];
  const ids = (links) => links.map((link) => data.rows[link.to].id).join("; ");
  const lines = matching.map((row) => [
    row.id, row.document.published, row.document.name, row.label, row.kind, row.words, row.named.map((body) => body.name).join("; "), row.asked,
    row.codes.map((code) => code.name).join("; "), row.sure ?? "", ids(row.before), ids(row.after), row.document.publisher, row.document.title,
    row.place, row.document.link ? row.document.link + row.at : row.document.about, row.seen, data.terms[row.terms],
  ]);
  const text = [heads, ...lines].map((cells) => cells.map(csvCell).join(",")).join("\r\n");
  const address = URL.createObjectURL(new Blob(["\ufeff", text, "\r\n"], { type: "text/csv" }));
  make("a", "", { href: address, download: "recommendations.csv" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function csvCell(value) {
  const text = String(value).replace(/\r\n?/g, "\n");
  return `"${(FORMULA.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
}

// --- the address: #theme=...&named=..., or #id of one recommendation

function writeAddress() {
  const parts = new URLSearchParams();
  if (field("search").value) parts.set("words", field("search").value);
  for (const name of FILTERS) if (field(name).value) parts.set(name, field(name).value);
  const filtered = String(parts) !== "";
  if (opened && filtered) parts.set("id", opened);
  history.replaceState(null, "", `#${opened && !filtered ? encodeURIComponent(opened) : parts}`);
}

function follow() {
  const hash = location.hash.slice(1);
  let id = "";
  if (hash.includes("=")) {
    const parts = new URLSearchParams(hash);
    field("search").value = parts.get("words") ?? "";
    for (const name of FILTERS) field(name).value = hasOption(name, parts.get(name)) ? parts.get(name) : "";
    search();
    id = parts.get("id") ?? "";
  } else {
    try {
      id = decodeURIComponent(hash);
    } catch {
      return;
    }
  }
  if (placeById.has(id)) reveal(data.rows[placeById.get(id)]);
}

function hasOption(name, value) {
  return value !== null && [...field(name).options].some((option) => option.value === value);
}

function reveal(row) {
  if (!matching.includes(row)) {
    field("search").value = "";
    for (const name of FILTERS) field(name).value = "";
    search();
  }
  while (shown < matching.length && !cardOf(row.id)) more();
  const article = cardOf(row.id);
  const button = article.querySelector("button");
  if (button.getAttribute("aria-expanded") !== "true") toggle(article, button, row, false);
  opened = row.id;
  button.focus({ preventScroll: true });
  article.scrollIntoView();
  requestAnimationFrame(() => article.scrollIntoView()); // rows above it have their true height only once they were near
}

function cardOf(id) {
  return [...found.children].find((article) => article.dataset.id === id);
}

// --- the filters' choices

function fill(name, choices, into = field(name)) {
  for (const [value, words] of choices) into.append(make("option", words, { value }));
}

function counted(values) {
  const counts = new Map();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}

function fillAll() {
  const themes = counted(data.rows.flatMap((row) => row.codes.map((code) => code.theme)));
  fill("theme", Object.entries(data.themes).filter(([theme]) => themes.has(theme)).map(([theme, name]) => [theme, `${name} (${themes.get(theme)})`]));
  const classes = counted(data.rows.flatMap((row) => [...new Set(row.named.map((body) => body.class))]));
  fill("body", [...classes.keys()].sort().map((name) => [name, `${name} (${classes.get(name)})`]));
  const asked = counted(data.rows.flatMap((row) => [...new Set(row.named)]));
  for (const name of [...new Set(data.bodies.map((body) => body.class))]) {
    const group = make("optgroup", "", { label: name });
    fill("named", data.bodies.filter((body) => body.class === name && asked.has(body)).map((body) => [body.id, `${body.name} (${asked.get(body)})`]), group);
    field("named").append(group);
  }
  const years = [...new Set(data.rows.map((row) => row.year).filter(Boolean))].sort();
  fill("review", [...new Set(data.rows.map((row) => row.document.name))].sort().map((name) => [name, name]));
  fill("kind", [...counted(data.rows.map((row) => row.kind))].map(([kind, count]) => [kind, `${kind} (${count})`]));
  fill("from", years.map((year) => [year, year]));
  fill("to", years.map((year) => [year, year]));
}

function refresh() {
  opened = "";
  search();
  clearTimeout(writing);
  writing = setTimeout(writeAddress, 300); // browsers refuse to write the address at every letter
}

fillAll();
if (matchMedia("(max-width: 40rem)").matches) field("filtering").open = false; // so that a telephone shows what is found
field("filters").addEventListener("input", refresh);
field("filters").addEventListener("submit", (event) => event.preventDefault());
field("filters").addEventListener("reset", () => setTimeout(refresh));
field("more").addEventListener("click", () => more());
field("save").addEventListener("click", save);
field("print").addEventListener("click", () => print());
window.addEventListener("beforeprint", () => more(matching.length)); // what is not yet shown is printed too
window.addEventListener("hashchange", follow);
search();
follow();
