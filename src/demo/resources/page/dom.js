// The few ways in which this page touches its document. Text only ever goes in as text.

export const byId = id => document.getElementById(id);

/** Makes an element: `el('button', {class: 'quiet', onclick: f}, 'Delete')`. */
export function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element[key] = value;
    } else if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value != null) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.filter(child => child != null));
  return element;
}

/** Changes a text only where it differs, so that nothing is laid out or read again for nothing. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Tells those who listen instead of looking. */
export function announce(text) {
  const heard = byId('announcements');
  // The same words twice are two events; without a change, nothing would be read.
  heard.textContent = heard.textContent === text ? text + '\u00a0' : text;
}

/** A button that cannot be pressed again until what it began has ended. */
export function onPress(button, action) {
  button.onclick = () => once(button, action);
}

export function onSubmit(form, action) {
  form.onsubmit = event => {
    event.preventDefault();
    once(form.querySelector('[type=submit]'), action);
  };
}

async function once(button, action) {
  if (button.getAttribute('aria-busy') === 'true') {
    return;
  }
  button.setAttribute('aria-busy', 'true');
  try {
    await action();
  } catch (failed) {
    if (failed.name !== 'AbortError') {
      throw failed;
    }
  } finally {
    button.removeAttribute('aria-busy');
  }
}
