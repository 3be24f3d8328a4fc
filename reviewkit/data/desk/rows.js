// The list of a review: each row with what is known of it, the one that is open with what can be changed in it.

import { button, el } from "./dom.js";

export function reviewTable(reviews, open) {
  const table = el("table", {}, el("caption", {}, `${reviews.length} documents with a list`));
  const heads = ["Review", "Published", "Read from", "Rows", "Recommendations", "Count known", "Unsure", "Checked"];
  table.append(el("thead", {}, el("tr", {}, ...heads.map((head) => el("th", { scope: "col" }, head)))));
  const body = el("tbody", {});
  for (const review of reviews) {
    const link = el("a", { href: `#${review.id}` }, review.title);
    link.addEventListener("click", (event) => { event.preventDefault(); open(review.id); });
    const own = review.own_count || review.known_total;
    const cells = [review.published, review.edition === "digest" ? "our digest" : "the document", review.rows, review.made,
      own ?? "–", review.unsure || "–", review.ticked ? "✓ whole list" : `${review.checked} of ${review.rows}`];
    body.append(el("tr", { className: own && own !== review.made ? "differs" : "" }, el("th", { scope: "row" }, link), ...cells.map((cell) => el("td", {}, String(cell)))));
  }
  table.append(body);
  return table;
}

export function sureness(row, unsure) {
  if (row.checked === "yes") return { text: "✓ checked", kind: "yes" };
  if (row.confidence === null) return { text: "digest", kind: "" };
  if (row.confidence < unsure) return { text: `unsure, ${row.confidence.toFixed(2)}`, kind: "no" };
  return { text: row.confidence.toFixed(2), kind: "" };
}

// `does` has open(id), act(act, words), cut(), add(number), split(), merge(), restore(dropped)
export function list(state, choices, chosen, does) {
  const items = state.rows.map((row) => item(state, row, choices, row.rec_id === chosen, does));
  const parts = [el("h2", { className: "hidden" }, "Recommendations"), el("ol", { className: "rows" }, ...items)];
  if (state.near.length) parts.push(nearList(state, does));
  if (state.dropped.length) parts.push(droppedList(state, does));
  return parts;
}

function item(state, row, choices, isOpen, does) {
  const sure = sureness(row, choices.unsure);
  const unit = state.is_web_page ? "section" : "p.";
  const head = el("button", { type: "button", className: "head" },
    el("span", { className: "label" }, row.label || row.title || "no label"),
    el("span", { className: "quiet" }, ` ${unit} ${row.page}${row.kind === "recommendation" ? "" : ` · ${row.kind}`}`),
    el("span", { className: `sure ${sure.kind}`, title: "How surely it is one, from 0 to 1" }, sure.text),
    isOpen ? null : el("span", { className: "words" }, row.text));
  head.setAttribute("aria-expanded", String(isOpen));
  head.addEventListener("click", () => does.open(row.rec_id));
  const made = el("li", { className: `row ${isOpen ? "open" : ""} ${row.checked === "yes" ? "checked" : ""}` }, el("h3", {}, head));
  made.dataset.id = row.rec_id;
  if (isOpen) made.append(editor(state, row, choices, does));
  return made;
}

function editor(state, row, choices, does) {
  const isDigest = state.review.is_digest;
  const made = el("div", { className: "editor" }, el("p", { className: "text" }, row.text));
  if (row.corrected.length) made.append(el("p", { className: "quiet" }, `A person put right: ${row.corrected.join(", ")}`));
  if (!row.spans.length && !isDigest) made.append(el("p", { className: "warn" }, "Its words were not found on the page in one piece."));
  const key = (text, name) => [text, " ", el("kbd", {}, name)];
  made.append(el("div", { className: "buttons" },
    press(key(row.checked === "yes" ? "Checked" : "Yes, right", "y"), row.checked === "yes", () => does.yes(row)),
    plain(key("No, drop it", "n"), () => does.drop(row)),
    isDigest ? null : plain(key("Mend the cut", "e"), does.cut),
    plain(key("Split", "s"), does.split), plain(key("Merge", "m"), does.merge)));
  made.append(fields(row, choices, does), bodies(row, choices, does), themes(row, choices, does), earlier(row, does));
  return made;
}

function plain(content, action) {
  const made = el("button", { type: "button" }, ...content);
  made.addEventListener("click", () => action());
  return made;
}

function press(content, isPressed, action) {
  const made = plain(content, action);
  made.setAttribute("aria-pressed", String(isPressed));
  return made;
}

function fields(row, choices, does) {
  const grid = el("div", { className: "fields" });
  for (const [name, title] of [["label", "Label"], ["title", "Title"]]) {
    const input = el("input", { value: row[name], autocomplete: "off", maxLength: 500, id: `field-${name}` });
    input.addEventListener("change", () => does.set(row, name, input.value.trim()));
    grid.append(el("label", {}, title, input));
  }
  grid.append(choose("Kind", choices.kinds, row.kind, "", (value) => does.set(row, "kind", value)));
  grid.append(choose("Answer", choices.answers, row.answer, "not known", (value) => does.status(row, "answer", value)));
  grid.append(choose("Done", ["yes", "no"], row.done, "not known", (value) => does.status(row, "done", value)));
  return grid;
}

function choose(title, values, value, empty, given) {
  const select = el("select", { id: `field-${title.toLowerCase()}` });
  if (empty) select.append(el("option", { value: "" }, empty));
  select.append(...values.map((each) => el("option", { value: each }, each)));
  select.value = value;
  select.addEventListener("change", () => given(select.value));
  return el("label", {}, title, select);
}

function chips(title, id, held, all, remove, add) {
  const group = el("div", { className: "chips", role: "group", ariaLabel: title }, el("span", { className: "name" }, title));
  for (const [each, name, note] of held) {
    const off = button("×", () => remove(each));
    off.setAttribute("aria-label", `Take out ${name}`);
    group.append(el("span", { className: "chip", title: note }, name, off));
  }
  const select = el("select", { id, ariaLabel: `Add to ${title.toLowerCase()}` }, el("option", { value: "" }, held.length ? "add ..." : "none; add ..."));
  const there = new Set(held.map(([each]) => each));
  select.append(...all.filter(([each]) => !there.has(each)).map(([each, name]) => el("option", { value: each }, name)));
  select.addEventListener("change", () => { if (select.value) add(select.value); });
  group.append(select);
  return group;
}

function bodies(row, choices, does) {
  const names = new Map(choices.bodies);
  const set = (ids) => does.set(row, "bodies", ids.join(";"));
  const held = row.bodies.map((id) => [id, names.get(id) ?? id, row.addressed_to.join("; ")]);
  return chips("Bodies asked", "field-bodies", held, choices.bodies, (id) => set(row.bodies.filter((each) => each !== id)), (id) => set([...row.bodies, id]));
}

const SAYS = { model: "the model", coders: "two coders", correction: "a person" };

function themes(row, choices, does) {
  const names = new Map(choices.themes);
  const held = Object.entries(row.themes).map(([theme, by]) => [theme, names.get(theme) ?? theme, `by ${SAYS[by] ?? by}`]);
  return chips("Themes", "field-themes", held, choices.themes, (theme) => does.theme(row, theme, "no"), (theme) => does.theme(row, theme, "yes"));
}

function earlier(row, does) {
  if (!row.earlier.length) {
    return el("p", { className: "quiet" }, "No earlier ask is near it, or none is known before the next run.");
  }
  const made = el("section", { className: "earlier", id: "earlier", tabIndex: -1 }, el("h4", {}, "Nearest earlier asks: not counted; read and decide"));
  for (const ask of row.earlier) {
    const relation = ask.decided || ask.relation;
    const note = ask.decided ? `a person says: ${ask.decided}` : ask.relation ? `the last run says: ${ask.relation}` : "";
    const say = (text, value) => press([text], ask.decided === value, () => does.link(row, ask, value));
    made.append(el("div", { className: `ask ${relation}` },
      el("p", { className: "quiet" }, [ask.review, ask.published.slice(0, 4), ask.label, note].filter(Boolean).join(" · ")),
      el("p", {}, ask.text),
      el("div", { className: "buttons" }, say("Yes, restates it", "restates"), say("Only related", "related"), say("No", "unrelated"))));
  }
  return made;
}

function nearList(state, does) {
  const unit = state.is_web_page ? "section" : "p.";
  const items = state.near.map((miss, number) => el("li", {},
    el("button", { type: "button", className: "words", onclick: () => does.look(miss) }, `${unit} ${miss.page}: ${miss.text}`),
    button("Add it", () => does.add(number))));
  return el("details", { id: "near" }, el("summary", {}, `Nearly taken: ${items.length}, pale on the pages`), el("ol", { className: "small" }, ...items));
}

function droppedList(state, does) {
  const items = state.dropped.map((row) => el("li", {},
    el("span", {}, `${row.label || row.rec_id}, p. ${row.page}: ${row.text} `),
    el("span", { className: "quiet" }, [row.merged_into ? `merged into ${row.merged_into}` : "dropped", row.by, row.why].filter(Boolean).join(", ")),
    button(row.merged_into ? "Part them again" : "Bring it back", () => does.restore(row))));
  return el("details", { id: "dropped", open: true }, el("summary", {}, `Taken out: ${items.length}`), el("ol", { className: "small" }, ...items));
}
