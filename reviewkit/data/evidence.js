"use strict";
// Rows come from the JSON in the page and are written as text only: nothing of a document is ever markup.
const data = JSON.parse(document.getElementById("data").textContent);
const STEP = 50;
const byId = new Map(data.rows.map((row) => [row.id, row]));
for (const row of data.rows) {
  row.year = row.published.slice(0, 4);
  row.bodies = row.asked.split("; ").filter(Boolean);
  row.text = [row.words, row.review, row.label, row.asked, ...row.codes.map((code) => code.name)].join(" ").toLowerCase();
}
const field = (name) => document.getElementById(name);
const found = field("found");
let matching = [];
let shown = 0;

function make(tag, words, more = {}) {
  const element = document.createElement(tag);
  if (words) element.textContent = words;
  for (const [name, value] of Object.entries(more)) element.setAttribute(name, value);
  return element;
}

function fill(name, pairs) {
  for (const [value, words] of pairs) field(name).append(make("option", words, { value }));
}

function matches(row, wanted) {
  return (
    wanted.words.every((word) => row.text.includes(word)) &&
    (!wanted.theme || row.codes.some((code) => code.theme === wanted.theme)) &&
    (!wanted.body || row.classes.includes(wanted.body)) &&
    (!wanted.named || row.bodies.includes(wanted.named)) &&
    (!wanted.review || row.review === wanted.review) &&
    (!wanted.from || row.year >= wanted.from) &&
    (!wanted.to || row.year <= wanted.to) &&
    (!wanted.echo || (wanted.echo === "none" ? !row.before.length && !row.after.length : row[wanted.echo].length > 0))
  );
}

function search() {
  const wanted = { words: field("search").value.toLowerCase().split(/\s+/).filter(Boolean) };
  for (const name of ["theme", "body", "named", "review", "from", "to", "echo"]) wanted[name] = field(name).value;
  matching = data.rows.filter((row) => matches(row, wanted));
  found.replaceChildren();
  shown = 0;
  more();
  field("count").textContent = `${matching.length} of ${data.rows.length} shown by these filters`;
}

function more() {
  for (const row of matching.slice(shown, shown + STEP)) found.append(card(row));
  shown = Math.min(shown + STEP, matching.length);
  field("more").hidden = shown >= matching.length;
  field("more").textContent = `Show more (${matching.length - shown} left)`;
}

function card(row) {
  const article = make("article", "", { class: "row" });
  const heading = make("h3");
  const button = make("button", `${row.published}, ${row.review}: ${row.label}`, { type: "button", "aria-expanded": "false" });
  button.addEventListener("click", () => toggle(article, button, row, true));
  heading.append(button);
  article.append(heading, make("p", row.words));
  article.dataset.id = row.id;
  return article;
}

function toggle(article, button, row, link) {
  const open = button.getAttribute("aria-expanded") === "true";
  button.setAttribute("aria-expanded", String(!open));
  if (open) article.querySelector(".detail").remove();
  else article.append(detail(row));
  if (link) history.replaceState(null, "", open ? "#" : `#${encodeURIComponent(row.id)}`);
}

function detail(row) {
  const box = make("div", "", { class: "detail" });
  const facts = [
    ["Asked of", row.asked || "nobody named"],
    ["Kind", row.kind],
    ["Answer", row.status || "none is known"],
    ["Where", row.where],
    ["Terms", row.licence],
    ["Id", row.id],
  ];
  for (const [name, words] of facts) box.append(make("p", `${name}: ${words}`, { class: "small" }));
  const link = make("p", "", { class: "small" });
  link.append(make("a", "Link to this recommendation", { href: `#${encodeURIComponent(row.id)}` }));
  box.append(link, make("h4", "Themes, and why"));
  const themes = make("ul");
  for (const code of row.codes) {
    const why = code.why.length ? `; words that carried it: ${code.why.join(", ")}` : "";
    themes.append(make("li", `${code.name}: by ${code.by}${score(code)}${why}`));
  }
  box.append(row.codes.length ? themes : make("p", "No theme.", { class: "small" }));
  box.append(make("h4", "Asked before, here and asked again"), chain(row));
  return box;
}

function score(of) {
  return of.score === null ? "" : `, the model's score ${of.score}`;
}

function chain(row) {
  const box = make("div", "", { class: "chain" });
  const here = make("section");
  here.append(make("h4", `Here: ${row.published}, ${row.review}`), make("p", row.words));
  box.append(side("Restates", row.before), here, side("Restated by", row.after));
  return box;
}

function side(name, links) {
  const box = make("section");
  box.append(make("h4", name));
  if (!links.length) box.append(make("p", "None is known among what is held.", { class: "small" }));
  for (const link of links) {
    const other = byId.get(link.id);
    if (!other) continue;
    const words = `${other.published}, ${other.review}; ${link.years} years between; by ${link.by}${score(link)}`;
    const anchor = make("a", `${other.label}`, { href: `#${encodeURIComponent(link.id)}` });
    box.append(make("p", words, { class: "small" }), make("p", other.words), anchor);
  }
  return box;
}

function follow() {
  let id = "";
  try {
    id = decodeURIComponent(location.hash.slice(1));
  } catch {
    return;
  }
  const row = byId.get(id);
  if (!row) return;
  if (!matching.includes(row)) {
    field("filters").reset();
    search();
  }
  while (shown < matching.length && !cardOf(id)) more();
  const article = cardOf(id);
  const button = article.querySelector("button");
  if (button.getAttribute("aria-expanded") !== "true") toggle(article, button, row, false);
  article.scrollIntoView();
  button.focus();
}

function cardOf(id) {
  return [...found.children].find((article) => article.dataset.id === id);
}

const years = [...new Set(data.rows.map((row) => row.year).filter(Boolean))].sort();
const held = new Set(data.rows.flatMap((row) => row.codes.map((code) => code.theme)));
fill("theme", Object.entries(data.themes).filter(([theme]) => held.has(theme)));
fill("body", [...new Set(data.rows.flatMap((row) => row.classes))].sort().map((name) => [name, name]));
fill("named", [...new Set(data.rows.flatMap((row) => row.bodies))].sort().map((name) => [name, name]));
fill("review", [...new Set(data.rows.map((row) => row.review))].sort().map((name) => [name, name]));
fill("from", years.map((year) => [year, year]));
fill("to", years.map((year) => [year, year]));
field("filters").addEventListener("input", search);
field("filters").addEventListener("submit", (event) => event.preventDefault());
field("filters").addEventListener("reset", () => setTimeout(search));
field("more").addEventListener("click", more);
window.addEventListener("hashchange", follow);
search();
follow();
