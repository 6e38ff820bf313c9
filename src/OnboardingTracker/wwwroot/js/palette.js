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
  return element.dataset.command || (element.closest('nav') ? '' : element.dataset.keyLabel) || element.getAttribute('aria-label') || copy.textContent.trim();
};

const actions = () => {
  const all = [];
  if (row) {
    const menu = document.querySelector(row.closest('[data-list], [data-board]')?.dataset.actions || '[data-row-actions]');
    for (const item of menu?.querySelectorAll('[data-key]') ?? []) {
      const { key } = item.dataset;
      all.push({ title: row.dataset.name, label: labelOf(item), icon: item.querySelector('.icon'), key, run: () => document.dispatchEvent(new CustomEvent('row-action', { cancelable: true, detail: { row, key } })) });
    }
  }
  for (const element of document.querySelectorAll('[data-command], [data-key]')) {
    if (element.closest('[data-row], [data-row-actions], #palette, .bottom-nav') || element.matches('input, :disabled')) continue;
    const label = labelOf(element);
    const title = element.closest('nav') && element.href ? 'Go to' : 'Actions';
    if (!all.some(action => action.label === label)) all.push({ title, label, icon: element.querySelector('.icon'), key: element.dataset.key, run: () => element.click() });
  }
  return all;
};

const option = (id, { label, icon, key, run }) => {
  const element = document.createElement('div');
  element.className = 'palette-option';
  element.setAttribute('role', 'option');
  element.setAttribute('aria-selected', 'false');
  element.id = id;
  const name = document.createElement('span');
  name.textContent = label;
  if (icon) element.append(icon.cloneNode(true));
  element.append(name);
  if (key) {
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

const words = () => input.value.toLowerCase().split(/\s+/).filter(Boolean);
const matches = text => words().every(word => text.toLowerCase().includes(word));

// What is known is shown at once, so that Enter never hits what was typed before; the server's accounts join when they come.
const draw = accounts => {
  const found = actions().filter(action => matches(`${action.label} ${action.title}`));
  list.replaceChildren();
  if (accounts.length > 0) {
    const part = group('Accounts', 'palette-accounts');
    part.append(...accounts);
    list.append(part);
  }
  for (const title of new Set(found.map(action => action.title))) {
    const part = group(title, `palette-group-${list.childElementCount}`);
    for (const action of found) if (action.title === title) part.append(option(`palette-action-${found.indexOf(action)}`, action));
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

const known = () => [...list.querySelectorAll('a.palette-option')].filter(account => words().length > 0 && matches(account.textContent));

const find = async () => {
  search?.abort();
  const q = input.value.trim();
  if (q === '') return;
  search = new AbortController();
  try {
    const url = new URL(input.dataset.paletteUrl, location.href);
    url.searchParams.set('q', q);
    const answer = await fetch(url, { signal: search.signal, headers: { 'HX-Request': 'true' } });
    if (!answer.ok || answer.redirected) return;
    const template = document.createElement('template');
    template.innerHTML = await answer.text();
    draw([...template.content.querySelectorAll('.palette-option')]);
  } catch (error) {
    if (error.name !== 'AbortError') throw error;
  }
};

const open = from => {
  if (dialog.open || document.querySelector('dialog[open]')) return;
  row = from ?? null;
  input.value = '';
  draw([]);
  dialog.showModal();
  input.focus();
};

if (dialog) {
  document.querySelectorAll('[data-palette-open]').forEach(button => {
    button.addEventListener('click', () => {
      const drawer = button.closest('[popover]');
      if (drawer?.matches(':popover-open')) drawer.hidePopover();
      open();
    });
  });
  document.addEventListener('palette:open', event => open(event.detail.row));
  input.addEventListener('input', () => {
    draw(known());
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
