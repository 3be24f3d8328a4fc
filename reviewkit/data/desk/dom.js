// Makes elements; words are set as text and never as markup.

export function el(tag, properties, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (name in element) element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

export function button(text, action, properties = {}) {
  const made = el("button", { type: "button", ...properties }, text);
  made.addEventListener("click", action);
  return made;
}

export function first(values) {
  for (const value of values) return value;
  return undefined;
}
