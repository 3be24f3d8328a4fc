// The questions that the desk asks: who you are, where a second part begins, what to merge, what to do about a conflict.

import { button, el } from "./dom.js";

export function open(title, content, buttons, focus = null) {
  const before = document.activeElement;
  const dialog = el("dialog", {}, el("h2", { textContent: title, id: "dialog-title" }), ...content, el("div", { className: "buttons" }, ...buttons(close)));
  dialog.setAttribute("aria-labelledby", "dialog-title");
  function close() {
    dialog.close();
  }
  dialog.addEventListener("close", () => {
    dialog.remove();
    if (before?.isConnected) before.focus({ preventScroll: true });
  });
  document.body.append(dialog);
  dialog.showModal();
  focus?.focus();
  return dialog;
}

export function isOpen() {
  return document.querySelector("dialog[open]") !== null;
}

export function askName(name, given) {
  const input = el("input", { id: "name", value: name, maxLength: 80, autocomplete: "off" });
  const form = el("form", {}, el("label", { htmlFor: "name" }, "Your initials, or a role"), input);
  const dialog = open("Who are you?", [form, el("p", { className: "quiet" }, "It is written beside everything that you say here.")],
    (close) => [button("Go on", () => form.requestSubmit()), button("Cancel", close)], input);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const words = input.value.trim().replace(/\s+/g, " ");
    if (!words || /^[=+\-@]/.test(words)) {
      input.setAttribute("aria-invalid", "true");
      return;
    }
    dialog.close();
    given(words);
  });
}

const KEYS = [
  ["j or ↓", "next"], ["k or ↑", "previous"], ["y", "yes: this row is right (checked), and on to the next"],
  ["n", "no: this is no recommendation (it can be brought back)"], ["e", "mend the cut"], ["a", "add what was missed"],
  ["s", "split in two"], ["m", "merge with another"], ["l", "write into the label"], ["b", "go to the earlier asks"],
  ["u", "undo what you did last"], ["?", "this list"],
  ["← →", "while mending: the end, a word back or on"], ["↑ ↓", "while mending: the end, a line back or on"],
  ["Shift with an arrow", "while mending: the beginning"], ["Enter, Esc", "while mending: take it, leave it"],
];

export function help() {
  const list = el("dl", { className: "keys" });
  for (const [key, what] of KEYS) list.append(el("dt", {}, el("kbd", { textContent: key })), el("dd", { textContent: what }));
  open("Keys", [list, el("p", {}, "With the mouse: drag over words to mark them, or drag a handle of the row that is open; "
    + "click a mark to open its row, and a pale block to add it.")], (close) => [button("Close", close)]);
}

export function split(row, given) {
  const parts = row.text.split(/\n|(?<=[.;:?!][”’"')\]]*)\s+(?=[A-Z(•“‘\d])/).map((part) => part.trim()).filter(Boolean);
  const input = el("input", { id: "second", autocomplete: "off", maxLength: 1000 });
  const choices = el("fieldset", {}, el("legend", {}, "The second part begins with"));
  parts.slice(1).forEach((part, number) => {
    const radio = el("input", { type: "radio", name: "part", id: `part-${number}` });
    radio.addEventListener("change", () => { input.value = part.split(/\s+/).slice(0, 8).join(" "); });
    choices.append(el("div", {}, radio, el("label", { htmlFor: radio.id }, part)));
  });
  const form = el("form", {}, parts.length > 1 ? choices : null, el("label", { htmlFor: "second" }, "Its first words, as printed"), input);
  const dialog = open("Split in two", [form], (close) => [button("Split", () => form.requestSubmit()), button("Cancel", close)],
    choices.querySelector("input") ?? input);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (!input.value.trim()) return;
    dialog.close();
    given(input.value.trim());
  });
}

export function merge(row, rows, given) {
  const others = rows.filter((each) => each.rec_id !== row.rec_id);
  const select = el("select", { id: "other" }, ...others.map((each) => el("option", { value: each.rec_id }, `${each.label || "no label"}: ${each.text.slice(0, 80)}`)));
  const next = rows[rows.indexOf(row) + 1];
  if (next) select.value = next.rec_id;
  const form = el("form", {}, el("label", { htmlFor: "other" }, "It takes in the words of"), select);
  const dialog = open("Merge", [form], (close) => [button("Merge", () => form.requestSubmit()), button("Cancel", close)], select);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    dialog.close();
    const other = others.find((each) => each.rec_id === select.value);
    if (other) given(other);
  });
}

export function conflict(now, wanted, theirs, mine) {
  const content = [
    el("h3", {}, "As it is now"),
    el("div", { className: "both" }, now),
    el("h3", {}, "What you wanted"),
    el("div", { className: "both" }, wanted),
  ];
  let decided = false;
  const decide = (what, close) => () => { decided = true; close(); what(); };
  const dialog = open("Somebody else changed this in between", content, (close) => [
    button("Leave it as it is now", decide(theirs, close)),
    mine ? button("Write mine all the same", decide(mine, close)) : null,
  ].filter(Boolean));
  dialog.addEventListener("close", () => { if (!decided) theirs(); });
}
