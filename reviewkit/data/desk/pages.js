// The pages of a document: images with marks over them, or the text of a web page; and the marking of words.

import { el, first } from "./dom.js";
import { get } from "./sending.js";

const NEAR_HANDLE = 12; // pixels: so near a handle, it is the handle that is dragged
const DRAGGED = 4; // pixels: a shorter way is a click

let shown = null; // the state of the review
let words = new Map(); // page -> [text, line, x0, top, x1, bottom, is body]
let sizes = new Map();
let places = new Map(); // page -> its element
let loading = new Map();
let chosen = "";
let marked = null; // {begin, end} while words are being marked
let heard = {};
let watcher = null;

export function listen(listener) {
  heard = listener;
}

export function clear() {
  shown = null;
  words = new Map();
  sizes = new Map();
  places = new Map();
  loading = new Map();
  marked = null;
  watcher?.disconnect();
  document.getElementById("pages").replaceChildren();
}

export function show(state, id) {
  const isNew = !shown || shown.review.id !== state.review.id;
  if (isNew) clear();
  shown = state;
  chosen = id;
  if (isNew) lay();
  else draw();
}

function lay() {
  const frame = document.getElementById("pages");
  watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) load(Number(entry.target.dataset.page));
  }, { root: frame, rootMargin: "600px" });
  for (const [page, width, height] of shown.pages) {
    const place = el("figure", { className: shown.is_web_page ? "page web" : "page" });
    place.dataset.page = page;
    if (!shown.is_web_page) {
      place.style.aspectRatio = `${width || 595} / ${height || 842}`;
      sizes.set(page, [width || 595, height || 842]);
    }
    const name = shown.is_web_page ? `Section ${page}` : `Page ${page}`;
    place.append(el("figcaption", { textContent: name }));
    frame.append(place);
    places.set(page, place);
    watcher.observe(place);
  }
}

export function load(page) {
  if (loading.has(page) || !places.has(page)) return loading.get(page) ?? Promise.resolve();
  const review = shown.review.id;
  const wait = get("words", { id: review, page }).then((answer) => {
    if (!shown || shown.review.id !== review) return;
    words.set(page, answer.words);
    const place = places.get(page);
    if (shown.is_web_page) layText(place, page);
    else layImage(place, page, answer.size, review);
    draw(page);
  }).catch((error) => {
    loading.delete(page);
    heard.fault(error.message);
  });
  loading.set(page, wait);
  return wait;
}

function layImage(place, page, size, review) {
  sizes.set(page, size);
  place.style.aspectRatio = `${size[0]} / ${size[1]}`;
  const image = el("img", { alt: `Page ${page} of the document`, draggable: false, decoding: "async" });
  image.src = `api/image?${new URLSearchParams({ id: review, page })}`;
  place.append(image, el("div", { className: "marks", ariaHidden: "true" }));
}

function layText(place, page) {
  let line = -1;
  let paragraph = null;
  words.get(page).forEach((word, number) => {
    if (word[1] !== line) {
      paragraph = el("p", {});
      place.append(paragraph);
      line = word[1];
    } else paragraph.append(" ");
    const span = el("span", { textContent: word[0] });
    span.dataset.word = number;
    paragraph.append(span);
  });
}

// ---- marks

export function draw(only = null) {
  if (!shown) return;
  for (const [page, place] of places) {
    if ((only !== null && page !== only) || !words.has(page)) continue;
    if (shown.is_web_page) drawText(page, place);
    else drawMarks(page, place);
  }
}

function marksOf(page) {
  const marks = [];
  const add = (spans, kind, id) => {
    for (const [at, start, end] of spans) if (at === page) marks.push({ start, end, kind, id });
  };
  shown.near.forEach((miss, number) => add(miss.spans, "near", String(number)));
  for (const row of shown.rows) {
    const kind = row.rec_id === chosen ? "chosen" : row.checked === "yes" ? "checked" : "row";
    if (!(marked && kind === "chosen")) add(row.spans, kind, row.rec_id);
  }
  if (marked) add(between(marked.begin, marked.end, page), "marking", "");
  return marks;
}

function between(begin, end, page) {
  if (page < begin[0] || page > end[0]) return [];
  const last = words.get(page).length - 1;
  return [[page, page === begin[0] ? begin[1] : 0, page === end[0] ? Math.min(end[1], last) : last]];
}

function drawMarks(page, place) {
  const layer = place.querySelector(".marks");
  const [width, height] = sizes.get(page);
  const parts = [];
  for (const mark of marksOf(page)) {
    for (const [x0, top, x1, bottom] of rectangles(page, mark.start, mark.end)) {
      const part = el("div", { className: `mark ${mark.kind}` });
      part.style.left = `${(100 * (x0 - 1)) / width}%`;
      part.style.top = `${(100 * top) / height}%`;
      part.style.width = `${(100 * (x1 - x0 + 2)) / width}%`;
      part.style.height = `${(100 * (bottom - top)) / height}%`;
      parts.push(part);
    }
  }
  for (const handle of handles()) {
    if (handle.page !== page || !words.get(page)[handle.word]) continue;
    const [, , x0, top, x1, bottom] = words.get(page)[handle.word];
    const part = el("div", { className: `handle ${handle.side}` });
    part.style.left = `${(100 * (handle.side === "begin" ? x0 : x1)) / width}%`;
    part.style.top = `${(100 * (top - 2)) / height}%`;
    part.style.height = `${(100 * (bottom - top + 4)) / height}%`;
    parts.push(part);
  }
  layer.replaceChildren(...parts);
}

function rectangles(page, start, end) {
  const found = [];
  let line = -1;
  for (const word of words.get(page).slice(start, end + 1)) {
    const [, at, x0, top, x1, bottom] = word;
    const last = found.at(-1);
    if (at === line && last) {
      found[found.length - 1] = [Math.min(last[0], x0), Math.min(last[1], top), Math.max(last[2], x1), Math.max(last[3], bottom)];
    } else found.push([x0, top, x1, bottom]);
    line = at;
  }
  found.forEach((part, number) => { // lines that are set close would be marked twice where they meet
    const above = found[number - 1];
    if (above && above[1] < part[1] && part[1] < above[3]) part[1] = above[3];
  });
  return found;
}

function handles() {
  const range = marked ?? (shown.review.is_digest ? null : rangeOf(chosen));
  if (!range) return [];
  return [
    { side: "begin", page: range.begin[0], word: range.begin[1] },
    { side: "end", page: range.end[0], word: range.end[1] },
  ];
}

function drawText(page, place) {
  for (const span of place.querySelectorAll("span[data-word]")) {
    span.className = "";
    delete span.dataset.mark;
  }
  for (const mark of marksOf(page)) {
    for (let at = mark.start; at <= mark.end; at += 1) {
      const span = place.querySelector(`span[data-word="${at}"]`);
      if (span) {
        span.className = mark.kind;
        span.dataset.mark = mark.id;
      }
    }
  }
}

export function rangeOf(id) {
  const spans = shown?.rows.find((row) => row.rec_id === id)?.spans ?? [];
  return spans.length ? { begin: [spans[0][0], spans[0][1]], end: [spans.at(-1)[0], spans.at(-1)[2]] } : null;
}

// ---- going to a place

export async function goTo(id) {
  chosen = id;
  draw();
  const row = shown.rows.find((each) => each.rec_id === id);
  if (row) await goToPlace(row.spans[0] ?? [row.page, 0, 0]);
}

export async function goToPlace(span) {
  const [page, word] = span;
  const place = places.get(page);
  if (!place) return;
  const frame = document.getElementById("pages");
  if (!words.has(page)) frame.scrollTop = place.offsetTop - 40;
  await load(page);
  let top = place.offsetTop;
  if (shown?.is_web_page) top = place.querySelector(`span[data-word="${word}"]`)?.offsetTop ?? top;
  else if (words.get(page)?.[word]) top += (words.get(page)[word][3] / sizes.get(page)[1]) * place.offsetHeight;
  const inView = top > frame.scrollTop + 40 && top < frame.scrollTop + frame.clientHeight - 160;
  if (!inView) frame.scrollTop = Math.max(0, top - frame.clientHeight / 3);
}

export function pageInView() {
  const frame = document.getElementById("pages");
  for (const [page, place] of places) {
    if (place.offsetTop + place.offsetHeight > frame.scrollTop + 60) return page;
  }
  return first(places.keys());
}

// ---- marking words

export function marking() {
  return marked;
}

export function mark(range) {
  marked = range;
  draw();
}

export function markedWords() {
  if (!marked) return [];
  const found = [];
  for (let page = marked.begin[0]; page <= marked.end[0]; page += 1) {
    const of = words.get(page) ?? [];
    const inside = of.slice(page === marked.begin[0] ? marked.begin[1] : 0, page === marked.end[0] ? marked.end[1] + 1 : of.length);
    found.push(...inside.filter((word) => word[6] || marked.begin[0] === marked.end[0]).map((word) => word[0]));
  }
  return found;
}

// Moves one end of what is marked by so many words, or to the next line.
export async function move(side, step, byLine) {
  if (!marked) return;
  const at = await beside(marked[side], step, byLine);
  const range = { ...marked, [side]: at };
  if (isBefore(range.end, range.begin)) return;
  mark(range);
  await goToPlace([at[0], at[1]]);
}

async function beside([page, word], step, byLine) {
  await load(page);
  let of = words.get(page) ?? [];
  let at = word + step;
  if (byLine) {
    const line = of[word]?.[1];
    while (of[at] && of[at][1] === line) at += step;
    const next = of[at]?.[1];
    while (of[at + 1] && of[at + 1][1] === next && step > 0) at += 1;
  }
  if (of[at]) return [page, at];
  const other = page + step;
  if (!places.has(other)) return [page, word];
  await load(other);
  of = words.get(other) ?? [];
  return of.length ? [other, step > 0 ? 0 : of.length - 1] : [page, word];
}

export async function firstWordOf(page) {
  await load(page);
  return (words.get(page) ?? []).length ? [page, 0] : null;
}

function isBefore(one, other) {
  return one[0] < other[0] || (one[0] === other[0] && one[1] < other[1]);
}

function wordAt(event) {
  const place = document.elementFromPoint(event.clientX, event.clientY)?.closest("figure.page");
  const page = Number(place?.dataset.page);
  if (!place || !words.get(page)?.length) return null;
  const box = place.getBoundingClientRect();
  const [width, height] = sizes.get(page);
  const x = ((event.clientX - box.left) / box.width) * width;
  const y = ((event.clientY - box.top) / box.height) * height;
  let best = null;
  words.get(page).forEach(([, , x0, top, x1, bottom], number) => {
    const dx = Math.max(x0 - x, 0, x - x1);
    const dy = Math.max(top - y, 0, y - bottom);
    const far = dx + 4 * dy;
    if (best === null || far < best.far) best = { far, number };
  });
  return [page, best.number];
}

function markAt(event) {
  const place = document.elementFromPoint(event.clientX, event.clientY)?.closest("figure.page");
  const page = Number(place?.dataset.page);
  const at = wordAt(event);
  if (!at) return null;
  const box = place.getBoundingClientRect();
  const y = ((event.clientY - box.top) / box.height) * sizes.get(page)[1];
  const word = words.get(page)[at[1]];
  if (y < word[3] - 8 || y > word[5] + 8) return null;
  return marksOf(page).filter((each) => each.start <= at[1] && at[1] <= each.end && each.kind !== "marking").at(-1) ?? null;
}

function handleAt(event) {
  for (const handle of handles()) {
    const part = places.get(handle.page)?.querySelector(`.handle.${handle.side}`);
    const box = part?.getBoundingClientRect();
    if (box && Math.abs(event.clientX - box.left) <= NEAR_HANDLE && event.clientY >= box.top - 6 && event.clientY <= box.bottom + 6) {
      return handle.side;
    }
  }
  return "";
}

export function begin() {
  const frame = document.getElementById("pages");
  let drag = null;
  frame.addEventListener("pointerdown", (event) => {
    if (!shown || shown.is_web_page || event.button !== 0) return;
    const at = wordAt(event);
    if (!at) return;
    drag = { x: event.clientX, y: event.clientY, at, side: handleAt(event), moved: false };
    if (drag.side) drag.range = marked ?? rangeOf(chosen);
    event.preventDefault();
    frame.focus({ preventScroll: true });
    frame.setPointerCapture(event.pointerId);
  });
  frame.addEventListener("pointermove", (event) => {
    if (!drag) {
      if (shown && !shown.is_web_page) frame.style.cursor = handleAt(event) ? "ew-resize" : "";
      return;
    }
    if (!drag.moved && Math.hypot(event.clientX - drag.x, event.clientY - drag.y) < DRAGGED) return;
    drag.moved = true;
    const at = wordAt(event);
    if (!at) return;
    let range;
    if (drag.side) range = { ...drag.range, [drag.side]: at };
    else range = isBefore(at, drag.at) ? { begin: at, end: drag.at } : { begin: drag.at, end: at };
    if (!isBefore(range.end, range.begin)) mark(range);
  });
  frame.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const was = drag;
    drag = null;
    if (was.moved) heard.marked(was.side !== "");
    else clicked(markAt(event));
  });
  frame.addEventListener("pointercancel", () => { drag = null; });
  frame.addEventListener("mouseup", () => {
    if (shown?.is_web_page) setTimeout(takeSelection, 0);
  });
  frame.addEventListener("click", (event) => {
    if (!shown?.is_web_page || !window.getSelection().isCollapsed) return;
    const span = event.target.closest("span[data-mark]");
    if (span) clicked({ kind: span.className, id: span.dataset.mark });
  });
}

function clicked(found) {
  if (!found || marked) return;
  if (found.kind === "near") heard.near(Number(found.id));
  else heard.row(found.id);
}

function takeSelection() {
  const selection = window.getSelection();
  if (selection.isCollapsed || !selection.rangeCount) return;
  const range = selection.getRangeAt(0);
  const inside = [...document.querySelectorAll("#pages span[data-word]")].filter((span) => range.intersectsNode(span)
    && holds(range, span));
  if (!inside.length) return;
  const place = (span) => [Number(span.closest("figure").dataset.page), Number(span.dataset.word)];
  selection.removeAllRanges();
  mark({ begin: place(inside[0]), end: place(inside.at(-1)) });
  heard.marked(false);
}

// A word that the selection only touches at its edge is not in it.
function holds(range, span) {
  const of = document.createRange();
  of.selectNodeContents(span);
  return range.compareBoundaryPoints(Range.END_TO_START, of) < 0 && range.compareBoundaryPoints(Range.START_TO_END, of) > 0;
}
