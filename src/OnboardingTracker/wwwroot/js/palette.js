// Ctrl K: accounts from the server (GET /palette?q= answers options), actions from what this page has registered.
const dialog = document.getElementById('palette');
const input = dialog?.querySelector('input');
const list = document.getElementById('palette-list');
let row = null;
let search = null;
let timer = 0;

const labelOf = element => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll('kbd, svg, .count').forEach(part => part.remove());
  return element.dataset.command || element.dataset.keyLabel || element.getAttribute('aria-label') || copy.textContent.trim();
};

const actions = () => {
  const all = [];
  if (row) {
    const menu = document.querySelector(row.closest('[data-list], [data-board]')?.dataset.actions || '[data-row-actions]');
    for (const item of menu?.querySelectorAll('[data-key]') ?? []) {
      const { key } = item.dataset;
      all.push({ label: labelOf(item), detail: row.dataset.name, key, run: () => document.dispatchEvent(new CustomEvent('row-action', { cancelable: true, detail: { row, key } })) });
    }
  }
  for (const element of document.querySelectorAll('[data-command], [data-key]')) {
    if (element.closest('[data-row], [data-row-actions], #palette') || element.matches('input, :disabled')) continue;
    const label = labelOf(element);
    if (!all.some(action => action.label === label)) all.push({ label, key: element.dataset.key, run: () => element.click() });
  }
  return all;
};

const option = (id, { label, detail, key, run }) => {
  const element = document.createElement('div');
  element.className = 'palette-option';
  element.setAttribute('role', 'option');
  element.setAttribute('aria-selected', 'false');
  element.id = id;
  const name = document.createElement('span');
  name.textContent = label;
  element.append(name);
  if (detail) {
    const more = document.createElement('span');
    more.className = 'detail';
    more.textContent = detail;
    element.append(more);
  } else if (key) {
    const kbd = document.createElement('kbd');
    kbd.textContent = key;
    kbd.setAttribute('aria-hidden', 'true');
    element.append(kbd);
  }
  element.addEventListener('click', () => {
    dialog.close();
    run();
  });
  return element;
};

const group = (title, id) => {
  const element = document.createElement('div');
  element.setAttribute('role', 'group');
  element.setAttribute('aria-labelledby', id);
  const heading = document.createElement('div');
  heading.className = 'palette-group';
  heading.id = id;
  heading.textContent = title;
  element.append(heading);
  return element;
};

const select = element => {
  list.querySelector('[aria-selected="true"]')?.setAttribute('aria-selected', 'false');
  element?.setAttribute('aria-selected', 'true');
  if (element) input.setAttribute('aria-activedescendant', element.id);
  else input.removeAttribute('aria-activedescendant');
  element?.scrollIntoView({ block: 'nearest' });
};

const draw = accounts => {
  const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
  const found = actions().filter(action => words.every(word => action.label.toLowerCase().includes(word)));
  list.replaceChildren();
  if (accounts?.childElementCount) {
    const part = group('Accounts', 'palette-accounts');
    part.append(accounts);
    list.append(part);
  }
  if (found.length > 0) {
    const part = group('Actions', 'palette-actions');
    found.forEach((action, index) => part.append(option(`palette-action-${index}`, action)));
    list.append(part);
  }
  if (list.childElementCount === 0) {
    const none = document.createElement('p');
    none.className = 'palette-none';
    none.textContent = 'No account or action by that name.';
    list.append(none);
  }
  select(list.querySelector('[role="option"]'));
};

const find = async () => {
  search?.abort();
  const q = input.value.trim();
  if (q === '') return draw(null);
  search = new AbortController();
  try {
    const answer = await fetch(`${input.dataset.paletteUrl}?q=${encodeURIComponent(q)}`, { signal: search.signal, headers: { 'HX-Request': 'true' } });
    const template = document.createElement('template');
    if (answer.ok && !answer.redirected) template.innerHTML = await answer.text();
    draw(template.content);
  } catch (error) {
    if (error.name !== 'AbortError') draw(null);
  }
};

const open = from => {
  if (dialog.open || document.querySelector('dialog[open]')) return;
  row = from ?? null;
  input.value = '';
  draw(null);
  dialog.showModal();
  input.focus();
};

if (dialog) {
  document.querySelectorAll('[data-palette-open]').forEach(button => {
    button.hidden = false;
    button.addEventListener('click', () => {
      const drawer = button.closest('[popover]');
      if (drawer?.matches(':popover-open')) drawer.hidePopover();
      open();
    });
  });
  document.addEventListener('palette:open', event => open(event.detail.row));
  input.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(find, 120);
  });
  input.addEventListener('keydown', event => {
    const options = [...list.querySelectorAll('[role="option"]')];
    const at = options.findIndex(element => element.getAttribute('aria-selected') === 'true');
    if (event.key === 'ArrowDown') select(options[(at + 1) % options.length]);
    else if (event.key === 'ArrowUp') select(options[(at - 1 + options.length) % options.length]);
    else if (event.key === 'Enter') options[at]?.click();
    else return;
    event.preventDefault();
  });
}
